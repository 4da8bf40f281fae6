"""Dividing a provision, and joining it with the next one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from charter.actions.languages.structure import MOVED, Why
from charter.forms.acting import ActingForm
from charter.models import Wording
from charter.queries.languages.names import language_of


class WhyForm(ActingForm):
    """Why the order of the text changes, and for whom."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Your explanation is printed with the version."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason. It is printed with the version.")},
    )
    asked_by = forms.ModelChoiceField(
        label=_("Member that proposed the change"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("No member"),
    )
    asked_by_words = forms.CharField(label=_("Or another proposer"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Organisation.objects.belonging().with_names()
        self.fields["asked_by"].queryset = members  # type: ignore[attr-defined]

    @property
    def why(self) -> Why:
        data = self.cleaned_data
        return Why(data["reason"], data["asked_by"], data["asked_by_words"])


class SplitProvisionForm(WhyForm):
    """The words in plain text, to be parted by an empty line; `base` is the wording that the person saw."""

    words = forms.CharField(
        label=_("Text"),
        help_text=_("Insert an empty line before the second part. Do not change the wording."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["words"]

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_of(wording.language)
        self.fields["words"].widget.attrs.update({"lang": language.tag, "dir": language.dir})
        self.fields["words"].initial, self.fields["base"].initial = wording.text, wording.pk
        self.wording = wording

    def clean(self) -> dict[str, Any]:
        """Adds an error if the text changed since the page was opened; the typed text stays."""
        if self.cleaned_data.get("base") != self.wording.pk:
            self.add_error("words", str(MOVED))
            self.data = {**{name: self.data[name] for name in self.data}, "base": str(self.wording.pk)}
        return self.cleaned_data


class CombineProvisionsForm(WhyForm):
    """`other` is the next provision that the person saw."""

    other = forms.IntegerField(widget=forms.HiddenInput, required=False)
