"""Cities, provinces and regions that write the charter together, and partners."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts.models import Organisation
from accounts.states import OrganisationKind
from charter.api.addresses import here, page
from charter.api.query_parameters import Asked, AskedForPage, Page, Word, paged, spoken
from charter.api.shapes import FAULTS, AmendmentRef, Words, amendment_ref, words
from charter.models import Position
from charter.queries.city import members

router = Router(tags=["Cities"])


class LinkShape(Schema):
    """A web site, or a page in a social network."""

    label: str
    address: str


class CityShape(Schema):
    """A member or a partner organization. Members whose names are withheld are not listed."""

    slug: str
    official_name: Words = Field(description="The name in its own language and script.")
    name: Words = Field(description="The name in the requested language, if there is one.")
    kind: str = Field(description="government or partner.")
    kind_name: str
    country: str
    country_name: str
    wave: int | None = Field(description="The step of the counter: 10, 100 or 1000.")
    joined_wave: str | None = Field(description="The code of the wave of the campaign, if the member has one.")
    is_pioneer: bool
    joined_on: date | None
    left_on: date | None
    website: str
    page: str
    here: str
    links: list[LinkShape] = Field(description="Web sites and pages in social networks that the member names.")


class Former(Schema):
    """An earlier name."""

    name: Words
    until: datetime


class StanceShape(Schema):
    """A position on an amendment of another member."""

    amendment: AmendmentRef
    stance: str
    line: str


class CityWhole(CityShape):
    """A member with its amendments and positions."""

    former_names: list[Former]
    proposed: list[AmendmentRef]
    joined: list[AmendmentRef] = Field(description="Proposed together with others.")
    positions: list[StanceShape]


class AskedForCities(AskedForPage):
    """Filters for members."""

    kind: OrganisationKind = Field(OrganisationKind.GOVERNMENT, description="government or partner.")
    words: Word | None = Field(None, description="Part of a name. Only for governments.")
    section: Word | None = Field(None, description="The code of a section of members. Only for governments.")
    country: Word | None = Field(None, description="A two-letter country code. Only for governments.")
    joined_wave: Word | None = Field(None, description="The code of a wave of the campaign. Only for governments.")


@router.get("/cities", response={200: Page[CityShape], **FAULTS}, url_name="api_cities")
@spoken
def cities(request: HttpRequest, query: Annotated[AskedForCities, Query()]) -> object:
    """Members by country, or partner organizations. Members that left or whose names are withheld are not listed."""
    if query.kind == OrganisationKind.PARTNER:
        return paged(request, query, members.partner_organisations(), _city)
    directory_filter = members.DirectoryFilter(
        words=query.words or "",
        section=query.section or "",
        country=query.country or "",
        joined_wave=query.joined_wave or "",
    )
    organisations = members.member_directory(directory_filter)
    return paged(request, query, organisations, _city)


@router.get("/cities/{slug:slug}", response={200: CityWhole, **FAULTS}, url_name="api_city")
@spoken
def city(request: HttpRequest, slug: str, query: Annotated[Asked, Query()]) -> object:
    """One member: its names, its amendments, its positions on the amendments of others."""
    organisation = members.by_slug(slug)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    activity = members.activity_of(organisation)
    former = sorted(organisation.former_names.all(), key=lambda name: name.until, reverse=True)
    return CityWhole(
        **dict(_city(organisation)),
        former_names=[Former(name=_former_name(former_name), until=former_name.until) for former_name in former],
        proposed=[amendment_ref(amendment) for amendment in activity.proposed],
        joined=[amendment_ref(amendment) for amendment in activity.co_sponsored],
        positions=[_stance(position) for position in activity.positions],
    )


def _city(organisation: Organisation) -> CityShape:
    official = organisation.official_name
    return CityShape(
        slug=organisation.slug,
        official_name=Words(text=official.text, language=official.language),
        name=words(official),
        kind=organisation.kind,
        kind_name=organisation.kind_name or organisation.get_kind_display(),
        country=organisation.country,
        country_name=organisation.country_name,
        wave=organisation.wave if organisation.is_government else None,
        joined_wave=organisation.joined_wave_id,
        is_pioneer=organisation.is_pioneer,
        joined_on=organisation.joined_on,
        left_on=organisation.left_on,
        website=organisation.website,
        page=page("member", organisation.slug),
        here=here("city", organisation.slug),
        links=[LinkShape(**link) for link in organisation.links],
    )


def _former_name(former: object) -> Words:
    name = former.name  # type: ignore[attr-defined]
    return Words(text=name.text, language=name.language)


def _stance(position: Position) -> StanceShape:
    return StanceShape(amendment=amendment_ref(position.text.amendment), stance=position.stance, line=position.line)
