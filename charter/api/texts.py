"""Charters, their versions, and the provisions of a version."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from charter.api.addresses import here, page
from charter.api.asking import Asked, AskedForPage, Number, Page, Word, paged, paged_together, spoken, the_charter
from charter.api.shapes import FAULTS, Dated, Words, words
from charter.models import Charter, Corrigendum, SignedException, Version, VersionWording, Wording
from charter.queries import charters, reading
from charter.queries.tongues import tongue
from charter.states import VersionStatus

router = Router(tags=["Text"])


class Edition(Schema):
    """A language of the charter."""

    code: str
    name: str = Field(description="The language's own name.")
    dir: str = Field(description="ltr or rtl.")
    required: bool = Field(description="Whether a version waits for this language.")
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
    digest: str = Field(description="SHA-256 over the canonical bytes of its manifest.")
    languages: list[str]
    page: str
    here: str
    provisions: str = Field(description="Address of its provisions.")
    package: str = Field(description="Address of its data package, a zip of CSV and JSON.")


class SignedLeave(Schema):
    """A signed exception: these words went out although the language was behind."""

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

    short: str = Field(description="Its permanent address, the same in every version and language.")
    key: str = Field(description="Its permanent identity.")
    version: int
    article: str = Field(description="Address of its article: the printed number, else a slug.")
    kind: str
    depth: int
    printed: str = Field(description="The number or letter printed before it.")
    citation: str
    language: str = Field(description="Of the words: the first language's where this one has none.")
    missing: bool = Field(description="Whether the language asked for has no words here.")
    html: str
    text: str
    digest: str | None = Field(description="SHA-256 over language and HTML of the words.")
    first_version: int = Field(description="The version in which these words first stood.")
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
def charters_(request: HttpRequest, asked: Annotated[AskedForPage, Query()]) -> object:
    """The charters of the site: one, or none before anything was brought in."""
    found = charters.current()
    return paged(request, asked, [found] if found else [], _charter)


@router.get("/charters/{slug:slug}", response={200: CharterShape, **FAULTS}, url_name="api_charter")
@spoken
def charter(request: HttpRequest, slug: str, asked: Annotated[Asked, Query()]) -> object:
    """One charter: its title, its languages, its latest version."""
    found = the_charter()
    if found.slug != slug:
        raise Http404(_("There is no such charter here."))
    return _charter(found)


@router.get("/versions", response={200: Page[VersionShape], **FAULTS}, url_name="api_versions")
@spoken
def versions(request: HttpRequest, asked: Annotated[AskedForPage, Query()]) -> object:
    """Published versions, the newest first."""
    return paged_together(request, asked, reading.versions(the_charter()), _versions)


@router.get("/versions/{number}", response={200: VersionShape, **FAULTS}, url_name="api_version")
@spoken
def version(request: HttpRequest, number: Annotated[Number, Path()], asked: Annotated[Asked, Query()]) -> object:
    """One version."""
    return _versions([_numbered(number)])[0]


@router.get("/provisions", response={200: Page[ProvisionShape], **FAULTS}, url_name="api_provisions")
@spoken
def provisions(request: HttpRequest, asked: Annotated[AskedForProvisions, Query()]) -> object:
    """Provisions of a version in reading order, with their words in one language."""
    rows = reading.manifest(_numbered(asked.version), asked.code)
    if asked.article:
        rows = reading.in_article(rows, asked.article)
    return paged_together(request, asked, rows.select_related("version"), lines)


def lines(rows: list[VersionWording]) -> list[ProvisionShape]:
    """Lines of one version and language in their shape; missing words are those of the first language."""
    if not rows:
        return []
    lost = reading.fallbacks(rows)
    head, ids = rows[0], [row.provision_id for row in rows]
    corrected = reading.corrigenda_of(head.version_id, head.language, ids)
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
        corrigenda=[_corrigendum(one) for one in corrected],
        page=page("provision", short),
        here=here("provision", short),
    )


def _leave(exception: SignedException) -> SignedLeave:
    return SignedLeave(reason=words(exception.reason), until=exception.until)


def _corrigendum(one: Corrigendum) -> CorrigendumShape:
    return CorrigendumShape(number=one.number, html=one.wording.html, reason=words(one.reason), at=one.at)


def _charter(found: Charter) -> CharterShape:
    latest = next(iter(reading.versions(found)), None)
    return CharterShape(
        slug=found.slug,
        title=words(found.title),
        editions=[
            Edition(code=row.code, name=said.name, dir=said.dir, required=row.required, authentic=row.authentic)
            for row in found.languages.all()
            for said in [tongue(row.code)]
        ],
        latest_version=latest.number if latest else None,
        page=page("charter"),
        here=here("charter", found.slug),
    )


def _numbered(number: int | None) -> Version:
    """The version of that number, the latest one without a number."""
    published = reading.versions(the_charter())
    found = next((one for one in published if number in (None, one.number)), None)
    if found is None:
        raise Http404(_("There is no version with that number.") if number else _("No version is published yet."))
    return found


def _versions(found: list[Version]) -> list[VersionShape]:
    latest = next(iter(reading.versions(the_charter())), None)
    spoken_in = reading.languages_of(found)
    return [_version(one, one == latest, spoken_in.get(one.pk, [])) for one in found]


def _version(one: Version, latest: bool, languages: list[str]) -> VersionShape:
    act = reading.status(one)
    return VersionShape(
        number=one.number,
        latest=latest,
        status=Dated(
            status=act.status if act else VersionStatus.DRAFT, body=act.body if act else "", on=act.on if act else None
        ),
        published_at=one.published_at,
        digest=one.digest,
        languages=languages,
        page=page("version", one.number),
        here=here("version", one.number),
        provisions=f"{here('provisions')}?version={one.number}",
        package=page("version_package", one.number),
    )
