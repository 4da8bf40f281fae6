"""To where, and in which language, news is mailed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .robots import TrappedForm


class FollowForm(TrappedForm):
    """`languages` are pairs of code and name."""

    address = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We send you a link by email. You receive nothing else until you confirm your address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language of our emails to you"))

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
