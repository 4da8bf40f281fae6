"""The names of the sections of members, which of them are in use, and a section that the secretariat adds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.locales import language_in_words, text_attributes
from accounts.models import SiteSettings
from accounts.states import SECTION_NAMES, section_name

from .acting import ActingForm

NEW = "new"
LONGEST_CODE = 40


class SectionsForm(ActingForm):
    """For each section whether it is in use, and its name in each language; the last group adds a section.

    A ready-made section may be without a name of its own. A section that the secretariat added is deleted when all
    its names are deleted, as long as it is not one of `chosen_sections`, which members or people have.
    """

    def __init__(self, *args: Any, current: SiteSettings, chosen_sections: Collection[str], **kwargs: Any) -> None:
        self.own_sections: list[str] = current.own_sections
        self.chosen_sections = chosen_sections
        initial: dict[str, Any] = {f"used_{code}": code not in current.unused_sections for code in self._codes()}
        for code, names in current.section_names.items():
            initial |= {f"name_{code}_{language}": name for language, name in names.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for code in self._codes():
            self.fields[f"used_{code}"] = forms.BooleanField(label=_("In use"), required=False)
            self._add_names(code)
        self._add_names(NEW)

    def _codes(self) -> list[str]:
        return [*SECTION_NAMES, *self.own_sections]

    def _add_names(self, code: str) -> None:
        for language in settings.INTERFACE_LANGUAGES:
            self.fields[f"name_{code}_{language}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language_in_words(language)},
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs=text_attributes(language)),
            )

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """The fields of each section under its standard name or its name of today; at the end a new section."""
        for code in self._codes():
            yield SECTION_NAMES.get(code) or section_name(code), [self[f"used_{code}"], *self._name_fields(code)]
        yield _("New section"), self._name_fields(NEW)

    def _name_fields(self, code: str) -> list[BoundField]:
        return [self[f"name_{code}_{language}"] for language in settings.INTERFACE_LANGUAGES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in self.own_sections:
            if code in self.chosen_sections and not self._names(code):
                needed = _("Members or people belong to this section. Give its name, or mark it as not in use.")
                self.add_error(f"name_{code}_{settings.INTERFACE_LANGUAGES[0]}", needed)
        return data

    def values(self) -> dict[str, Any]:
        """The settings by name, as the action stores them."""
        names = {code: self._names(code) for code in self._codes()}
        own_sections = [code for code in self.own_sections if names[code]]
        new_names = self._names(NEW)
        if new_names:
            new_code = self._free_code(next(iter(new_names.values())))
            own_sections.append(new_code)
            names[new_code] = new_names
        kept = [code for code in (*SECTION_NAMES, *own_sections) if f"used_{code}" in self.fields]
        return {
            "own_sections": own_sections,
            "section_names": {code: own for code, own in names.items() if own},
            "unused_sections": [code for code in kept if not self.cleaned_data[f"used_{code}"]],
        }

    def _names(self, code: str) -> dict[str, str]:
        typed = {
            language: self.cleaned_data.get(f"name_{code}_{language}", "") for language in settings.INTERFACE_LANGUAGES
        }
        return {language: name for language, name in typed.items() if name}

    def _free_code(self, name: str) -> str:
        stem = slugify(name)[:LONGEST_CODE].replace("-", "_") or "section"
        codes = {*self._codes(), NEW}
        numbered = (f"{stem}_{number}" for number in range(2, len(codes) + 3))
        return next(code for code in (stem, *numbered) if code not in codes)
