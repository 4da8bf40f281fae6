"""Initiatives that members published."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from accounts.models import LocalizedText
from charter.api.addresses import here, page
from charter.api.frameworks import ProvisionRef
from charter.api.query_parameters import AskedForPage, Page, paged_together, spoken, the_charter
from charter.api.shapes import FAULTS, Words
from charter.citations import Label
from charter.models import Initiative
from charter.queries.city import initiatives as initiative_queries
from charter.queries.reading.published_labels import published_labels
from charter.wording.charter_text import interface_language

router = Router(tags=["Initiatives"])


class InitiativeShape(Schema):
    """What a member does for human rights, in its own account."""

    member: str = Field(description="The slug of the member.")
    title: Words
    summary: Words
    place: str
    link: str
    un_day: str = Field(description="Month and day of a day of the United Nations, such as 12-10; may be empty.")
    themes: list[str] = Field(description="Slugs of its themes.")
    provisions: list[ProvisionRef] = Field(description="The provisions of the charter that it implements.")
    is_featured: bool = Field(description="Whether the secretariat features it.")
    published_at: datetime
    page: str = Field(description="The page that people read.")


@router.get("/initiatives", response={200: Page[InitiativeShape], **FAULTS}, url_name="api_initiatives")
@spoken
def initiatives(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """Initiatives of members: featured ones, then the newest."""
    charter = the_charter()
    rows = initiative_queries.public_initiatives(charter).prefetch_related("provisions")
    return paged_together(
        request,
        query,
        rows,
        lambda found: [_initiative(row, published_labels(charter, interface_language())) for row in found],
    )


def _initiative(initiative: Initiative, labels: dict[str, Label]) -> InitiativeShape:
    provisions = sorted(initiative.provisions.all(), key=lambda provision: provision.pk)
    assert initiative.published_at is not None
    return InitiativeShape(
        member=initiative.organisation.slug,
        title=_words(initiative.title),
        summary=_words(initiative.summary),
        place=initiative.place,
        link=initiative.link,
        un_day=initiative.observance,
        themes=[theme.slug for theme in initiative.themes.all()],
        provisions=[
            ProvisionRef(
                key=str(provision.key),
                citation=labels[str(provision.key)].citation if str(provision.key) in labels else provision.short,
                here=here("provision", provision.short),
            )
            for provision in provisions
        ],
        is_featured=initiative.featured_at is not None,
        published_at=initiative.published_at,
        page=page("initiative", initiative.pk),
    )


def _words(text: LocalizedText) -> Words:
    shown = text.in_language(interface_language())
    return Words(text=shown.text, language=shown.language)
