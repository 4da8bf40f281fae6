"""The life of a provision: where it stands, its wordings, and who asked for which of its words."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from charter.api.addresses import here, page
from charter.api.asking import Asked, spoken, the_charter
from charter.api.shapes import (
    FAULTS,
    AmendmentRef,
    DecisionShort,
    Member,
    Words,
    amendment_ref,
    co_proposers,
    decision_short,
    member,
    proposer,
    words_or_none,
)
from charter.models import Source
from charter.queries import asking, lives, rounds
from charter.queries.asking import Asker
from charter.queries.lives import Life, Step
from charter.states import CameFrom

router = Router(tags=["Who asked"])


class Standing(Schema):
    """The words of a provision in one language."""

    language: str
    html: str
    text: str


class LifeShape(Schema):
    """One provision in all its versions."""

    short: str
    key: str
    citation: str
    article: str
    version: int | None = Field(description="The newest version that holds it; null where it is in none yet.")
    standing: list[Standing] = Field(description="Its words in every language, as that version prints them.")
    earlier_citations: dict[int, str] = Field(description="By version, other numbers it had.")
    amendments: list[AmendmentRef]
    page: str
    here: str
    wordings: str
    origins: str


class SourceShape(Schema):
    """Where the first text came from."""

    body: str
    dated: date | None
    document: str


class AskerShape(Schema):
    """One who asked for words: a member by an amendment, a compromise, a source, or the secretariat."""

    kind: str = Field(
        description="amendment, compromise, edit, source or wording (of editors, such as a translation)."
    )
    member: Member | None
    co_proposers: list[Member] = Field(description="Who asked for it together with that member.")
    who: str = Field(description="In words, where no member asked.")
    amendment: AmendmentRef | None
    reason: Words | None
    decision: DecisionShort | None
    source: SourceShape | None


class WordingShape(Schema):
    """One wording of a provision, and what brought it."""

    language: str
    html: str
    text: str
    digest: str
    came_from: str
    at: datetime
    version: int | None = Field(description="The first version it stood in.")
    brought_by: list[AskerShape]


class RunShape(Schema):
    """A stretch of words, and who asked for it, the first one first."""

    text: str
    html: str
    asked_by: list[AskerShape]


class Origins(Schema):
    """The newest words of a provision, run by run: the runs spell the text."""

    short: str
    language: str
    text: str
    runs: list[RunShape]


@router.get("/provisions/{slug:short}", response={200: LifeShape, **FAULTS}, url_name="api_provision")
@spoken
def provision(request: HttpRequest, short: str, asked: Annotated[Asked, Query()]) -> object:
    """One provision: its citation, its words in every language, the amendments that asked for other ones."""
    found = _life(short, asked.code)
    own = found.provision
    return LifeShape(
        short=short,
        key=str(own.key),
        citation=found.citation,
        article=found.article,
        version=found.row.version.number if found.row else None,
        standing=[Standing(language=code, html=w.html, text=w.text) for code, w in sorted(found.standing.items())],
        earlier_citations=dict(found.earlier_citations),
        amendments=[amendment_ref(one) for one in lives.amendments_on(own)],
        page=page("provision", short),
        here=here("provision", short),
        wordings=here("wordings", short),
        origins=here("origins", short),
    )


@router.get(
    "/provisions/{slug:short}/wordings",
    response={200: list[WordingShape], **FAULTS},
    url_name="api_wordings",
)
@spoken
def wordings(request: HttpRequest, short: str, asked: Annotated[Asked, Query()]) -> object:
    """The wordings of a provision in one language, the newest first, each with what brought it."""
    return [_wording(step) for step in _life(short, asked.code).steps]


@router.get(
    "/provisions/{slug:short}/origins",
    response={200: Origins, **FAULTS},
    url_name="api_origins",
)
@spoken
def origins(request: HttpRequest, short: str, asked: Annotated[Asked, Query()]) -> object:
    """Who asked for this? The newest words of a provision as runs, each with those who asked for it."""
    found = _life(short, asked.code)
    if found.wording is None:
        raise Http404(_("This provision has no words in this language."))
    runs = asking.runs(found.wording, found.askers)
    return Origins(
        short=short,
        language=found.wording.language,
        text=found.wording.text,
        runs=[RunShape(text=r.text, html=r.html, asked_by=[_asker(a) for a in r.askers]) for r in runs],
    )


def _life(short: str, language: str) -> Life:
    """As a reader without an account sees it; 404 for what that reader does not."""
    charter = the_charter()
    own = lives.by_short(charter, short)
    found = lives.life(own, charter, language, None, rounds.running(charter)) if own else None
    if found is None:
        raise Http404(_("There is no provision at this address."))
    return found


def _wording(step: Step) -> WordingShape:
    wording = step.wording
    return WordingShape(
        language=wording.language,
        html=wording.html,
        text=wording.text,
        digest=wording.digest,
        came_from=wording.came_from,
        at=wording.at,
        version=step.version.number if step.version else None,
        brought_by=[_asker(Asker(f"{asking.ADOPTION}:{a.pk}", adoption=a)) for a in step.adoptions],
    )


def _asker(asker: Asker) -> AskerShape:
    amendment, adoption = asker.amendment, asker.adoption
    city = adoption.asked_by if adoption else None
    in_place = adoption is not None and adoption.in_place
    asked_by = member(city, adoption.at) if adoption and city else None
    return AskerShape(
        kind=_kind(asker),
        member=proposer(amendment) if amendment and not in_place else asked_by,
        co_proposers=co_proposers(amendment) if amendment and not in_place else [],
        who=_("the secretariat") if in_place else "" if amendment or asked_by else _who(asker),
        amendment=amendment_ref(amendment) if amendment else None,
        reason=words_or_none(asker.reason),
        decision=decision_short(amendment) if amendment else None,
        source=_source(asker.source) if asker.source else None,
    )


def _kind(asker: Asker) -> str:
    if asker.source:
        return "source"
    if asker.adoption is None:
        return "wording"
    if asker.amendment:
        return "amendment"
    return "compromise" if asker.adoption.compromise_id else "edit"


def _who(asker: Asker) -> str:
    if asker.source:
        return asker.source.body or asker.source.document
    if asker.wording and asker.wording.came_from == CameFrom.ALIGNMENT:
        return _("the language editors")
    return (asker.adoption.asked_by_words if asker.adoption else "") or _("the secretariat")


def _source(source: Source) -> SourceShape:
    return SourceShape(body=source.body, dated=source.dated, document=source.document)
