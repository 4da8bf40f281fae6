"""What must hold of the data at any time, recomputed. Each function tells what does not, a sentence each.

A function that belongs to another subject is added to `FAULTS`, the one list that `check_consultation` goes through.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from django.db.models import F, Q, QuerySet

from accounts.canonical import digest_of_json
from charter import texts, tracing
from charter.models import (
    Adoption,
    Amendment,
    Arrangement,
    Article,
    Change,
    Corrigendum,
    CurrentWording,
    Decision,
    Merge,
    Position,
    Provision,
    Publication,
    Round,
    Source,
    Version,
    VersionWording,
    Wording,
)
from charter.queries.amending import identical_amendments
from charter.queries.reading import divisions
from charter.queries.versions import manifests
from charter.states import (
    DENYING_OUTCOMES,
    GRANTING_OUTCOMES,
    MERGING_OUTCOMES,
    AmendmentState,
    CoProposalState,
    MergeState,
    Outcome,
    RebaseState,
)

Faults = Iterator[str]


def amendments_fit_their_decisions() -> Faults:
    """Decided ones have one decision that holds, merged ones a public one that accepts, and the others have none."""
    rows = Amendment.objects.select_related("round", "text").prefetch_related("decisions")
    for amendment in rows.order_by("round", "number", "id"):
        decisions = [d for d in amendment.decisions.all() if d.superseded_at is None]
        decided = amendment.state in (AmendmentState.DECIDED, AmendmentState.MERGED)
        if decided and len(decisions) != 1:
            yield f"Amendment {amendment} is {amendment.state} and has {len(decisions)} decisions that hold."
        if not decided and decisions:
            yield f"Amendment {amendment} is {amendment.state} and has a decision that holds."
        if amendment.state == AmendmentState.MERGED and decisions:
            if decisions[0].outcome not in MERGING_OUTCOMES:
                yield f"Amendment {amendment} is in the text and its decision is {decisions[0].outcome}."
            if not decisions[0].is_released:
                yield f"Amendment {amendment} is in the text and its decision is not public."
        if decisions and decisions[0].text_id != amendment.text_id:
            yield f"The decision on amendment {amendment} is on words that do not hold any more."


def types_fit_their_decisions() -> Faults:
    """A decision with a type of the secretariat has the outcome of the type."""
    rows = Decision.objects.exclude(type=None).exclude(type__outcome=F("outcome")).select_related("amendment__round")
    for decision in rows.order_by("pk"):
        assert decision.type is not None
        yield (
            f"The decision on amendment {decision.amendment} is {decision.outcome}, "
            f"and its type belongs to {decision.type.outcome}."
        )


def identical_amendments_have_one_outcome() -> Faults:
    """In public, of amendments that propose the same none is refused while another one is granted."""
    for round_ in Round.objects.order_by("number"):
        for several in identical_amendments.identical_groups(round_):
            public = [a for a in several if a.decision is not None and a.decision.is_released]
            granted = [a for a in public if a.decision and a.decision.outcome in GRANTING_OUTCOMES]
            denied = [a for a in public if a.decision and a.decision.outcome in DENYING_OUTCOMES]
            for amendment in denied if granted else ():
                assert amendment.decision is not None
                yield (
                    f"Amendment {amendment} is {amendment.decision.outcome}, and amendment {granted[0]}, "
                    "which proposes the same, is granted."
                )


def amendments_fit_their_rounds() -> Faults:
    """Numbers are the round's, and the text that holds is the amendment's own."""
    for amendment in Amendment.objects.select_related("round", "text").order_by("round", "number", "id"):
        if amendment.number is not None and amendment.number > amendment.round.last_number:
            yield f"Amendment {amendment} has a number that its round never gave."
        if amendment.text is not None and amendment.text.amendment_id != amendment.pk:
            yield f"The words of amendment {amendment} belong to another one."
        if amendment.number is not None and (amendment.text is None or amendment.text.fixed_at is None):
            yield f"Amendment {amendment} is public and its words are not fixed."


def proposers_take_no_position() -> Faults:
    """A member that proposes or co-sponsors an amendment has no counted position on it."""
    positions = Position.objects.filter(superseded_at=None, text=F("text__amendment__text"))
    joined = Q(
        text__amendment__co_proposals__organisation=F("organisation"),
        text__amendment__co_proposals__state=CoProposalState.JOINED,
    )
    asking = positions.filter(Q(text__amendment__organisation=F("organisation")) | joined).distinct()
    for position in asking.select_related("organisation__name", "text__amendment__round").order_by("pk"):
        yield f"{position.organisation} asks for amendment {position.text.amendment} and takes a position on it."


def merged_amendments_are_adopted() -> Faults:
    """Each change of an amendment in the text has an adoption, as far as the decision accepted it."""
    rows = Adoption.objects.exclude(change=None)
    adopted = set(rows.values_list("change__text__amendment", "change__place"))
    merged = Amendment.objects.filter(state=AmendmentState.MERGED)
    for amendment in merged.select_related("round", "text").prefetch_related("text__changes", "decisions__words"):
        decision = amendment.decision
        refused = {w.change_id for w in decision.words.all() if not w.taken} if decision else set()
        for change in amendment.text.changes.all() if amendment.text else ():
            if change.pk not in refused and change.carry != RebaseState.MERGED:
                yield f"Amendment {amendment} is in the text without its change {change.place + 1}."
            if change.carry == RebaseState.MERGED and (amendment.pk, change.place) not in adopted:
                yield f"Change {change.place + 1} of amendment {amendment} is in the text and was never adopted."
    for change in Change.objects.filter(carry=RebaseState.MERGED).select_related("text__amendment__round"):
        amendment = change.text.amendment
        if amendment.text_id == change.text_id and amendment.state not in (
            AmendmentState.MERGED,
            AmendmentState.DECIDED,
        ):
            yield f"Amendment {amendment} is {amendment.state} and a change of it is in the text."


def published_acceptances_are_in_the_next_version() -> Faults:
    """Amendments accepted in public before a version changed its text, unless the version carried them over."""
    for version in Version.objects.select_related("charter").order_by("charter", "number"):
        publication = Publication.objects.filter(version=version).first()
        left = set(publication.carried_over) if publication else set()
        for decision in _accepted_before(version).exclude(amendment__in=left):
            if not _changed_something(decision, version):
                yield (
                    f"Amendment {decision.amendment} is {decision.outcome} in public "
                    f"and changed nothing in version {version}."
                )


def _changed_something(decision: Decision, version: Version) -> bool:
    """Whether text, a deletion, a move or a border entered by a version; or others had brought what was accepted."""
    brings = decision.because_of_id if decision.outcome == Outcome.AS_PART else decision.amendment_id
    rows = Adoption.objects.filter(merge__undone_by=None, at__lte=version.published_at)
    if rows.filter(change__text__amendment=brings).exists():
        return True
    return not Change.objects.filter(text=decision.text_id).exclude(carry=RebaseState.ADOPTED).exists()


def _accepted_before(version: Version) -> QuerySet[Decision]:
    """Decisions that were valid when a version was published, on amendments of rounds whose first version it is."""
    outcomes = sorted({*MERGING_OUTCOMES, Outcome.AS_PART})
    before = Version.objects.filter(charter=version.charter_id, number__lt=version.number).order_by("-number").first()
    decisions = Decision.objects.filter(superseded_at=None) | Decision.objects.filter(
        superseded_at__gt=version.published_at
    )
    rows = decisions.filter(
        outcome__in=outcomes,
        release__at__lte=version.published_at,
        amendment__round__charter=version.charter_id,
        amendment__round__version__number__lt=version.number,
    )
    if before is not None:
        rows = rows.filter(release__at__gt=before.published_at)
    return rows.select_related("amendment__round").order_by("amendment__round", "amendment__number")


def merges_are_applied_or_wrote_nothing() -> Faults:
    """Only an applied merge has adoptions, and it has a person and a time."""
    for merge in Merge.objects.prefetch_related("adoptions").order_by("id"):
        if merge.state != MergeState.APPLIED and merge.adoptions.all():
            yield f"Merge {merge.pk} is {merge.state} and wrote adoptions."
        if merge.state == MergeState.APPLIED and not (merge.applied_by_id and merge.applied_at):
            yield f"Merge {merge.pk} is applied and does not say by whom."


def words_have_origins() -> Faults:
    """The runs of each current wording together are its text, and every mark in them refers to something."""
    ids_by_kind = {
        "source": set(Source.objects.values_list("pk", flat=True)),
        "adoption": set(Adoption.objects.values_list("pk", flat=True)),
        "wording": set(Wording.objects.values_list("pk", flat=True)),
    }
    for row in _current_wordings():
        wording, name = row.wording, _name(row)
        if not tracing.runs_spell(wording.runs, wording.text):
            yield f"The runs of {name} do not spell its words."
        for run in wording.runs:
            if not run["by"] or not run["text"]:
                yield f"Words of {name} have no origin: “{run['text']}”."
            for mark in run["by"]:
                kind, _, pk = mark.partition(":")
                if not pk.isdigit() or int(pk) not in ids_by_kind.get(kind, ()):
                    yield f"Words of {name} come from {mark}, which does not exist."


def wordings_are_what_their_digests_say() -> Faults:
    """Digest of the text, digest of the adoptions, and plain text of each wording."""
    carried: dict[int, list[int]] = defaultdict(list)
    for wording_id, adoption in Wording.carries.through.objects.values_list("wording_id", "adoption_id"):
        carried[wording_id].append(adoption)
    for wording in Wording.objects.defer("runs").order_by("id").iterator():
        if wording.digest != texts.digest_of_words(wording.language, wording.html):
            yield f"Wording {wording.pk} is not what its digest says."
        if wording.carries_digest != texts.digest_of_carried(carried[wording.pk]):
            yield f"Wording {wording.pk} does not carry what its digest says."


def current_wordings_belong_to_provisions() -> Faults:
    """A provision's working text is its own, in that language, and its plain text is that of its HTML."""
    for row in _current_wordings():
        wording = row.wording
        if (wording.provision_id, wording.language) != (row.provision_id, row.language):
            yield f"The words of {_name(row)} belong to another provision or language."
        if wording.text != texts.plain_text(wording.html):
            yield f"The plain words of {_name(row)} are not those of its HTML."


def versions_are_what_their_digests_say() -> Faults:
    """Each version recomputed from its manifest and closed; each line's text is of its provision and language."""
    for version in Version.objects.select_related("charter").prefetch_related("statuses").order_by("id"):
        if manifests.recompute_digest(version) != version.digest:
            yield f"Version {version} is not what its digest says."
        if not version.statuses.all():
            yield f"Version {version} does not say what it is, so it would take in further lines."
    strange = VersionWording.objects.filter(wording__isnull=False).exclude(
        wording__provision=F("provision"), wording__language=F("language")
    )
    for line in strange.select_related("version"):
        yield f"In version {line.version}, {line.citation} ({line.language}) has the words of another provision."
    for corrigendum in Corrigendum.objects.select_related("wording", "version"):
        if (corrigendum.wording.provision_id, corrigendum.wording.language) != (
            corrigendum.provision_id,
            corrigendum.language,
        ):
            yield f"Corrigendum {corrigendum} of version {corrigendum.version} has the words of another provision."


def keys_are_one_a_charter() -> Faults:
    """In every arrangement each key occurs once and is a provision, or an article, of that charter."""
    provisions = {str(key): charter for key, charter in Provision.objects.values_list("key", "charter")}
    articles = {str(key): charter for key, charter in Article.objects.values_list("key", "charter")}
    for arrangement in Arrangement.objects.order_by("id"):
        if arrangement.digest != digest_of_json(arrangement.tree):
            yield f"Arrangement {arrangement.pk} is not what its digest says."
        blocks = [block["key"] for section in arrangement.tree for block in section["blocks"]]
        for charters_by_key, keys in (
            (provisions, blocks),
            (articles, [section["key"] for section in arrangement.tree]),
        ):
            for key, count in Counter(keys).items():
                if count > 1:
                    yield f"Key {key} stands {count} times in arrangement {arrangement.pk}."
                if charters_by_key.get(key) != arrangement.charter_id:
                    yield f"Key {key} of arrangement {arrangement.pk} is not of its charter."


def proposed_splits_are_between_words() -> Faults:
    """The place at which an amendment splits a provision is inside no word of the text that it splits."""
    rows = Change.objects.filter(cut__isnull=False, base__isnull=False, text=F("text__amendment__text"))
    for change in rows.select_related("base", "text__amendment__round").order_by("id").iterator():
        assert change.base is not None and change.cut is not None
        if divisions.is_inside_word(change.base.text, change.cut):
            yield f"Change {change.pk} of amendment {change.text.amendment} splits its provision inside a word."


FAULTS: list[Callable[[], Faults]] = [
    amendments_fit_their_decisions,
    types_fit_their_decisions,
    identical_amendments_have_one_outcome,
    amendments_fit_their_rounds,
    proposers_take_no_position,
    merged_amendments_are_adopted,
    published_acceptances_are_in_the_next_version,
    proposed_splits_are_between_words,
    merges_are_applied_or_wrote_nothing,
    words_have_origins,
    wordings_are_what_their_digests_say,
    current_wordings_belong_to_provisions,
    versions_are_what_their_digests_say,
    keys_are_one_a_charter,
]


def all_faults() -> Faults:
    """Everything that does not hold."""
    for check in FAULTS:
        yield from check()


def _current_wordings() -> Iterator[CurrentWording]:
    return CurrentWording.objects.select_related("wording").order_by("provision", "language").iterator()


def _name(row: CurrentWording) -> str:
    return f"provision {row.provision_id} ({row.language})"
