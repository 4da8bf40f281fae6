"""Proposing a version, agreeing to it, and signing exceptions, corrigenda and rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import join_in_words
from charter.forms.acting import ActingForm, BodyForm
from charter.models import Amendment
from charter.states import VersionStatus


class PublishForm(BodyForm):
    """The status of a version, and the amendments that stay undecided."""

    status = forms.ChoiceField(
        label=_("Description of this version"),
        choices=VersionStatus.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Describe this version. The description is shown at the top of every page of the version.")
        },
    )
    body = forms.CharField(
        label=_("Adopted by"),
        help_text=_("Fill in this field only for an adopted version."),
        required=False,
        max_length=300,
    )
    on = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    carried_over = forms.MultipleChoiceField(
        label=_("Amendments carried over to the next round"),
        help_text=_("Amendments without a decision, and accepted amendments that are not in this text."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, open_amendments: Iterable[Amendment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(a.pk), f"{a} {join_in_words(a.members)}") for a in open_amendments]
        self.fields["carried_over"].choices = rows  # type: ignore[attr-defined]
        if not rows:
            del self.fields["carried_over"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("status") == VersionStatus.ADOPTED and not (self.first_body_name() and data.get("on")):
            self.add_error("body", _("Enter the body that adopted the version, and the date."))
        return data

    def carried(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("carried_over", [])]


class FollowForm(ActingForm):
    """One click by which citations follow in all languages; `changes` identifies those that were on the page."""

    changes = forms.CharField(widget=forms.HiddenInput)


class AgreeForm(ActingForm):
    """The second person's agreement; `publication` is the one that was on the page."""

    publication = forms.IntegerField(widget=forms.HiddenInput)


class ExceptionForm(ActingForm):
    """A language that goes out behind the others, until a day and for a reason."""

    reason = forms.CharField(
        label=_("Why is this language version published although it is out of date?"),
        help_text=_("The reason is printed in the version."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason. It is printed in the version.")},
    )
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Enter an end date.")},
    )


class CorrigendumForm(ActingForm):
    """The right words of one provision of a version, in one language."""

    short = forms.SlugField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Correct text"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter the correct text. A corrigendum cannot delete a provision.")},
    )
    reason = forms.CharField(
        label=_("What was wrong?"),
        help_text=_("Your explanation is printed with the version."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Explain the error. The explanation is published with the version.")},
    )


class SignForm(ActingForm):
    """The second person's signature on a correction, or taking it back."""

    act = forms.ChoiceField(choices=[("sign", _("Sign the corrigendum")), ("drop", _("Discard the corrigendum"))])
    proposed = forms.IntegerField(widget=forms.HiddenInput)
