"""The four pages of the joining form. Each can be saved half-way; what is needed is asked for at the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import countries
from accounts.models import Pledge
from accounts.queries import kinds
from accounts.states import OrganisationKind, PopulationBand, Section, Theme

from .desk import small_document
from .robots import TrappedForm

CHOOSE = [("", _("Choose"))]


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

    name = forms.CharField(label=_("Official name"), help_text=_("In your own language and script."), max_length=200)
    name_language = forms.ChoiceField(label=_("Language of the name"))
    official_kind = forms.ChoiceField(label=_("Type of local government"))
    country = forms.ChoiceField(label=_("Country"))
    population_band = forms.ChoiceField(label=_("Population"), choices=CHOOSE + PopulationBand.choices)
    sections = forms.MultipleChoiceField(
        label=_("Sections you belong to"), choices=Section.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We send you a private link so that you can stop and continue later."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_language"].choices = [*settings.LANGUAGES, ("und", _("Another language"))]  # type: ignore[attr-defined]
        offered = kinds.kind_choices(OrganisationKind.GOVERNMENT)
        self.fields["official_kind"].choices = [*CHOOSE, *offered]  # type: ignore[attr-defined]
        self.fields["country"].choices = [*CHOOSE, *countries.country_choices()]  # type: ignore[attr-defined]


class PledgePage(JoiningPage):
    title = _("The pledge")

    head_name = forms.CharField(label=_("Name of the political head"), max_length=200)
    head_office = forms.CharField(
        label=_("Job title or elected office"), help_text=_("For example: mayor, president, governor."), max_length=200
    )
    head_email = forms.EmailField(
        label=_("Email address of the political head"),
        help_text=_(
            "We use it to invite this person as the delegate who confirms on your behalf. The address is not shown "
            "to anyone."
        ),
        required=False,
    )
    letter = forms.FileField(
        label=_("The signed letter"),
        help_text=_("PDF or image, at most 5 MB. You can also send it later."),
        required=False,
    )
    pledges = forms.BooleanField(
        label=_(
            "Our local government pledges to protect human rights in its territory and to take part in the charter."
        )
    )

    def clean_letter(self) -> Any:
        return small_document(self.cleaned_data.get("letter"))

    def answers(self) -> dict[str, Any]:
        """A page sent again without a file keeps the letter there is."""
        return {name: value for name, value in super().answers().items() if name != "letter" or value}


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
    language = forms.ChoiceField(label=_("Language of our emails to you"), choices=settings.LANGUAGES)


class WorkPage(JoiningPage):
    title = _("What you contribute")

    themes = forms.MultipleChoiceField(
        label=_("What is your first priority?"),
        help_text=_("Choose at most five. They are shown on the public page of the member."),
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    practices = forms.CharField(
        label=_("Practices you want to share"),
        help_text=_("Two or three sentences each. A link is enough."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    may_be_named = forms.BooleanField(
        label=_("Our name may appear in the public list of members."),
        help_text=_("Leave this unticked if publication of the name would put people at risk."),
        required=False,
    )
    agrees_to_keep = forms.BooleanField(
        label=_(
            "The secretariat may store these answers to process our application. You can have them deleted at any "
            "time."
        )
    )

    def clean_themes(self) -> list[str]:
        chosen = self.cleaned_data["themes"]
        if len(chosen) > 5:
            raise forms.ValidationError(_("Choose at most five."))
        return chosen


PAGES: tuple[type[JoiningPage], ...] = (GovernmentPage, PledgePage, ContactPage, WorkPage)


def initial_answers(pledge: Pledge, page: type[JoiningPage]) -> dict[str, Any]:
    """What was answered on that page before."""
    return {name: getattr(pledge, name) for name in page.base_fields if hasattr(pledge, name)}
