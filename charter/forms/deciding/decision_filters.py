"""Filters of the public table of decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import BoundedForm
from charter.states import Outcome
from charter.wording import parts


class TableForm(BoundedForm):
    """Article, decision and member, as parts of the address."""

    article = forms.ChoiceField(label=parts.ARTICLE, required=False)
    decision = forms.ChoiceField(label=_("Decision"), required=False)
    city = forms.ChoiceField(label=_("Member"), required=False)
    round = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        articles: Iterable[tuple[str, str]],
        cities: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = {"number": "…", "body": "…"}
        outcomes = [(value, str(label) % names) for value, label in Outcome.choices]
        self.fields["article"].choices = [("", _("All")), *articles]  # type: ignore[attr-defined]
        self.fields["decision"].choices = [("", _("All decisions")), *outcomes]  # type: ignore[attr-defined]
        self.fields["city"].choices = [("", _("All members")), *cities]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("article", "decision", "city")}
