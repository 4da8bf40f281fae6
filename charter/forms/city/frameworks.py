"""A local framework as its member enters it, the filters of the table, and the answer of the secretariat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts import countries as names
from accounts.forms.acting import BoundedForm
from accounts.forms.themes import ThemeField
from accounts.imports.refusals import Unreadable
from accounts.locales import join_in_words
from accounts.queries.themes import theme_choices
from charter.actions.city.frameworks import NO_COMMENTS, OUT_OF_ORDER, UNDATED, FrameworkEntry, are_dates_in_order
from charter.citations import Label
from charter.forms.acting import ActingForm
from charter.importing.documents import recognise_document
from charter.models import Arrangement, Framework
from charter.queries.versions.themes import read_citations
from charter.states import DATED_FRAMEWORKS, FrameworkKind, FrameworkState

from .members import ANY

UNUSED_COMMENTS = _("Comments are needed only if you return the entry. To confirm the entry, delete the comments.")


class FrameworkForm(ActingForm):
    """The type of a framework, its status, dates, text and themes, and the provisions that it implements."""

    kind = forms.ChoiceField(label=_("Type"), choices=FrameworkKind.choices)
    title = forms.CharField(
        label=_("Title"), help_text=_("Enter the title in the language of the framework."), max_length=300
    )
    language = forms.ChoiceField(label=_("Language of the title"))
    state = forms.ChoiceField(label=_("Status"), choices=FrameworkState.choices)
    adopted_on = forms.DateField(
        label=_("Date of adoption"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    in_force_on = forms.DateField(
        label=_("In force since"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    replaced_on = forms.DateField(
        label=_("Replaced on"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    link = forms.URLField(label=_("Web address of the text"), required=False, assume_scheme="https", max_length=500)
    document = forms.FileField(
        label=_("Document"),
        help_text=_(
            "A PDF, Word (DOCX) or OpenDocument (ODT) file of at most 5 MB. Everybody can open it while the entry is "
            "confirmed."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}),
    )
    removes_document = forms.BooleanField(label=_("Remove the present document"), required=False)
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    provisions = forms.CharField(
        label=_("Provisions of the charter that the framework implements"),
        help_text=_(
            "Enter one citation per line, for example VI.2.3. The number of an article includes all its provisions."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
        required=False,
        max_length=5_000,
    )

    def __init__(self, *args: Any, arrangement: Arrangement | None, has_document: bool = False, **kwargs: Any) -> None:
        """With `has_document`, a document is there, which stays, is replaced or is removed."""
        super().__init__(*args, **kwargs)
        self.arrangement = arrangement
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]
        self.fields["themes"].choices = theme_choices()  # type: ignore[attr-defined]
        if not self.fields["themes"].choices:  # type: ignore[attr-defined]
            del self.fields["themes"]
        if has_document:
            self.fields["document"].help_text = _(
                "A PDF, Word (DOCX) or OpenDocument (ODT) file of at most 5 MB. If you choose no file, the present "
                "document stays."
            )
        else:
            del self.fields["removes_document"]

    def clean_provisions(self) -> str:
        typed: str = self.cleaned_data["provisions"]
        unknown = read_citations(typed, self.arrangement)[1] if self.arrangement else []
        if unknown:
            raise forms.ValidationError(_("There is no provision %(what)s.") % {"what": join_in_words(unknown)})
        return typed

    def clean_document(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["document"]
        if not upload:
            return None
        try:
            upload.name = f"document.{recognise_document(upload)}"  # type: ignore[arg-type]
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from None
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days = [data.get(name) for name in ("adopted_on", "in_force_on", "replaced_on")]
        if data.get("state") in DATED_FRAMEWORKS and not days[0] and "adopted_on" not in self.errors:
            self.add_error("adopted_on", UNDATED)
        if not are_dates_in_order(*days):
            self.add_error("adopted_on", OUT_OF_ORDER)
        return data

    def entry(self) -> FrameworkEntry:
        """The framework as the form describes it."""
        typed = self.cleaned_data
        days = {name: typed[name] for name in ("adopted_on", "in_force_on", "replaced_on")}
        return FrameworkEntry(
            kind=FrameworkKind(typed["kind"]),
            state=FrameworkState(typed["state"]),
            title=typed["title"],
            language=typed["language"],
            link=typed["link"],
            themes=tuple(typed.get("themes", ())),
            typed=typed["provisions"],
            document=typed["document"],
            removes_document=typed.get("removes_document", False),
            **days,
        )


class FrameworkFilters(BoundedForm):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    kind = forms.ChoiceField(label=_("Type"), required=False, choices=[ANY, *FrameworkKind.choices])
    state = forms.ChoiceField(label=_("Status"), required=False, choices=[ANY, *FrameworkState.choices])
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.ChoiceField(label=_("Year of adoption"), required=False)
    theme = ThemeField(label=_("Theme"), required=False)

    def __init__(
        self,
        *args: Any,
        countries: Iterable[str],
        years: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((code, names.country_name(code)) for code in countries), key=lambda pair: pair[1].casefold())
        self.fields["country"].choices = [ANY, *named]  # type: ignore[attr-defined]
        self.fields["year"].choices = [ANY, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [ANY, *theme_choices()]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        """The filters of the table, by name of the field."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class ReviewForm(ActingForm):
    """Confirms an entry, or returns it with comments."""

    because = forms.CharField(
        label=_("Comments for the member"),
        help_text=_("The team of the member reads the comments."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, returns: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.returns = returns

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    def clean_because(self) -> str:
        because: str = self.cleaned_data["because"]
        if self.returns and not because.strip():
            raise forms.ValidationError(NO_COMMENTS)
        if not self.returns and because.strip():
            raise forms.ValidationError(UNUSED_COMMENTS)
        return because


def initial_of(framework: Framework, labels: dict[str, Label]) -> dict[str, Any]:
    """What the form shows of an entry."""
    names_of_fields = ("kind", "title", "language", "state", "adopted_on", "in_force_on", "replaced_on", "link")
    keys = {str(provision.key) for provision in framework.provisions.all()}
    cited = "\n".join(label.citation for key, label in labels.items() if key in keys)
    return {
        **{name: getattr(framework, name) for name in names_of_fields},
        "themes": [theme.code for theme in framework.themes.all()],
        "provisions": cited,
    }
