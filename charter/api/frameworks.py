"""Local human rights frameworks that the secretariat confirmed."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from accounts.queries.themes import current_code
from charter.api.addresses import here, page
from charter.api.query_parameters import AskedForPage, Page, Word, paged_together, spoken, the_charter
from charter.api.shapes import FAULTS, Words
from charter.queries.city import frameworks as framework_queries
from charter.queries.city.frameworks import CitedFramework, FrameworkFilter, cited_frameworks
from charter.states import FrameworkKind, FrameworkState
from charter.wording.charter_text import interface_language

router = Router(tags=["Frameworks"])


class ProvisionRef(Schema):
    """One provision, named."""

    key: str = Field(description="Permanent, the same in every language and version.")
    citation: str
    here: str


class FrameworkShape(Schema):
    """A local instrument of a member: a charter, an ordinance, a plan, an office, an ombudsperson or a budget."""

    member: str = Field(description="The slug of the member.")
    title: Words
    kind: FrameworkKind
    state: FrameworkState
    adopted_on: date | None
    in_force_on: date | None
    replaced_on: date | None
    link: str
    document: str | None = Field(description="The address of the document that the member uploaded.")
    themes: list[str] = Field(
        description="Slugs of its own themes. The filter also finds it by the themes of its provisions."
    )
    provisions: list[ProvisionRef] = Field(description="The provisions of the charter that it implements.")
    page: str = Field(description="The page of the member.")


class AskedForFrameworks(AskedForPage):
    """Filters for frameworks."""

    kind: FrameworkKind | None = None
    state: FrameworkState | None = None
    country: Word | None = Field(None, description="A two-letter country code.")
    theme: Word | None = Field(None, description="The slug of a theme of the framework or of its provisions.")


@router.get("/frameworks", response={200: Page[FrameworkShape], **FAULTS}, url_name="api_frameworks")
@spoken
def frameworks(request: HttpRequest, query: Annotated[AskedForFrameworks, Query()]) -> object:
    """Frameworks by country and member, the newest adoption first."""
    charter = the_charter()
    narrowing = FrameworkFilter(
        kind=query.kind or "",
        state=query.state or "",
        country=query.country or "",
        theme=current_code(query.theme) if query.theme else "",
    )
    rows = framework_queries.public_frameworks(charter, narrowing)
    return paged_together(
        request,
        query,
        rows,
        lambda rows: [_framework(cited) for cited in cited_frameworks(charter, rows, interface_language())],
    )


def _framework(cited: CitedFramework) -> FrameworkShape:
    framework = cited.framework
    return FrameworkShape(
        member=framework.organisation.slug,
        title=Words(text=framework.title, language=framework.language),
        kind=FrameworkKind(framework.kind),
        state=FrameworkState(framework.state),
        adopted_on=framework.adopted_on,
        in_force_on=framework.in_force_on,
        replaced_on=framework.replaced_on,
        link=framework.link,
        document=page("framework_document", framework.pk, ending) if (ending := framework.document_ending) else None,
        themes=[theme.code for theme in framework.themes.all()],
        provisions=[
            ProvisionRef(key=str(provision.key), citation=citation, here=here("provision", provision.short))
            for provision, citation in cited.provisions
        ],
        page=page("member", framework.organisation.slug),
    )
