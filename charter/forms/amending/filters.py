"""Filters of the table of amendments; all of them are in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import BoundedForm
from accounts.forms.themes import ThemeField
from accounts.models import Organisation, Theme, localized_text_in
from accounts.prepared import Prepared
from charter.models import Amendment, Charter, Round
from charter.queries.amending import amendments
from charter.queries.reading import named_people
from charter.queries.reading.published_labels import published_arrangement
from charter.states import AmendmentState, Outcome
from charter.wording import parts

ANY = ("", _("All"))
SELECTED = " selected"
STATES = (
    ANY,
    (AmendmentState.UNDER_REVIEW, AmendmentState.UNDER_REVIEW.label),
    (Outcome.ACCEPTED, Outcome.ACCEPTED.label),
    (Outcome.AS_PART, _("Accepted, as part of another amendment")),
    (Outcome.WITH_CHANGES, Outcome.WITH_CHANGES.label),
    (Outcome.IN_PART, Outcome.IN_PART.label),
    (Outcome.TAKEN_UP, _("Incorporated into another amendment")),
    (Outcome.FALLS, _("Falls because of another amendment")),
    (Outcome.NOT_ACCEPTED, Outcome.NOT_ACCEPTED.label),
    (Outcome.ADVOCACY, Outcome.ADVOCACY.label),
    (Outcome.REFERRED, _("Referred")),
    (AmendmentState.WITHDRAWN, AmendmentState.WITHDRAWN.label),
)


class LongSelect(forms.Select):
    """A choice among many, written in one piece: a template for each would cost more than the rest of the page."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The same element as Django's own widget writes."""
        chosen = "" if value is None else str(value)
        rows = ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices)
        options = "".join(
            f'<option value="{escape(key)}"{selected}>{escape(label)}</option>' for key, selected, label in rows
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), mark_safe(options)
        )


class AmendmentFilters(BoundedForm):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    round = forms.ChoiceField(label=_("Round"), required=False, widget=LongSelect)
    state = forms.ChoiceField(label=_("Status"), required=False, choices=STATES, widget=LongSelect)
    article = forms.ChoiceField(label=parts.ARTICLE, required=False, widget=LongSelect)
    theme = ThemeField(label=_("Theme"), required=False, widget=LongSelect)
    city = forms.ChoiceField(label=_("Member"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, charter: Charter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.charter = charter
        self.fields["round"].choices = [ANY, *((str(n), str(n)) for (n,) in _ROUNDS.rows(charter.pk))]  # type: ignore[attr-defined]
        arrangement = published_arrangement(charter)
        sections = arrangement.sections if arrangement else ()
        heads = [(s.address, s.number or s.slug.replace("-", " ").capitalize()) for s in sections]
        self.fields["article"].choices = [ANY, *heads]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [ANY, *_themes()]  # type: ignore[attr-defined]
        self.fields["city"].choices = [ANY, *_cities(charter)]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        """Whether any filter is set: a page's number alone leaves all."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, queryset: QuerySet[Amendment]) -> QuerySet[Amendment]:
        if not self.narrows:
            return queryset
        self.is_valid()
        cleaned_data = self.cleaned_data
        return amendments.narrow_amendments(
            queryset,
            self.charter,
            round_number=int(cleaned_data.get("round") or 0),
            state=cleaned_data.get("state", ""),
            article=cleaned_data.get("article", ""),
            city=cleaned_data.get("city", ""),
            theme=cleaned_data.get("theme", ""),
        )


def _themes() -> list[tuple[str, str]]:
    """Code and name of each theme in use, by name."""
    return sorted(_THEMES.rows(get_language() or ""), key=lambda row: row[1])


def _themes_in_use(language: str) -> QuerySet[Theme, Any]:
    names = Theme.objects.in_use().annotate(here=localized_text_in("name", language))
    return names.order_by().values_list("code", "here")


def _cities(charter: Charter) -> list[tuple[str, str]]:
    """Members that propose or co-sponsor a public amendment and do not withhold their name, by name."""
    return sorted(_ASKING.rows(charter.pk, get_language() or ""), key=lambda row: row[1])


def _asking(charter: int, language: str) -> QuerySet[Organisation, Any]:
    asking = named_people.asking_for(Amendment.objects.open_to_all().filter(round__charter=charter))
    named = Organisation.objects.filter(asking, name_withheld=False)
    return named.annotate(here=localized_text_in("name", language)).order_by().values_list("slug", "here")


_ASKING = Prepared(_asking)
_THEMES = Prepared(_themes_in_use)
_ROUNDS = Prepared(lambda charter: Round.objects.filter(charter=charter).order_by("-number").values_list("number"))
