"""What every form that acts carries: a token by which it counts once, and the revision it was drawn from."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms


def new_token() -> str:
    return secrets.token_urlsafe(24)


class ActingForm(forms.Form):
    """Base of acting forms. `token` goes to `accounts.actions.tokens.use`; `revision` is the row version seen."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token
