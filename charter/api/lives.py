"""The history of a provision: its place, its wordings, and who proposed which part of its text."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from charter.api.addresses import here, page
from charter.api.query_parameters import Asked, spoken, the_charter
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
from charter.models import EarlierLine, Source
from charter.queries.amending import rounds
from charter.queries.reading import earlier_texts, provision_histories, word_sources
from charter.queries.reading.provision_histories import HistoryStep, Life
from charter.queries.reading.word_sources import Asker
from charter.states import CameFrom

router = Router(tags=["Who asked"])


class Standing(Schema):
    """The text of a provision in one language."""

    language: str
    html: str
    text: str


class EarlierTextShape(Schema):
    """The provision in a text that is older than this site. The verification of this site does not cover it."""

    dated: str = Field(description="A year, a month or a day: 2008, 2008-05 or 2008-05-17.")
    title: str
    language: str
    authors: str
    source: str
    citation: str = Field(description="The number of the provision in that text.")
    html: str
    text: str
    page: str


class LifeShape(Schema):
    """One provision in all its versions."""

    short: str
    key: str
    citation: str
    article: str
    version: int | None = Field(
        description="The newest version that contains the provision; null if no version contains it yet."
    )
    standing: list[Standing] = Field(description="The text in every language, as printed in that version.")
    earlier_citations: dict[int, str] = Field(description="Earlier numbers, by version.")
    earlier_texts: list[EarlierTextShape] = Field(
        description="The provision in texts that are older than this site, the newest text first."
    )
    amendments: list[AmendmentRef]
    page: str
    here: str
    wordings: str
    origins: str


class SourceShape(Schema):
    """The source of the first text."""

    body: str
    dated: date | None
    document: str


class AskerShape(Schema):
    """One proposer of a text: a member by an amendment, a compromise, a source, or the secretariat."""

    kind: str = Field(
        description="amendment, compromise, edit, source or wording (by editors, such as a translation)."
    )
    member: Member | None
    co_proposers: list[Member] = Field(description="Co-sponsors of that member.")
    who: str = Field(description="A description, if no member proposed the text.")
    amendment: AmendmentRef | None
    granted: list[AmendmentRef] = Field(description="Other amendments that were accepted as part of that amendment.")
    reason: Words | None
    decision: DecisionShort | None
    source: SourceShape | None


class WordingShape(Schema):
    """One wording of a provision, and its origin."""

    language: str
    html: str
    text: str
    digest: str
    came_from: str
    at: datetime
    version: int | None = Field(
        description="The first version that contains the wording; null for the working text, which is not adopted."
    )
    brought_by: list[AskerShape]


class RunShape(Schema):
    """A part of the text, and its proposers, the first one first."""

    text: str
    html: str
    asked_by: list[AskerShape]


class Origins(Schema):
    """The text of a provision in the newest version that contains it, in parts. The parts together are the text."""

    short: str
    language: str
    text: str
    runs: list[RunShape]


@router.get("/provisions/{slug:short}", response={200: LifeShape, **FAULTS}, url_name="api_provision")
@spoken
def provision(request: HttpRequest, short: str, query: Annotated[Asked, Query()]) -> object:
    """One provision: its citation, its text in every language, and the amendments to it."""
    life = _life(short, query.code)
    own = life.provision
    return LifeShape(
        short=short,
        key=str(own.key),
        citation=life.citation,
        article=life.article,
        version=life.row.version.number if life.row else None,
        standing=[Standing(language=code, html=w.html, text=w.text) for code, w in sorted(life.wordings.items())],
        earlier_citations=dict(life.earlier_citations),
        earlier_texts=[_earlier_text(line) for line in earlier_texts.lines_of_provision(own.charter, own)],
        amendments=[amendment_ref(amendment) for amendment in provision_histories.amendments_on(own)],
        page=page("provision", short),
        here=here("provision", short),
        wordings=here("wordings", short),
        origins=here("origins", short),
    )


def _earlier_text(line: EarlierLine) -> EarlierTextShape:
    text = line.text
    return EarlierTextShape(
        dated=text.dated,
        title=text.title,
        language=text.language,
        authors=text.authors,
        source=text.source,
        citation=line.citation,
        html=line.html,
        text=line.words,
        page=page("earlier_text", text.pk),
    )


@router.get(
    "/provisions/{slug:short}/wordings",
    response={200: list[WordingShape], **FAULTS},
    url_name="api_wordings",
)
@spoken
def wordings(request: HttpRequest, short: str, query: Annotated[Asked, Query()]) -> object:
    """The wordings of a provision in one language, the newest first, each with its origin."""
    return [_wording(step) for step in _life(short, query.code).steps]


@router.get(
    "/provisions/{slug:short}/origins",
    response={200: Origins, **FAULTS},
    url_name="api_origins",
)
@spoken
def origins(request: HttpRequest, short: str, query: Annotated[Asked, Query()]) -> object:
    """Who proposed this? The text of the newest version with this provision in parts, each with its proposers."""
    life = _life(short, query.code)
    if life.wording is None:
        raise Http404(_("The provision has no text in this language."))
    runs = word_sources.runs_with_askers(life.wording, life.askers)
    return Origins(
        short=short,
        language=life.wording.language,
        text=life.wording.text,
        runs=[RunShape(text=r.text, html=r.html, asked_by=[_asker(a) for a in r.askers]) for r in runs],
    )


def _life(short: str, language: str) -> Life:
    """As a reader without an account sees it; 404 for what that reader does not."""
    charter = the_charter()
    own = provision_histories.provision_by_short(charter, short)
    life = (
        provision_histories.provision_history(own, charter, language, None, rounds.running_round(charter))
        if own
        else None
    )
    if life is None:
        raise Http404(_("There is no provision at this address."))
    return life


def _wording(step: HistoryStep) -> WordingShape:
    wording = step.wording
    return WordingShape(
        language=wording.language,
        html=wording.html,
        text=wording.text,
        digest=wording.digest,
        came_from=wording.came_from,
        at=wording.at,
        version=step.version.number if step.version else None,
        brought_by=[_asker(Asker(f"{word_sources.ADOPTION}:{a.pk}", adoption=a)) for a in step.adoptions],
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
        granted=[amendment_ref(granted_amendment) for granted_amendment in amendment.granted]
        if amendment and not in_place
        else [],
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
