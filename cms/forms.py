"""The form of a draft section, which follows a text that moved; of pages with themes; forms with pictures."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from accounts.imports.child import read_in_child
from accounts.imports.pictures import ending_of
from accounts.imports.refusals import Unreadable
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
            self.add_error("reason", _("Give the reason for the change. It is printed with the version."))
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
        rows = json.loads(bases or "[]")
    except ValueError:
        return []
    fits = isinstance(rows, list) and all(isinstance(b, list) and len(b) == 4 for b in rows)
    return rows if fits else []


class MembersAndThemesForm(WagtailAdminPageForm):
    """Members and themes to choose from, each by its name, however many there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members, themes = self.fields["members"], self.fields["themes"]
        members.queryset = members.queryset.with_names().order_by("slug")
        themes.queryset = themes.queryset.with_names()


class ThemedForm(WagtailAdminPageForm):
    """The themes in use to choose from, and the one that the page has, each by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = self.fields["theme"]
        offered = Q(retired_at=None) | Q(code=self.instance.theme_id)
        themes.queryset = themes.queryset.filter(offered).with_names()


class PictureField(WagtailImageField):
    """A picture that was read and written again in a child process. Wagtail gets that one."""

    def to_python(self, data: Any) -> Any:
        sent = forms.FileField.to_python(self, data)
        if sent is None:
            return None
        self.check_image_file_size(sent)
        return super().to_python(_repacked(sent))


def _repacked(sent: File[Any]) -> SimpleUploadedFile:
    try:
        picture: bytes = read_in_child("accounts.imports.pictures:repack_picture", sent)
    except Unreadable as refused:
        raise forms.ValidationError(str(refused)) from None
    ending = ending_of(picture)
    kind = {"png": "image/png", "jpg": "image/jpeg"}[ending]
    return SimpleUploadedFile(f"{PurePath(sent.name or 'picture').stem}.{ending}", picture, kind)


class PictureForm(BaseImageForm):
    """The form of Wagtail's pictures. Where it has a file, the file is one of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields.get("file")
        if file is not None:
            self.fields["file"] = PictureField(label=file.label, required=file.required, widget=file.widget)


class AvatarForm(AvatarPreferencesForm):
    """The picture of one's own account in Wagtail."""

    avatar = PictureField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)
