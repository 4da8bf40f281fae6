"""What forms for people without an account have against machines that fill in everything."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import BoundedForm


class TrappedForm(BoundedForm):
    """Has a field that nobody sees: who fills it in is refused."""

    trap = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            raise forms.ValidationError(_("Leave this field empty. It detects robots."))
        return ""
