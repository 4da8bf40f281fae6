"""The four pages of the joining form. Each can be saved half-way; what is needed is asked for at the end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import countries
from accounts.locales import interface_languages
from accounts.models import Pledge
from accounts.queries import kinds
from accounts.queries.sections import section_choices
from accounts.queries.themes import theme_choices
from accounts.states import OrganisationKind, PaperWay, PopulationBand

from .acting import ActingForm
from .desk import DocumentField
from .robots import TrappedForm
from .section_fields import remove_unused_sections

CHOOSE = [("", _("Choose"))]
OWN = ("token", "revision")
"""Fields of every acting form; all others are answers."""
MOST_THEMES = 5


def check_number_of_themes(chosen: list[str]) -> None:
    if len(chosen) > MOST_THEMES:
        raise forms.ValidationError(_("Choose at most five themes."))


class JoiningPage(TrappedForm):
    """A page of the form; `partly` leaves every answer open but the ones without which nothing can be kept."""

    title: str | Promise = ""
    kept_anyway: tuple[str, ...] = ()

    def __init__(self, *args: Any, partly: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if partly:
            for name, field in self.fields.items():
                field.required = name in self.kept_anyway

    def answers(self) -> dict[str, Any]:
        """What the page says, ready to be saved."""
        return {name: value for name, value in self.cleaned_data.items() if name != "trap"}


class GovernmentPage(JoiningPage):
    title = _("Your local government")
    kept_anyway = ("name", "name_language", "email")

    name = forms.CharField(
        label=_("Official name"), help_text=_("Write the name in your own language and script."), max_length=200
    )
    name_language = forms.ChoiceField(label=_("Language of the name"))
    official_kind = forms.ChoiceField(label=_("Type of local government"))
    country = forms.ChoiceField(label=_("Country"))
    population_band = forms.ChoiceField(label=_("Population"), choices=CHOOSE + PopulationBand.choices)
    sections = forms.MultipleChoiceField(
        label=_("Sections you belong to"), choices=section_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We send you a private link. With the link, you can stop and continue later."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_language"].choices = [*settings.LANGUAGES, ("und", _("Another language"))]  # type: ignore[attr-defined]
        offered = kinds.kind_choices(OrganisationKind.GOVERNMENT)
        self.fields["official_kind"].choices = [*CHOOSE, *offered]  # type: ignore[attr-defined]
        self.fields["country"].choices = [*CHOOSE, *countries.country_choices()]  # type: ignore[attr-defined]
        remove_unused_sections(self, "sections")


class PledgePage(JoiningPage):
    title = _("The pledge")

    head_name = forms.CharField(label=_("Name of the political head"), max_length=200)
    head_office = forms.CharField(
        label=_("Job title or elected office"), help_text=_("For example: mayor, president, governor."), max_length=200
    )
    head_email = forms.EmailField(
        label=_("Email address of the political head"),
        help_text=_(
            "We use the address to invite this person as the delegate who confirms on your behalf. "
            "The address is not shown to anyone."
        ),
        required=False,
    )
    letter = DocumentField(
        label=_("The signed letter"),
        help_text=_("PDF or image, at most 5 MB. You can also send it later."),
        required=False,
    )
    pledges = forms.BooleanField(
        label=_(
            "Our local government pledges to protect human rights in its territory and to take part in the charter."
        )
    )

    def answers(self) -> dict[str, Any]:
        """A page sent again without a file keeps the letter there is."""
        return without_empty_files(super().answers())


class ContactPage(JoiningPage):
    title = _("Your contact persons")

    contact_name = forms.CharField(
        label=_("Name of the technical contact"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_office = forms.CharField(label=_("Job title of the contact"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language of our emails to you"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.initial.get("language", "")
        self.fields["language"].choices = interface_languages(stored)  # type: ignore[attr-defined]


class WorkPage(JoiningPage):
    title = _("What you contribute")

    themes = forms.MultipleChoiceField(
        label=_("What are your priority themes?"),
        help_text=_("Choose at most five themes. The themes are shown on the public page of the member."),
        widget=forms.CheckboxSelectMultiple,
        validators=[check_number_of_themes],
    )
    practices = forms.CharField(
        label=_("Practices you want to share"),
        help_text=_("Write two or three sentences about each practice. A link is enough."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    may_be_named = forms.BooleanField(
        label=_("Our name may appear in the public list of members."),
        help_text=_("Do not tick the box if publication of the name would put people at risk."),
        required=False,
    )
    agrees_to_keep = forms.BooleanField(
        label=_(
            "The secretariat may store these answers to process our application. We can ask the "
            "secretariat to delete them at any time."
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = theme_choices()  # type: ignore[attr-defined]


PAGES: tuple[type[JoiningPage], ...] = (GovernmentPage, PledgePage, ContactPage, WorkPage)


# The secretariat copies the answers of an applicant, so that no word of the form may mean the reader.
TITLES_ON_PAPER = {
    GovernmentPage: _("Local government"),
    PledgePage: _("The pledge"),
    ContactPage: _("Contact persons"),
    WorkPage: _("Contribution"),
}
LABELS_ON_PAPER = {
    "sections": _("Sections"),
    "email": _("Email address of the contact"),
    "pledges": _("The form contains the signed pledge."),
    "language": _("Language of our emails to the contact"),
    "themes": _("Priority themes"),
    "practices": _("Practices to share"),
    "may_be_named": _("The name may appear in the public list of members."),
    "agrees_to_keep": _("The form contains the consent to the storage of these answers."),
}
HELP_ON_PAPER = {
    "name": _("Write the name as it is on the form."),
    "email": _("The contact receives a private link to the application."),
    "head_email": _("The address is used for the invitation of the delegate. The address is not shown to anyone."),
    "letter": _("PDF or image, at most 5 MB. You can also add the letter later."),
    "themes": _("Choose at most five themes. The themes are shown on the public page of the member."),
    "practices": _("Write what the form says about each practice."),
}


def without_empty_files(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in ("letter", "scan") or value}


class PaperForm(ActingForm):
    """What a paper form says, as the secretariat enters it: how the paper came, and the questions of all pages.

    Answers that are not on the paper stay empty. Without an email address nobody can be asked for them.
    """

    received_by = forms.ChoiceField(
        label=_("How did the paper form arrive?"), widget=forms.RadioSelect, choices=PaperWay.choices
    )
    received_on = forms.DateField(label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}))
    scan = DocumentField(
        label=_("Scan of the paper form"),
        help_text=_("PDF or image, at most 5 MB. Only the secretariat can open it."),
    )

    def __init__(self, *args: Any, pledge: Pledge | None = None, **kwargs: Any) -> None:
        """`pledge`: an application that is corrected; its scan stays."""
        names = ("received_by", "received_on", "revision", *(name for page in PAGES for name in page.base_fields))
        initial = {name: getattr(pledge, name, "") for name in names} if pledge else {}
        super().__init__(*args, initial=initial, **kwargs)
        for page in PAGES:
            self.fields |= page(initial=initial, partly=True).fields
        del self.fields["trap"]
        if pledge:
            del self.fields["scan"]
        self.fields["language"].required = True
        for name, label in LABELS_ON_PAPER.items():
            self.fields[name].label = label
        for name, help_text in HELP_ON_PAPER.items():
            self.fields[name].help_text = help_text

    def parts(self) -> list[tuple[Any, list[BoundField]]]:
        """The title and the fields of each page, after those of the receipt, which have no title."""
        own = [self[name] for name in PaperForm.base_fields if name in self.fields and name not in OWN]
        return [
            ("", own),
            *((TITLES_ON_PAPER[page], [self[name] for name in page.base_fields if name != "trap"]) for page in PAGES),
        ]

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The date is in the future. Enter the date of today or an earlier date."))
        return day

    def answers(self) -> dict[str, Any]:
        """What the form says, ready to be saved; a form sent without a letter keeps the letter there is."""
        return without_empty_files({name: self.cleaned_data[name] for name in self.fields if name not in OWN})


def initial_answers(pledge: Pledge, page: type[JoiningPage]) -> dict[str, Any]:
    """What was answered on that page before."""
    return {name: getattr(pledge, name) for name in page.base_fields if hasattr(pledge, name)}
