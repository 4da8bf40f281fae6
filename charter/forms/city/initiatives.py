"""An initiative as the team of its member writes it, and the answers to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.imports.pictures import read_upload
from accounts.imports.refusals import Unreadable
from accounts.locales import join_in_words, language_in_words, text_attributes
from accounts.queries.themes import theme_choices
from charter.actions.city.initiatives import (
    NO_REASON,
    UNDESCRIBED,
    UNPAIRED,
    UNTITLED,
    InitiativeEntry,
    NewPicture,
)
from charter.citations import Label
from charter.forms.acting import ActingForm
from charter.models import Arrangement, Initiative, InitiativePicture
from charter.observances import observance_choices
from charter.queries.versions.themes import read_citations

PARTS = ("title", "summary", "text")
UNUSED_DESCRIPTION = _("Choose the file of the picture too, or delete the description.")
UNUSED_REASON = _(
    "Comments or a reason are needed only if you return or unpublish the initiative. Otherwise, delete the text."
)


class InitiativeForm(ActingForm):
    """Texts in each language of the site, the one of the member first; one language is enough."""

    place = forms.CharField(label=_("Place"), help_text=_("The city or region, and its country."), max_length=120)
    link = forms.URLField(
        label=_("Address of a web page with more information"), required=False, assume_scheme="https", max_length=500
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    provisions = forms.CharField(
        label=_("Provisions of the charter that the initiative implements"),
        help_text=_(
            "Enter one citation per line, for example VI.2.3. The number of an article includes all its provisions."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
        required=False,
        max_length=5_000,
    )
    observance = forms.ChoiceField(label=_("International day"), required=False)
    removed_pictures = forms.MultipleChoiceField(
        label=_("Delete pictures"), required=False, widget=forms.CheckboxSelectMultiple
    )
    picture = forms.FileField(
        label=_("Add a picture"),
        help_text=_(
            "A JPEG, PNG, WebP, AVIF or GIF file of at most 10 MB. Each time you save, you can add one picture."
        ),
        required=False,
    )
    description = forms.CharField(
        label=_("Description of the picture"),
        help_text=_("Describe what the picture shows, for readers who cannot see it."),
        required=False,
        max_length=300,
    )
    author = forms.CharField(label=_("Author of the picture"), required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        language: str,
        arrangement: Arrangement | None,
        pictures: Iterable[InitiativePicture] = (),
        original: str = "",
        **kwargs: Any,
    ) -> None:
        """`language` is the one in which the member writes, `original` the one that always has a title."""
        super().__init__(*args, **kwargs)
        self.arrangement, self.original = arrangement, original
        codes = settings.INTERFACE_LANGUAGES
        self.codes = sorted(codes, key=lambda code: (code != (original or language), codes.index(code)))
        others = dict(self.fields)
        self.fields.clear()
        for code in self.codes:
            self._add_texts(code)
        self.fields |= others
        self.fields["themes"].choices = theme_choices()  # type: ignore[attr-defined]
        self.fields["observance"].choices = [("", _("None")), *observance_choices()]  # type: ignore[attr-defined]
        self.fields["removed_pictures"].choices = [(str(p.pk), p.description) for p in pictures]  # type: ignore[attr-defined]
        for name in ("themes", "removed_pictures"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]

    def _add_texts(self, code: str) -> None:
        language = language_in_words(code)
        needed, attributes = code == self.codes[0], text_attributes(code)
        self.fields[f"title_{code}"] = forms.CharField(
            label=_("Title in %(language)s") % {"language": language},
            max_length=200,
            required=needed,
            widget=forms.TextInput(attrs=attributes),
        )
        self.fields[f"summary_{code}"] = forms.CharField(
            label=_("Summary in %(language)s") % {"language": language},
            help_text=_("Two or three sentences."),
            max_length=600,
            required=needed,
            widget=forms.Textarea(attrs={"rows": 3, **attributes}),
        )
        self.fields[f"text_{code}"] = forms.CharField(
            label=_("Text in %(language)s") % {"language": language},
            max_length=10_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 8, **attributes}),
        )

    @property
    def first_texts(self) -> list[BoundField]:
        """The fields of the language in which the member writes."""
        return [self[f"{part}_{self.codes[0]}"] for part in PARTS]

    @property
    def other_texts(self) -> list[dict[str, Any]]:
        """The fields of each other language; open where something was typed or is wrong."""
        groups = []
        for code in self.codes[1:]:
            fields = [self[f"{part}_{code}"] for part in PARTS]
            is_open = any(field.value() or field.errors for field in fields)
            groups.append({"language": language_in_words(code), "fields": fields, "is_open": is_open})
        return groups

    @property
    def more(self) -> list[BoundField]:
        """All other fields that are seen."""
        texts = {f"{part}_{code}" for part in PARTS for code in self.codes}
        return [field for field in self.visible_fields() if field.name not in texts]

    def clean_provisions(self) -> str:
        typed: str = self.cleaned_data["provisions"]
        unknown = read_citations(typed, self.arrangement)[1] if self.arrangement else []
        if unknown:
            raise forms.ValidationError(_("There is no provision %(what)s.") % {"what": join_in_words(unknown)})
        return typed

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    def clean_picture(self) -> bytes | None:
        upload = self.cleaned_data["picture"]
        if not upload:
            return None
        try:
            return read_upload(upload)
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = f"title_{self.codes[0]}"
        if not any(self._texts("title").values()) and first not in self.errors:
            self.add_error(first, UNTITLED)
        for code in self.codes:
            title, summary = data.get(f"title_{code}"), data.get(f"summary_{code}")
            if bool(title) != bool(summary) and not self.errors.keys() & {f"title_{code}", f"summary_{code}"}:
                self.add_error(f"summary_{code}" if title else f"title_{code}", UNPAIRED)
        if "picture" not in self.errors:
            described = bool(data.get("description", "").strip())
            if data.get("picture") and not described:
                self.add_error("description", UNDESCRIBED)
            if described and not data.get("picture"):
                self.add_error("picture", UNUSED_DESCRIPTION)
        return data

    def entry(self) -> InitiativeEntry:
        """The initiative as the form describes it."""
        typed = self.cleaned_data
        picture = typed["picture"]
        return InitiativeEntry(
            titles=self._texts("title"),
            summaries=self._texts("summary"),
            texts=self._texts("text"),
            place=typed["place"],
            link=typed["link"],
            observance=typed["observance"],
            themes=tuple(typed.get("themes", ())),
            typed=typed["provisions"],
            picture=NewPicture(picture, typed["description"], typed["author"]) if picture else None,
            removed_pictures=tuple(int(pk) for pk in typed.get("removed_pictures", ())),
        )

    def _texts(self, part: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{part}_{code}", "") for code in self.codes}


class RevisionForm(ActingForm):
    """A button beside an initiative as it was read."""

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class ReasonForm(RevisionForm):
    """An answer to an initiative; with `explains` it needs comments or a reason."""

    because = forms.CharField(
        label=_("Comments or reason"),
        help_text=_("The team of the member reads the text."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, explains: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explains = explains

    def clean_because(self) -> str:
        because: str = self.cleaned_data["because"]
        if self.explains and not because.strip():
            raise forms.ValidationError(NO_REASON)
        if not self.explains and because.strip():
            raise forms.ValidationError(UNUSED_REASON)
        return because


class ReturnForm(ReasonForm):
    """The comments with which the delegate returns an initiative to the team."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, explains=True, **kwargs)
        self.fields["because"].label = _("Comments for the team")


class RuleForm(ActingForm):
    """The rule of a member on its initiatives."""

    staff_publishes = forms.BooleanField(
        label=_("Staff can publish initiatives without confirmation by the delegate"), required=False
    )


def initial_of(initiative: Initiative, labels: dict[str, Label]) -> dict[str, Any]:
    """What the form shows of an initiative."""
    initial: dict[str, Any] = {name: getattr(initiative, name) for name in ("place", "link", "observance", "revision")}
    for part in PARTS:
        original = getattr(initiative, part)
        if original is not None:
            initial |= {f"{part}_{text.language}": text.text for text in (original, *original.translations.all())}
    keys = {str(provision.key) for provision in initiative.provisions.all()}
    initial["provisions"] = "\n".join(label.citation for key, label in labels.items() if key in keys)
    initial["themes"] = [theme.code for theme in initiative.themes.all()]
    return initial
