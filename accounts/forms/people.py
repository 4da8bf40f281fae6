"""Forms about people of a member: inviting, accepting, being away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.locales import interface_languages
from accounts.models import Person
from accounts.states import COMMITTING, MandateKind

from .acting import ActingForm, BoundedForm


class InviteForm(ActingForm):
    """An address, and what the person is to be. The city invites officers; the secretariat, everybody."""

    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    office = forms.CharField(label=_("Job title or elected office"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=interface_languages)
    kind = forms.ChoiceField(label=_("Mandate"), choices=MandateKind.choices)
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("Evidence is required for a delegate and an alternate. Only the secretariat can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, by_secretariat: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_secretariat:
            del self.fields["kind"], self.fields["evidence"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in COMMITTING and not data.get("evidence", "").strip():
            self.add_error("evidence", _("State the evidence: a letter, a council decision, a date."))
        return data


class AcceptForm(BoundedForm):
    """What makes an account of an invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters. A sentence that only you know works well."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    name_is_public = forms.BooleanField(
        label=_("Show my name on public pages next to what I prepare, confirm or comment"),
        help_text=_(
            "If your name is hidden, the public sees your job title and your city. You can change this at any time."
        ),
        required=False,
    )

    def __init__(self, *args: Any, email: str = "", by_provider: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].required = not by_provider

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            person = Person(email=self.email, name=data.get("name", ""))
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return data


class AwayForm(ActingForm):
    """Why the delegate is away, in a word; the secretariat must say who told."""

    note = forms.CharField(
        label=_("A note for your team"),
        help_text=_(
            "Write when the delegate is expected back and who announced the absence. The team of the "
            "member can read the note."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, must_say: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = must_say


class ActionForm(ActingForm):
    """A button: nothing to say, done once."""
