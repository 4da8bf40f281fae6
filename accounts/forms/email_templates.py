"""The form of one email in one language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import text_attributes
from accounts.queries.email_templates import PLACEHOLDERS, unknown_placeholders

from .acting import ActingForm


class EmailTemplateForm(ActingForm):
    """Subject and body with placeholders; a placeholder that this email does not have is refused."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, kind: str, language: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        for field in ("subject", "body"):
            self.fields[field].widget.attrs |= text_attributes(language)
        names = " ".join(f"{{{name}}}" for name in PLACEHOLDERS[kind])
        self.fields["body"].help_text = _("Placeholders: %(names)s. The link is added below the text.") % {
            "names": names
        }

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_body(self) -> str:
        return self._checked("body")

    def _checked(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        unknown = unknown_placeholders(self.kind, text)
        if unknown:
            words = _("The email has no placeholder %(unknown)s. Use only: %(names)s.")
            braced = [f"{{{placeholder}}}" for placeholder in PLACEHOLDERS[self.kind]]
            raise forms.ValidationError(words % {"unknown": f"{{{unknown[0]}}}", "names": " ".join(braced)})
        return text
