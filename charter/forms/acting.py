"""The base of forms that act, from `accounts`, which has such forms too; and fields that several of them have.

The field for the acting organisation, and the fields for the name of a body in each language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import LONGEST, ActingForm, BoundedForm
from accounts.locales import language_in_words, text_attributes
from accounts.models import Organisation
from charter.queries.reading import charters

__all__ = ["CHOOSE", "LONGEST", "ActingForm", "BodyForm", "BoundedForm", "PreviewedRowsField", "SpeakerField"]

CHOOSE = _("Choose the member for which you write.")


class SpeakerField(forms.ModelChoiceField):
    """The organisation that a person acts for: set where there is one, chosen where there are more, never guessed."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "required": CHOOSE,
            "invalid_choice": _("You do not belong to the team of this member. Choose another member."),
        }
        arguments = {"empty_label": _("Choose a member"), "error_messages": errors, **kwargs}
        super().__init__(queryset=Organisation.objects.none(), to_field_name="slug", **arguments)
        self.only: Organisation | None = None

    def offer(self, organisations: Iterable[int]) -> None:
        """Offers these, by id; where there is nothing to choose, the field is not seen."""
        ids = set(organisations)
        self.queryset = Organisation.objects.filter(pk__in=ids).with_names()
        self.required = len(ids) > 1
        if len(ids) < 2:
            self.widget = forms.HiddenInput()
            self.only = self.queryset.first()
            self.initial = self.only.slug if self.only else None

    def clean(self, value: Any) -> Organisation | None:
        chosen: Organisation | None = super().clean(value)
        return chosen or self.only


class PreviewedRowsField(forms.MultipleChoiceField):
    """The rows of a preview, each with a box to tick."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "required": _("Choose at least one row."),
            "invalid_choice": _("The rows have changed since the preview. Check them and confirm again."),
        }
        super().__init__(widget=forms.CheckboxSelectMultiple, error_messages=errors, **kwargs)


class BodyForm(ActingForm):
    """A form with a field `body`, after which there is one more for the name in each other language of the charter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, fields = get_language() or settings.LANGUAGE_CODE, dict[str, forms.Field]()
        self.body_fields = {own: "body"}
        for name, field in self.fields.items():
            fields[name] = field
            for code in (code for code in charters.charter_languages() if name == "body" and code != own):
                self.body_fields[code] = f"body_{code}"
                fields[f"body_{code}"] = forms.CharField(
                    label=_now(", ").join([str(field.label), language_in_words(code)]),
                    required=False,
                    max_length=300,
                    widget=forms.TextInput(attrs=text_attributes(code)),
                )
        self.fields = fields

    def bodies(self) -> list[forms.BoundField]:
        """The fields for the name of the body."""
        return [self[name] for name in self.body_fields.values()]

    def body_names(self) -> dict[str, str]:
        """The names that were typed, by language code; the first one is in the language of the page if it has one."""
        names = {code: self.cleaned_data.get(name, "") for code, name in self.body_fields.items()}
        return {code: name for code, name in names.items() if name}

    def first_body_name(self) -> str:
        """The name that was given first; empty if there is none."""
        return next(iter(self.body_names().values()), "")
