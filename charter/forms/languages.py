"""Which languages a charter has, which of them a version waits for, and which are authentic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from charter.actions.languages import Standing
from charter.models import CharterLanguage
from charter.queries.tongues import tongue

from .acting import ActingForm


class LanguagesForm(ActingForm):
    """Two boxes a language."""

    def __init__(self, *args: Any, languages: Sequence[CharterLanguage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in languages]
        for one in languages:
            for name, word, value in (
                ("required", _("A version waits for it"), one.required),
                ("authentic", _("Its edition is authentic"), one.authentic),
            ):
                self.fields[f"{name}-{one.code}"] = forms.BooleanField(label=word, required=False, initial=value)

    def rows(self) -> list[dict[str, Any]]:
        """A language with its two boxes."""
        return [
            {"tongue": tongue(code), "boxes": [self[f"required-{code}"], self[f"authentic-{code}"]]}
            for code in self.codes
        ]

    def wanted(self) -> dict[str, Standing]:
        data = self.cleaned_data
        return {code: Standing(data[f"required-{code}"], data[f"authentic-{code}"]) for code in self.codes}


class NewLanguageForm(ActingForm):
    """One of the languages that the site knows and the charter has not."""

    code = forms.ChoiceField(
        label=_("Language"), error_messages={"required": _("Choose a language.")}, choices=[("", "")]
    )

    def __init__(self, *args: Any, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(code, tongue(code).name) for code, _name in settings.LANGUAGES if code not in known]
        self.fields["code"].choices = [("", "–"), *others]  # type: ignore[attr-defined]
