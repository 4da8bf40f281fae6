"""From pledge to text: a line for each member of the campaign."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts.queries.site_settings import site_settings
from charter.api.addresses import page
from charter.api.query_parameters import AskedForPage, Page, Word, paged_together, spoken, the_charter
from charter.api.shapes import FAULTS
from charter.models import Version
from charter.queries.city import pledge_to_text, waves
from charter.queries.city.pledge_to_text import MemberLine, PledgeFilter
from charter.queries.reading import charters
from charter.states import MemberOrder

router = Router(tags=["Cities"])


class MemberLineShape(Schema):
    """A member of the campaign: numbers of its frameworks, initiatives, amendments and words of the charter."""

    member: str = Field(description="The slug of the member.")
    name: str
    joined_on: date | None
    joined_wave: str | None = Field(description="The code of the wave of the campaign, if the member has one.")
    is_pioneer: bool
    frameworks: int = Field(description="Frameworks that the secretariat confirmed.")
    initiatives: int = Field(description="Published initiatives of the member.")
    amendments: int = Field(description="Public amendments that the member proposed, alone or together with others.")
    provisions: int = Field(description="Provisions that contain the words.")
    words: int = Field(description="Words of the version that the member proposed first, alone or with others.")
    version: int | None = Field(description="The version in which words are counted.")
    language: str = Field(description="The language in which words are counted: the first one of the charter.")
    page: str = Field(description="The page of the member.")


class AskedForLines(AskedForPage):
    """Filters for the lines, and their order."""

    wave: Word | None = Field(None, description="The code of a wave.")
    section: Word | None = Field(None, description="The code of a section of members.")
    order: MemberOrder | None = Field(None, description="The order of members; without it, by country.")


@router.get("/pledge-to-text", response={200: Page[MemberLineShape], **FAULTS}, url_name="api_pledge_to_text")
@spoken
def lines(request: HttpRequest, query: Annotated[AskedForLines, Query()]) -> object:
    """Members of the campaign with what they did, from the pledge to the text of the charter."""
    charter = the_charter()
    if not waves.has_campaign():
        raise Http404(_("There is no campaign on this site."))
    if not site_settings().has_pledge:
        raise Http404(_("There is no pledge on this site."))
    pledge_filter = PledgeFilter(wave=query.wave or "", section=query.section or "", order=query.order or "")
    version = pledge_to_text.current_version(charter)
    return paged_together(
        request,
        query,
        pledge_to_text.member_lines(charter, pledge_filter),
        lambda page_lines: [_shape(line, version) for line in pledge_to_text.with_names(page_lines)],
    )


def _shape(line: MemberLine, version: Version | None) -> MemberLineShape:
    member = line.member
    return MemberLineShape(
        member=member.slug,
        name=str(member),
        joined_on=member.joined_on,
        joined_wave=member.joined_wave_id,
        is_pioneer=member.is_pioneer,
        frameworks=line.frameworks,
        initiatives=line.initiatives,
        amendments=line.amendments,
        provisions=line.provisions,
        words=line.words,
        version=version.number if version else None,
        language=charters.first_language(),
        page=page("member", member.slug),
    )
