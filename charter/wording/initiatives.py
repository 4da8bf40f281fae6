"""An initiative of a member as pages show it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.models import LocalizedText
from charter.models import Initiative
from charter.observances import observance_at
from charter.queries.city.initiatives import cited_provisions, languages_of, machine_translation
from charter.queries.languages.names import language_of
from charter.queries.reading.published_labels import published_labels
from charter.states import InitiativeState
from charter.wording.charter_text import in_words, interface_language, language_attributes

SHAPES = {
    InitiativeState.DRAFT: "draft",
    InitiativeState.AWAITING: "waiting",
    InitiativeState.PUBLISHED: "accepted",
    InitiativeState.RETURNED: "changes",
    InitiativeState.UNPUBLISHED: "withdrawn",
}


def initiative_row(initiative: Initiative, *, named: bool = True) -> dict[str, Any]:
    """A row of `components/rows.html`; `named` adds the member."""
    title, summary = _shown(initiative.title), _shown(initiative.summary)
    themes = [in_words(theme.name) for theme in initiative.themes.all()]
    parts = [_("Featured") if initiative.featured_at else "", str(initiative.organisation) if named else ""]
    return {
        "title": title.text,
        "title_in": language_attributes(title.language),
        "url": reverse("initiative", args=[initiative.pk]),
        "text": summary.text,
        "text_in": language_attributes(summary.language),
        "place": initiative.place,
        "meta": " · ".join([part for part in [*parts, initiative.place, *themes] if part]),
    }


def entry_row(initiative: Initiative) -> dict[str, Any]:
    """A row for the team of the member and for the secretariat: with the state and its reason."""
    title = _shown(initiative.title)
    return {
        "pk": initiative.pk,
        "revision": initiative.revision,
        "title": title.text,
        **language_attributes(title.language),
        "member": str(initiative.organisation),
        "url": reverse("initiative", args=[initiative.pk]),
        "state": initiative.state,
        "status": {"shape": SHAPES[InitiativeState(initiative.state)], "word": initiative.get_state_display()},
        "because": initiative.because,
        "is_featured": initiative.featured_at is not None,
        "changed": date_format(localtime(initiative.changed_at)),
    }


def initiative_page(initiative: Initiative) -> dict[str, Any]:
    """Everything on the page of an initiative."""
    labels = published_labels(initiative.charter, interface_language())
    observance = observance_at(initiative.observance)
    published = initiative.published_at
    return {
        "row": initiative_row(initiative),
        "member": {
            "name": str(initiative.organisation),
            "url": reverse("member", args=[initiative.organisation.slug]),
        },
        "body": _body(initiative.text),
        "translation": machine_translation(initiative, interface_language()),
        "link": initiative.link,
        "themes": [
            {"word": in_words(theme.name), "url": reverse("theme", args=[theme.code])}
            for theme in initiative.themes.all()
        ],
        "provisions": [
            {"cite": citation, "url": reverse("provision", args=[provision.short])}
            for provision, citation in cited_provisions(initiative, labels)
        ],
        "observance": {"word": str(observance.title), "url": reverse("un_day", args=[observance.key])}
        if observance
        else None,
        "pictures": [
            {
                "url": reverse("initiative_picture", args=[picture.pk, picture.ending]),
                "description": picture.description,
                "author": picture.author,
                **language_attributes(initiative.title.language),
            }
            for picture in initiative.pictures.all()  # type: ignore[attr-defined]
        ],
        "languages": [language_of(code).in_words for code in languages_of(initiative)],
        "published": date_format(localtime(published)) if published else "",
        "is_featured": initiative.featured_at is not None,
    }


def _shown(text: LocalizedText) -> LocalizedText:
    return text.in_language(interface_language())


def _body(text: LocalizedText | None) -> dict[str, Any] | None:
    if text is None:
        return None
    shown = _shown(text)
    return {"text": shown.text, **language_attributes(shown.language)}
