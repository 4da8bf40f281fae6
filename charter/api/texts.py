"""Charters, their versions, and the provisions of a version."""

from datetime import date, datetime
from typing import Annotated

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from charter.api.addresses import here, page
from charter.api.query_parameters import (
    Asked,
    AskedForPage,
    Number,
    Page,
    Word,
    paged,
    paged_together,
    spoken,
    the_charter,
)
from charter.api.shapes import FAULTS, Dated, Words, words
from charter.models import Charter, Corrigendum, SignedException, Version, VersionWording, Wording
from charter.queries.languages.names import language_of
from charter.queries.reading import articles, charters
from charter.queries.versions.language_gaps import LanguageGaps, authentic_languages, gaps_of
from charter.queries.versions.translators import names_of_translators
from charter.states import VersionStatus
from charter.wording.bodies import body_name

router = Router(tags=["Text"])


class Edition(Schema):
    """A language of the charter."""

    code: str
    name: str = Field(description="The language's own name.")
    dir: str = Field(description="ltr or rtl.")
    required: bool = Field(description="Whether the language is required for a version.")
    authentic: bool


class CharterShape(Schema):
    """The text that is rewritten."""

    slug: str
    title: Words
    editions: list[Edition]
    latest_version: int | None
    page: str
    here: str


class VersionShape(Schema):
    """A published text: numbered, dated, hashed, unchangeable."""

    number: int
    latest: bool
    status: Dated
    published_at: datetime
    digest: str = Field(description="SHA-256 of the canonical bytes of the manifest.")
    languages: list[str]
    authentic: list[str] = Field(description="Languages whose text is authentic and complete in this version.")
    missing: dict[str, list[str]] = Field(
        description="For each incomplete language, the articles and provisions without text."
    )
    translators: dict[str, list[str]] = Field(
        description="By language the names of the translators who agree to be named."
    )
    page: str
    here: str
    provisions: str = Field(description="Address of the provisions.")
    package: str = Field(description="Address of the data package, a zip file of CSV and JSON.")


class SignedLeave(Schema):
    """A signed exception: this text was published although the language was not up to date."""

    reason: Words
    until: date


class CorrigendumShape(Schema):
    """A signed correction that is printed beside the version."""

    number: int
    html: str
    reason: Words
    at: datetime


class ProvisionShape(Schema):
    """One provision as a version prints it."""

    short: str = Field(description="The permanent address, the same in every version and language.")
    key: str = Field(description="The permanent identity.")
    version: int
    article: str = Field(description="Address of the article: the printed number, otherwise a slug.")
    kind: str
    depth: int
    printed: str = Field(description="The number or letter printed before the provision.")
    citation: str
    language: str = Field(description="Language of the text: the first language if the requested one has no text.")
    missing: bool = Field(description="Whether the requested language has no text here.")
    html: str
    text: str
    digest: str | None = Field(description="SHA-256 of the language and the HTML of the text.")
    first_version: int = Field(description="The first version that contains this text.")
    exception: SignedLeave | None
    corrigenda: list[CorrigendumShape]
    page: str
    here: str


class AskedForProvisions(AskedForPage):
    """Provisions of a version, of one of its articles."""

    version: Number | None = Field(None, description="A version's number; without it, the latest.")
    article: Word | None = Field(None, description="An article's printed number or slug.")


@router.get("/charters", response={200: Page[CharterShape], **FAULTS}, url_name="api_charters")
@spoken
def charters_(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """The charters of the site: one, or none before anything was brought in."""
    create_charter = charters.current_charter()
    return paged(request, query, [create_charter] if create_charter else [], _charter)


@router.get("/charters/{slug:slug}", response={200: CharterShape, **FAULTS}, url_name="api_charter")
@spoken
def charter(request: HttpRequest, slug: str, query: Annotated[Asked, Query()]) -> object:
    """One charter: its title, its languages, its latest version."""
    create_charter = the_charter()
    if create_charter.slug != slug:
        raise Http404(_("The site has no charter with this name."))
    return _charter(create_charter)


@router.get("/versions", response={200: Page[VersionShape], **FAULTS}, url_name="api_versions")
@spoken
def versions(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """Published versions, the newest first."""
    return paged_together(
        request, query, articles.published_versions(the_charter()), lambda rows: _versions(rows, query.code)
    )


@router.get("/versions/{number}", response={200: VersionShape, **FAULTS}, url_name="api_version")
@spoken
def version(request: HttpRequest, number: Annotated[Number, Path()], query: Annotated[Asked, Query()]) -> object:
    """One version."""
    return _versions([_numbered(number)], query.code)[0]


@router.get("/provisions", response={200: Page[ProvisionShape], **FAULTS}, url_name="api_provisions")
@spoken
def provisions(request: HttpRequest, query: Annotated[AskedForProvisions, Query()]) -> object:
    """Provisions of a version in reading order, with their words in one language."""
    rows = articles.version_lines(_numbered(query.version), query.code)
    if query.article:
        rows = articles.in_article(rows, query.article)
    return paged_together(request, query, rows.select_related("version"), lines)


def lines(rows: list[VersionWording]) -> list[ProvisionShape]:
    """Lines of one version and language in their shape; missing words are those of the first language."""
    if not rows:
        return []
    lost = articles.fallback_wordings(rows)
    head, ids = rows[0], [row.provision_id for row in rows]
    corrected = articles.corrigenda_of(head.version_id, head.language, ids)
    return [_line(row, row.wording or lost.get(row.provision_id), corrected.get(row.provision_id, ())) for row in rows]


def _line(row: VersionWording, wording: Wording | None, corrected: tuple[Corrigendum, ...]) -> ProvisionShape:
    short = row.provision.short
    return ProvisionShape(
        short=short,
        key=str(row.provision.key),
        version=row.version.number,
        article=row.article_number or row.article.slug,
        kind=row.kind,
        depth=row.depth,
        printed=row.printed,
        citation=row.citation,
        language=wording.language if wording else row.language,
        missing=row.wording_id is None,
        html=wording.html if wording else "",
        text=wording.text if wording else "",
        digest=wording.digest if wording else None,
        first_version=row.first_version,
        exception=_leave(row.exception) if row.exception else None,
        corrigenda=[_corrigendum(corrigendum) for corrigendum in corrected],
        page=page("provision", short),
        here=here("provision", short),
    )


def _leave(exception: SignedException) -> SignedLeave:
    return SignedLeave(reason=words(exception.reason), until=exception.until)


def _corrigendum(corrigendum: Corrigendum) -> CorrigendumShape:
    return CorrigendumShape(
        number=corrigendum.number, html=corrigendum.wording.html, reason=words(corrigendum.reason), at=corrigendum.at
    )


def _charter(charter_row: Charter) -> CharterShape:
    latest = next(iter(articles.published_versions(charter_row)), None)
    return CharterShape(
        slug=charter_row.slug,
        title=words(charter_row.title),
        editions=[
            Edition(
                code=row.code, name=language.name, dir=language.dir, required=row.required, authentic=row.authentic
            )
            for row in charter_row.languages.all()
            for language in [language_of(row.code)]
        ],
        latest_version=latest.number if latest else None,
        page=page("charter"),
        here=here("charter", charter_row.slug),
    )


def _numbered(number: int | None) -> Version:
    """The version of that number, the latest one without a number."""
    published = articles.published_versions(the_charter())
    found_version = next(
        (published_version for published_version in published if number in (None, published_version.number)), None
    )
    if found_version is None:
        raise Http404(
            _("There is no version with that number.") if number else _("No version has been published yet.")
        )
    return found_version


def _versions(rows: list[Version], language: str) -> list[VersionShape]:
    charter = the_charter()
    prefetch_related_objects([charter], "languages")
    latest = next(iter(articles.published_versions(charter)), None)
    spoken_in, gaps, translators = articles.languages_of(rows), gaps_of(rows, language), names_of_translators(rows)
    return [
        _version(row, charter, row == latest, spoken_in.get(row.pk, []), gaps[row.pk], translators[row.pk])
        for row in rows
    ]


def _version(
    row: Version,
    charter: Charter,
    latest: bool,
    languages: list[str],
    gaps: dict[str, LanguageGaps],
    translators: dict[str, list[str]],
) -> VersionShape:
    act = articles.version_status(row)
    return VersionShape(
        number=row.number,
        latest=latest,
        status=Dated(
            status=act.status if act else VersionStatus.DRAFT,
            body=body_name(act) if act else "",
            on=act.on if act else None,
        ),
        published_at=row.published_at,
        digest=row.digest,
        languages=languages,
        authentic=authentic_languages(charter, gaps),
        missing={code: list(gap.missing) for code, gap in gaps.items() if gap.missing},
        translators=translators,
        page=page("version", row.number),
        here=here("version", row.number),
        provisions=f"{here('provisions')}?version={row.number}",
        package=page("version_package", row.number),
    )
