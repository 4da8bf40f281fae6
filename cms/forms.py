"""The form of a draft section: it remembers which text it was drawn from, and follows a text that moved."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.actions import sections

ASKING = ("action-publish", "action-submit", "action-restart-workflow")


class SectionForm(WagtailAdminPageForm):
    """`bases` travels with the form: words typed over an older text are never taken for a change of the new one."""

    bases = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bases"].initial = json.dumps(self.instance.bases)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if any(name in self.data for name in ASKING) and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why the words change. The reason is printed with the version."))
        return data

    def _post_clean(self) -> None:
        """The instance has what was typed now: it is carried onto the text as it stands."""
        super()._post_clean()
        if self.errors or not self.instance.pk:
            return
        self.instance.bases = _parsed(self.cleaned_data.get("bases", "")) or self.instance.bases
        if self.cleaned_data.get("compared"):
            self.instance.meetings, self.instance.compared = [], False
        sections.carried_over(self.instance)


def _parsed(bases: str) -> list[list[Any]]:
    """What the form remembers; anything of another shape is taken for nothing."""
    try:
        found = json.loads(bases or "[]")
    except ValueError:
        return []
    fits = isinstance(found, list) and all(isinstance(b, list) and len(b) == 4 for b in found)
    return found if fits else []
