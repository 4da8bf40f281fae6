"""A milestone of the campaign: its day, its link, and its title and text in each language of the site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actions.milestones import UNDESCRIBED, UNTITLED, MilestoneEntry, NewPicture
from accounts.imports.pictures import ending_of, read_upload
from accounts.imports.refusals import Unreadable
from accounts.locales import language_in_words, text_attributes
from accounts.models import Milestone

from .acting import ActingForm

UNUSED_DESCRIPTION = _("Choose the file of the picture too, or delete the description.")


class MilestoneForm(ActingForm):
    """One title at least; an empty one is shown in the language of another."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    link = forms.URLField(
        label=_("Address of a web page with more information"), required=False, assume_scheme="https", max_length=500
    )

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("A JPEG, PNG, WebP, AVIF or GIF file of at most 10 MB. A new picture replaces the old one."),
        required=False,
    )
    removes_picture = forms.BooleanField(label=_("Delete the picture"), required=False)

    def __init__(self, *args: Any, milestone: Milestone | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(milestone), **kwargs)
        self.has_picture = bool(milestone and milestone.picture)
        if not self.has_picture:
            del self.fields["removes_picture"]
        for code in settings.INTERFACE_LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title in %(language)s") % {"language": language_in_words(code)},
                max_length=120,
                required=milestone is not None and milestone.title.language == code,
                widget=forms.TextInput(attrs=text_attributes(code)),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text in %(language)s") % {"language": language_in_words(code)},
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, **text_attributes(code)}),
            )
            self.fields[f"picture_{code}"] = forms.CharField(
                label=_("Description of the picture in %(language)s") % {"language": language_in_words(code)},
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs=text_attributes(code)),
            )
        titles = [name for name in self.fields if name.startswith("title_")]
        texts = [name for name in self.fields if name.startswith("text_")]
        self.order_fields(["on", *titles, *texts, "link", "picture", "removes_picture"])

    def clean_picture(self) -> NewPicture | None:
        upload = self.cleaned_data["picture"]
        if not upload:
            return None
        try:
            content = read_upload(upload)
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from None
        return NewPicture(content, ending_of(content))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(self._texts("title").values()):
            self.add_error(f"title_{settings.INTERFACE_LANGUAGES[0]}", UNTITLED)
        stays = self.has_picture and not data.get("removes_picture")
        is_described = any(self._texts("picture").values())
        if (data.get("picture") or stays) and not is_described:
            self.add_error(f"picture_{settings.INTERFACE_LANGUAGES[0]}", UNDESCRIBED)
        if is_described and not self.has_picture and "picture" not in self.errors and not data.get("picture"):
            self.add_error("picture", UNUSED_DESCRIPTION)
        return data

    def entry(self) -> MilestoneEntry:
        """The milestone as the form describes it."""
        typed = self.cleaned_data
        return MilestoneEntry(
            typed["on"],
            self._texts("title"),
            self._texts("text"),
            typed["link"],
            picture=typed["picture"],
            picture_texts=self._texts("picture"),
            removes_picture=typed.get("removes_picture", False),
        )

    def _texts(self, what: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{what}_{code}", "") for code in settings.INTERFACE_LANGUAGES}


def _initial(milestone: Milestone | None) -> dict[str, Any]:
    if milestone is None:
        return {}
    initial: dict[str, Any] = {"on": milestone.on, "link": milestone.link}
    parts = (("title", milestone.title), ("text", milestone.text), ("picture", milestone.picture_text))
    for what, localized_text in parts:
        if localized_text is not None:
            texts = (localized_text, *localized_text.translations.all())
            initial |= {f"{what}_{text.language}": text.text for text in texts}
    return initial
