"""Initiatives that members or the secretariat published."""

from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts.models import LocalizedText
from charter.api.addresses import here, page
from charter.api.frameworks import ProvisionRef
from charter.api.query_parameters import Asked, AskedForPage, Number, Page, Word, paged_together, spoken, the_charter
from charter.api.shapes import FAULTS, Words
from charter.citations import Label
from charter.models import Initiative
from charter.queries.city import initiatives as initiative_queries
from charter.queries.city.initiatives import WrittenBySecretariat, cited_provisions, languages_of
from charter.queries.city.waves import has_campaign
from charter.queries.reading.published_labels import published_labels
from charter.wording.charter_text import interface_language

router = Router(tags=["Initiatives"])


class InitiativeShape(Schema):
    """What a member does for human rights, written by the member or by the secretariat."""

    id: int | None = Field(description="Null for an initiative that the secretariat wrote: it has only its page.")
    written_by: Literal["member", "secretariat"]
    member: str | None = Field(description="The slug of the member.")
    title: Words
    summary: Words
    languages: list[str] = Field(description="Codes of the languages in which it can be read, the original first.")
    place: str
    link: str
    un_day: str = Field(description="Month and day of a day of the United Nations, such as 12-10; may be empty.")
    themes: list[str] = Field(description="Slugs of its themes.")
    provisions: list[ProvisionRef] = Field(description="The provisions of the charter that it implements.")
    is_featured: bool = Field(description="Whether the secretariat features it.")
    published_at: datetime
    page: str = Field(description="The page that people read.")
    here: str | None


class PictureShape(Schema):
    """A picture with the text for readers who do not see it."""

    address: str
    description: str
    author: str


class MachineTranslationShape(Schema):
    """An initiative in a language in which its member did not write it, by a machine; nobody reviewed it."""

    language: str
    title: str
    summary: str
    text: str = Field(description="Empty if the initiative has no text.")
    at: datetime


class InitiativeWhole(InitiativeShape):
    """An initiative with its full text, its pictures and its translations by a machine."""

    text: Words | None
    machine_translations: list[MachineTranslationShape]
    pictures: list[PictureShape]


class AskedForInitiatives(AskedForPage):
    """Filters for initiatives."""

    theme: Word | None = Field(None, description="The slug of a theme.")
    un_day: Word | None = Field(None, description="Month and day of a day of the United Nations, such as 12-10.")


@router.get("/initiatives", response={200: Page[InitiativeShape], **FAULTS}, url_name="api_initiatives")
@spoken
def initiatives(request: HttpRequest, query: Annotated[AskedForInitiatives, Query()]) -> object:
    """Initiatives of members, and those that the secretariat wrote: featured ones, then the newest."""
    charter, language = the_charter(), interface_language()
    entries = (
        initiative_queries.every_initiative(charter, language, query.theme or "", query.un_day or "")
        if has_campaign()
        else []
    )
    labels = published_labels(charter, language)
    return paged_together(
        request,
        query,
        entries,
        lambda page_entries: [
            _page_of_secretariat(row) if isinstance(row, WrittenBySecretariat) else _initiative(row, labels)
            for row in initiative_queries.with_rows(page_entries)
        ],
    )


@router.get("/initiatives/{number}", response={200: InitiativeWhole, **FAULTS}, url_name="api_initiative")
@spoken
def initiative(request: HttpRequest, number: Number, query: Annotated[Asked, Query()]) -> InitiativeWhole:
    """One initiative of a member by its id."""
    charter = the_charter()
    row = initiative_queries.public_initiative(charter, number) if has_campaign() else None
    if row is None:
        raise Http404(_("The initiative does not exist."))
    return InitiativeWhole(
        **dict(_initiative(row, published_labels(charter, interface_language()))),
        text=_words(row.text) if row.text else None,
        machine_translations=[
            MachineTranslationShape(
                language=translation.language,
                title=translation.title,
                summary=translation.summary,
                text=translation.text,
                at=translation.at,
            )
            for translation in row.machine_translations.all()  # type: ignore[attr-defined]
        ],
        pictures=[
            PictureShape(
                address=f"{settings.SITE_URL}{reverse('initiative_picture', args=[picture.pk, picture.ending])}",
                description=picture.description,
                author=picture.author,
            )
            for picture in row.pictures.all()  # type: ignore[attr-defined]
        ],
    )


def _initiative(initiative: Initiative, labels: dict[str, Label]) -> InitiativeShape:
    assert initiative.published_at is not None
    return InitiativeShape(
        id=initiative.pk,
        written_by="member",
        member=initiative.organisation.slug,
        title=_words(initiative.title),
        summary=_words(initiative.summary),
        languages=languages_of(initiative),
        place=initiative.place,
        link=initiative.link,
        un_day=initiative.observance,
        themes=[theme.code for theme in initiative.themes.all()],
        provisions=[
            ProvisionRef(key=str(provision.key), citation=citation, here=here("provision", provision.short))
            for provision, citation in cited_provisions(initiative, labels)
        ],
        is_featured=initiative.featured_at is not None,
        published_at=initiative.published_at,
        page=page("initiative", initiative.pk),
        here=here("initiative", initiative.pk),
    )


def _page_of_secretariat(row: WrittenBySecretariat) -> InitiativeShape:
    return InitiativeShape(
        id=None,
        written_by="secretariat",
        member=row.member.slug if row.member else None,
        title=Words(text=row.title, language=row.language),
        summary=Words(text=row.summary, language=row.language),
        languages=list(row.languages),
        place=row.place,
        link=row.link,
        un_day="",
        themes=[row.theme],
        provisions=[],
        is_featured=False,
        published_at=row.published_at,
        page=row.page,
        here=None,
    )


def _words(text: LocalizedText) -> Words:
    shown = text.in_language(interface_language())
    return Words(text=shown.text, language=shown.language)
