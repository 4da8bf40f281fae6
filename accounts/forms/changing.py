"""What the secretariat changes about a member: its name, whether it is named, whether it belongs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

from .acting import ActingForm


class RenameForm(ActingForm):
    name = forms.CharField(label=_("The new official name"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the name"), choices=settings.LANGUAGES)


class WithholdForm(ActingForm):
    because = forms.CharField(
        label=_("Reason"),
        help_text=_("Only the secretariat can read the reason. The audit log stores its fingerprint (SHA-256)."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ComeBackForm(ActingForm):
    """A button: the member belongs again."""


class LeaveForm(ActingForm):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    into = forms.ModelChoiceField(
        label=_("Merged into"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("No merger: the member leaves"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Organisation.objects.with_names().belonging()  # type: ignore[attr-defined]
