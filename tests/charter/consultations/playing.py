"""Plays a consultation: acts chosen by a seed, carried out by the real actions, each told to the model as well."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.rules import Refused
from charter.actions.amending import amendments, endings, positions, revisions
from charter.actions.amending.amendments import ChangeInput
from charter.actions.amending.changes import Faults
from charter.actions.deciding import compromises, decisions
from charter.actions.deciding.decision_writing import Decided
from charter.actions.languages import alignments
from charter.actions.merging import merge_reversals, merges
from charter.actions.secretariat import identical_decisions
from charter.actions.versions import corrigenda, versions
from charter.models import (
    Adoption,
    Amendment,
    Article,
    Charter,
    CurrentWording,
    Merge,
    Position,
    Provision,
    Round,
    Version,
)
from charter.queries.languages import ledger
from charter.queries.merging import merge_views
from charter.queries.merging.merge_building import Option
from charter.queries.reading import divisions
from charter.queries.versions import publication_checks
from charter.states import RebaseState
from tests import factories
from tests.charter.consultations import model
from tests.charter.consultations.model import Proposal, Structure, Swap, Verdict

CITIES = ("Tamanrit", "Velmora", "Kisumbai", "Ostrava Nova", "Larandia")
HEADINGS = (0, 2, 3, 7)
NUMBERS = {"fifth", "thirty", "first", "cinquième", "trente", "premier", "days", "jours"}
PLAIN = re.compile(r"^[\w’]{4,}[.,;]?$")
LEAVES = {"subparagraph", "point"}
CONFLICT = "Accepted amendments conflict with each other"
ACTS = 30
LAST_PROPOSAL, LAST_ANSWER = 9, 12


@dataclass(frozen=True)
class Touched:
    """What pages an act touched: proposals, provisions by key, and members that may get emails of it."""

    proposals: tuple[Proposal, ...] = ()
    keys: frozenset[str] = frozenset()
    concerned: frozenset[str] = frozenset()
    version: bool = False


@dataclass
class Act:
    """One act as it was played; `refusal` is the sentence where the site refused it."""

    words: str
    touched: Touched = field(default_factory=Touched)
    refusal: str = ""
    untrue: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.words}: refused, {self.refusal}" if self.refusal else self.words


class Player:
    """A consultation, its people, and the model that knows what was done."""

    def __init__(self, seed: str) -> None:
        self.seed, self.draw = seed, random.Random(seed)
        self.invented = model.invented_words()
        self.charter = factories.charter(languages=("en", "fr"))
        first = factories.version(self.charter)
        self.cities = {name: factories.organisation(name) for name in CITIES}
        self.delegates = {name: factories.member(city, "delegate") for name, city in self.cities.items()}
        self.officers = {name: factories.member(city, "officer") for name, city in self.cities.items()}
        self.moderators = [factories.holder("moderator") for _ in range(2)]
        self.editors = [factories.holder("language_editor", "fr") for _ in range(2)]
        self.provisions = {str(p.key): p for p in Provision.objects.filter(charter=self.charter)}
        self.headings = {str(factories.provision(self.charter, place).key) for place in HEADINGS}
        text = {
            language: dict(zip(self.charter.arrangement.keys(), factories.WORDS[language], strict=True))
            for language in ("en", "fr")
        }
        order = [[block.key for block in section.blocks] for section in self.charter.arrangement.sections]
        self.model = model.Consultation(model.copied(text), order, list(CITIES), behind={"fr": set()})
        self.model.publish(first.number)
        self.round = factories.round_(first)
        self.rows: dict[int, Amendment] = {}
        self.begun = 0
        self.acts: list[Act] = []
        self.merge_rows: dict[int, Merge] = {}

    # The clock and the choice of acts.

    def play(self) -> Iterator[Act]:
        """Thirty acts or so, one after the other."""
        for number in range(ACTS):
            is_due = self.phase(number) == "deciding" and self.round.phase(timezone.now()) != "deciding"
            act = self.end_support() if is_due and self.round.closed_at is None else self.play_one(number)
            self.acts.append(act)
            yield act

    def phase(self, number: int) -> str:
        done = number - self.begun
        if done < LAST_PROPOSAL:
            return "proposing"
        return "supporting" if done < LAST_ANSWER else "deciding"

    def play_one(self, number: int) -> Act:
        """An act that the phase allows, drawn until one has something to act on."""
        weights = WEIGHTS[self.phase(number)]
        if self.round.closed_at is not None:
            weights = {"open_round": 3, "corrigendum": 1}
        if self.acts and "is reversed" in self.acts[-1].words and "merge" in weights:
            weights = {**weights, "merge": 20}  # what was taken out is merged again, or what it had excluded
        while weights:
            name = self.draw.choices(list(weights), list(weights.values()))[0]
            act: Callable[[], Act | None] = getattr(self, name)
            played = self.carefully(act)
            if played is None:
                weights = {other: weight for other, weight in weights.items() if other != name}
            else:
                self.round.refresh_from_db()
                return played
        return Act("nothing is left to do")

    def carefully(self, act: Callable[[], Act | None]) -> Act | None:
        """What the site refuses leaves nothing behind, neither in its data nor in the model."""
        try:
            with transaction.atomic():
                return act()
        except (Refused, Faults) as refusal:
            why = getattr(getattr(refusal, "refusal", None), "why", refusal)
            return Act(act.__name__, refusal=str(why))

    def end_support(self) -> Act:
        """The time for support is over, and what no delegate confirmed in time ends."""
        now, day = timezone.now(), timedelta(days=1)
        windows = {"opens_at": -90, "proposals_until": -30, "confirm_until": -20, "support_until": -10}
        Round.objects.filter(pk=self.round.pk).update(**{name: now + days * day for name, days in windows.items()})
        self.round.refresh_from_db()
        endings.end_unconfirmed(self.round)
        left = [p for p in self.model.proposals if p.number is None and p.round == self.model.round]
        for proposal in left:
            proposal.ended = True
        return Act("the time for support ends", Touched(concerned=frozenset(p.city for p in left)))

    # What the acts need.

    def row(self, proposal: Proposal) -> Amendment:
        return Amendment.objects.get(pk=self.rows[id(proposal)].pk)

    def one(self, proposals: list[Proposal]) -> Proposal | None:
        return self.draw.choice(proposals) if proposals else None

    @property
    def open_to_change(self) -> list[str]:
        """Provisions of the working text, in its order, without titles and headings."""
        return [key for article in self.model.order for key in article if key not in self.headings]

    @property
    def restructured(self) -> set[str]:
        """Provisions that a pending or unpublished amendment deletes, splits or combines."""
        open_ = [p for p in self.model.proposals if p.structure and (self.is_pending(p) or p.entered)]
        both = {key for p in open_ if p.entered_in is None for key in p.structure.ends}
        return both | (set(self.model.published["en"]) ^ set(self.model.working["en"]))

    @staticmethod
    def is_pending(proposal: Proposal) -> bool:
        ended = proposal.verdict and proposal.is_public and proposal.verdict.outcome not in model.ENTERING
        return not proposal.withdrawn and not proposal.entered and not proposal.ended and not ended

    def swap_in(self, key: str, language: str = "en") -> Swap | None:
        places = self.places_in(key, language)
        return Swap(key, self.draw.choice(places), next(self.invented)) if places else None

    def places_in(self, key: str, language: str = "en") -> list[int]:
        """Places of words that may be replaced."""
        words = self.model.working[language][key].split(" ")
        return [n for n, word in enumerate(words) if n and PLAIN.match(word) and word.strip(".,;") not in NUMBERS]

    def several(self, most: int) -> tuple[Swap, ...]:
        """New words for provisions of one article, since a merge brings in what is of one article alone."""
        articles = [[key for key in keys if self.may_be_reworded(key)] for keys in self.model.order]
        keys = self.draw.choice([keys for keys in articles if keys])
        keys = self.draw.sample(keys, min(len(keys), self.draw.choice([1] * 3 + [most])))
        return tuple(swap for key in keys if (swap := self.swap_in(key)) is not None)

    def may_be_reworded(self, key: str) -> bool:
        """Words and borders may be proposed at once; a provision whose borders changed is to be published first."""
        return key not in self.headings and key not in self.unpublished

    @property
    def unpublished(self) -> set[str]:
        """Provisions whose borders in the working text are not those of the published one."""
        entered = [p.structure for p in self.model.proposals if p.structure and p.entered and p.entered_in is None]
        ends = {key for structure in entered for key in structure.ends}
        return ends | (set(self.model.published["en"]) ^ set(self.model.working["en"]))

    def keys_of(self, *proposals: Proposal) -> frozenset[str]:
        return frozenset(key for proposal in proposals for key in proposal.keys)

    @property
    def here(self) -> list[Proposal]:
        return self.model.numbered(self.model.round)

    # Members.

    def propose(self, swaps: tuple[Swap, ...] = (), structure: Structure | None = None) -> Act | None:
        name = self.draw.choice(CITIES)
        swaps = swaps or (() if structure else self.several(2))
        return self.propose_by(name, swaps, structure)

    def propose_by(
        self, name: str, swaps: tuple[Swap, ...], structure: Structure | None = None, confirms: bool = False
    ) -> Act:
        proposal = Proposal(self.model.round, name, swaps, self.round.version.number, structure)
        amendment = amendments.begin_draft(
            round_=self.round, organisation=self.cities[name], by=self.officers[name], language="en"
        )
        changes = [*map(self.worded, swaps), *([self.structural(structure)] if structure else [])]
        words = {"title": "A better word", "reason": "It is clearer.", "language": "en"}
        amendments.save_draft(amendment=amendment, by=self.officers[name], changes=changes, **words)
        by = self.delegates[name] if confirms else self.officers[name]
        amendments.send_to_delegate(amendment=amendment, by=by, confirm=confirms)
        self.model.proposals.append(proposal)
        self.rows[id(proposal)] = amendment
        if confirms:
            proposal.number = amendment.number
        words_ = [f"{s.word} at {s.place} of {self.provisions[s.key].short}" for s in swaps]
        words_ += [f"{structure.kind} of {self.provisions[structure.key].short}"] if structure else []
        touched = Touched((proposal,), self.keys_of(proposal), frozenset({name}))
        return Act(f"{name} proposes {', '.join(words_)}", touched)

    def worded(self, swap: Swap) -> ChangeInput:
        return ChangeInput("replace", self.provisions[swap.key], swap.carried_out(self.model.working["en"][swap.key]))

    def structural(self, structure: Structure) -> ChangeInput:
        words = self.model.working["en"][structure.key]
        typed = {"insert": structure.sentence, "split": "\n\n".join(structure.parts(words)), "join": words}
        kind = self.kinds()[structure.key] if structure.kind == "insert" else ""
        after = self.provisions[structure.after] if structure.kind == "move" else None
        provision = self.provisions[structure.key]
        return ChangeInput(structure.kind, provision, typed.get(structure.kind, ""), new_kind=kind, after=after)

    def kinds(self) -> dict[str, str]:
        """The kind of each provision of the working text."""
        arrangement = Charter.objects.get(pk=self.charter.pk).arrangement
        return {block.key: block.kind for section in arrangement.sections for block in section.blocks}

    def propose_structure(self) -> Act | None:
        """A provision is inserted, deleted, moved, split or combined with the next; one such pending an article."""
        pending = [p.structure.key for p in self.model.proposals if p.structure and self.is_pending(p)]
        free = [keys for keys in self.model.order if not set(keys) & set(pending)]
        # What stands below a paragraph would follow it, which the small model does not know.
        kinds = self.kinds()
        leaves = [[key for key in keys if kinds[key] in LEAVES] for keys in free]
        leaves = [keys for keys in leaves if len(keys) > 1]
        if not leaves:
            return None
        keys = self.draw.choice(leaves)
        kind = self.draw.choice(["insert", "delete", "move", "split", "join"])
        key = self.draw.choice(keys if kind != "join" else keys[:-1])
        structure = self.structure_of(kind, key, keys)
        open_ = [p.structure for p in self.model.proposals if p.structure and self.is_pending(p)]
        busy = self.unpublished | {k for each in open_ for k in (each.key, each.after)}
        if (
            structure is None
            or structure.ends & busy
            or not self.model.versions[self.round.version.number]["en"].get(key)
        ):
            return None
        reworded = key if kind != "join" else self.draw.choice([key, structure.after])
        adds_words = kind not in {"insert", "delete"} and self.draw.random() < 0.4 and self.may_be_reworded(reworded)
        swap = self.swap_in(reworded) if adds_words else None
        return self.propose((swap,) if swap else (), structure)

    def structure_of(self, kind: str, key: str, keys: list[str]) -> Structure | None:
        place = keys.index(key)
        if kind == "insert":
            return Structure(kind, key, sentence=f"The city also {next(self.invented)} each year.")
        if kind == "move":
            others = [k for n, k in enumerate(keys) if k != key and n != place - 1]
            return Structure(kind, key, after=self.draw.choice(others)) if others else None
        if kind == "join":
            return Structure(kind, key, after=keys[place + 1])
        count = len(self.model.working["en"][key].split(" "))
        if kind == "split" and count < 4:
            return None
        return Structure(kind, key, place=self.draw.randrange(2, count - 1) if kind == "split" else 0)

    def propose_rival(self) -> Act | None:
        """Another member proposes another word at the same place, or beside it."""
        known = self.one([p for p in self.here if self.is_pending(p) and p.swaps])
        if known is None or not all(self.may_be_reworded(swap.key) for swap in known.swaps):
            return None
        swaps = [swap for swap in known.swaps if self.model.working["en"][swap.key] == self.round_text("en", swap.key)]
        own = [self.rival_of(swap) for swap in swaps]
        names = [name for name in CITIES if name not in known.proposers]
        return self.propose_by(self.draw.choice(names), tuple(own), confirms=True) if own and names else None

    def rival_of(self, swap: Swap) -> Swap:
        beside = {swap.place - 1, swap.place + 1} & set(self.places_in(swap.key))
        place = self.draw.choice(sorted(beside)) if beside and self.draw.random() < 0.5 else swap.place
        return Swap(swap.key, place, next(self.invented))

    def keep(self) -> Act | None:
        """A delegate confirms the amendment as it was carried over to a text that changed."""
        proposal = self.to_look_at()
        if proposal is None or all(
            change.carry == RebaseState.VOID for change in self.row(proposal).text.changes.all()
        ):
            return None
        row = self.row(proposal)
        revisions.keep_rebased_proposal(amendment=row, by=self.delegates[proposal.city], seen_text=row.text_id)
        touched = Touched((proposal,), self.keys_of(proposal))
        return Act(f"{proposal.city} keeps {proposal.name}", touched, untrue=tuple(self.misread(proposal)))

    def to_look_at(self) -> Proposal | None:
        """One whose member is asked to check it, since the text under it changed."""
        undecided = [p for p in self.undecided() if p.verdict is None]
        open_ = [p for p in undecided if revisions.changes_to_check(self.row(p).text)]
        # Words that a split cut through are two changes, which the small model does not know.
        return self.one([p for p in open_ if self.row(p).text.changes.count() == len(p.swaps) + bool(p.structure)])

    def misread(self, proposal: Proposal) -> Iterator[str]:
        """What a kept amendment proposes now, where that is not its own word in the working text."""
        now = self.model.working["en"]
        expected = {swap.key: swap.carried_out(now[swap.key]) for swap in proposal.swaps if swap.key in now}
        for change in (
            self.row(proposal).text.changes.select_related("provision").filter(kind="replace", carry="clean")
        ):
            own = expected.get(str(change.provision.key), "")
            if change.html != own:
                yield f"{proposal.name}, kept, proposes “{change.html}”, and its own word gives “{own}”."

    def revise(self) -> Act | None:
        """A city writes its amendment anew over the working text, under the same number."""
        proposal = self.to_look_at()
        if proposal is None or proposal.structure:
            return None
        keys = [swap.key for swap in proposal.swaps if swap.key in self.model.working["en"]]
        swaps = tuple(swap for key in keys if self.may_be_reworded(key) and (swap := self.swap_in(key)) is not None)
        if not swaps:
            return None
        row = self.row(proposal)
        revisions.revise_amendment(
            amendment=row,
            by=self.delegates[proposal.city],
            changes=[self.worded(swap) for swap in swaps],
            title="Another word",
            reason="It is clearer still.",
            seen_text=row.text_id,
        )
        concerned = frozenset({*proposal.proposers, *proposal.supporters, *self.abstaining(proposal)})
        over = {word for swap in swaps for word in model.invented_in(self.model.working["en"][swap.key])}
        proposal.revise(swaps, over)
        words = ", ".join(f"{s.word} at {s.place} of {self.provisions[s.key].short}" for s in swaps)
        touched = Touched((proposal,), self.keys_of(proposal), concerned)
        return Act(f"{proposal.city} revises {proposal.name}: {words}", touched)

    def abstaining(self, proposal: Proposal) -> set[str]:
        """Members with another position than support."""
        rows = Position.objects.filter(text__amendment=self.rows[id(proposal)].pk)
        held = set(rows.values_list("organisation", flat=True))
        return {name for name, city in self.cities.items() if city.pk in held}

    def propose_identical(self) -> Act | None:
        """Another member proposes the very same change."""
        known = self.one([p for p in self.here if self.is_pending(p)])
        return self.propose(known.swaps, known.structure) if known else None

    def confirm(self) -> Act | None:
        proposal = self.one([p for p in self.model.proposals if p.number is None and p.round == self.model.round])
        if proposal is None:
            return None
        amendment = self.row(proposal)
        by = self.delegates[proposal.city]
        amendments.confirm_amendment(amendment=amendment, by=by, seen_text=amendment.text_id)
        proposal.number = amendment.number
        self.know_fresh(proposal)
        touched = Touched((proposal,), self.keys_of(proposal), frozenset({proposal.city}))
        return Act(f"the delegate of {proposal.city} confirms {proposal.name}", touched)

    def know_fresh(self, proposal: Proposal) -> None:
        """The key of the provision that an amendment adds is given with its number."""
        added = Provision.objects.filter(born_of__text__amendment=self.rows[id(proposal)].pk).first()
        if added is not None:
            proposal.fresh = str(added.key)
            self.provisions[proposal.fresh] = added

    def support(self) -> Act | None:
        proposal = self.one([p for p in self.here if not p.withdrawn])
        others = [c for c in CITIES if proposal and c not in proposal.proposers]
        if proposal is None or not others:
            return None
        name, stance = self.draw.choice(others), self.draw.choice(["support", "support", "reservation"])
        positions.take_position(
            organisation=self.cities[name], text=self.row(proposal).text, by=self.delegates[name], stance=stance
        )
        proposal.supporters.discard(name)
        if stance == "support":
            proposal.supporters.add(name)
        return Act(f"{name}: {stance} of {proposal.name}", Touched((proposal,), concerned=frozenset({name})))

    def retire(self) -> Act | None:
        proposal = self.one([p for p in self.here if p.supporters and not p.withdrawn])
        if proposal is None:
            return None
        name = self.draw.choice(sorted(proposal.supporters))
        positions.retire_position(
            organisation=self.cities[name], text=self.row(proposal).text, by=self.delegates[name]
        )
        proposal.supporters.discard(name)
        return Act(f"{name} takes its support of {proposal.name} back", Touched((proposal,)))

    def cosponsor(self) -> Act | None:
        proposal = self.one([p for p in self.here if not p.withdrawn])
        others = [c for c in CITIES if proposal and c not in proposal.proposers]
        if proposal is None or not others:
            return None
        name = self.draw.choice(others)
        positions.join_amendment(amendment=self.row(proposal), organisation=self.cities[name], by=self.delegates[name])
        proposal.partners.append(name)
        proposal.supporters.discard(name)
        return Act(f"{name} co-sponsors {proposal.name}", Touched((proposal,), self.keys_of(proposal)))

    def withdraw(self) -> Act | None:
        proposal = self.one([p for p in self.here if not p.withdrawn and not p.entered and not p.is_public])
        if proposal is None:
            return None
        amendments.withdraw_amendment(amendment=self.row(proposal), by=self.delegates[proposal.city])
        proposal.withdrawn, proposal.verdict = True, None
        touched = Touched((proposal,), self.keys_of(proposal), frozenset(proposal.partners))
        return Act(f"{proposal.city} withdraws {proposal.name}", touched)

    # The secretariat.

    def undecided(self) -> list[Proposal]:
        return [p for p in self.here if not p.withdrawn and not p.entered and not p.is_public]

    def decide(self) -> Act | None:
        again = self.undecided() if self.draw.random() < 0.2 else []
        proposal = self.one([p for p in self.undecided() if p.verdict is None] or again)
        if proposal is None:
            return None
        verdict = self.draw_verdict(proposal)
        decided = self.decided(proposal, verdict)
        decisions.decide_amendment(amendment=self.row(proposal), by=self.moderators[0], **vars(decided))
        proposal.decide(verdict)
        return Act(f"a moderator decides {proposal.name}: {verdict.label}", Touched((proposal,)))

    def decide_identical(self) -> Act | None:
        """One act on an amendment and on all identical ones that are undecided."""
        pairs = [(p, [o for o in self.undecided() if o is not p and o.is_identical(p)]) for p in self.undecided()]
        pairs = [(p, others) for p, others in pairs if others]
        if not pairs:
            return None
        proposal, others = self.draw.choice(pairs)
        verdict = self.draw_verdict(proposal, pointing=False)
        identical_decisions.decide_identical(
            amendment=self.row(proposal),
            identical=[self.row(other) for other in others],
            decided=self.decided(proposal, verdict),
            by=self.moderators[0],
        )
        for each in (proposal, *others):
            each.decide(verdict)
        names = ", ".join(each.name for each in (proposal, *others))
        return Act(f"a moderator decides {names} together: {verdict.label}", Touched((proposal, *others)))

    def compromise(self) -> Act | None:
        """A text is put to the members of amendments on one provision, and closed when all have answered."""
        key = self.draw.choice(self.open_to_change)
        able = [p for p in self.undecided() if not p.verdict or p.verdict.outcome == "accepted"]
        asked = [p for p in able if key in {s.key for s in p.swaps} and not p.agreed][:3]
        if not asked or self.model.working["en"][key] != self.round_text("en", key) or key in self.restructured:
            return None
        place = next(swap.place for swap in asked[0].swaps if swap.key == key)
        swap = Swap(key, place, next(self.invented))
        compromise = compromises.propose_compromise(
            round_=self.round,
            amendments=[self.row(p) for p in asked],
            provision=self.provisions[key],
            language="en",
            html=swap.carried_out(self.model.working["en"][key]),
            reason={"en": "All can live with it."},
            by=self.moderators[0],
            answer_by=timezone.now() + timedelta(days=1),
        )
        cities = dict.fromkeys(city for p in asked for city in p.proposers)
        answers = {name: self.draw.choice(["yes", "yes", "yes", "no"]) for name in cities}
        for name, answer in answers.items():
            arguments = {"organisation": self.cities[name], "by": self.delegates[name], "answer": answer}
            compromises.answer_compromise(compromise=compromise, **arguments)
        agreed = "no" not in answers.values()
        compromises.close_compromise(compromise=compromise, by=self.moderators[0], agreed=agreed)
        for proposal in asked:
            proposal.put.add(swap.word)
            if agreed:
                proposal.agreed[key] = swap
        concerned = frozenset({*cities, *(city for p in asked for city in p.supporters)})
        names = ", ".join(p.name for p in asked)
        words = f"{swap.word} at {place} of {self.provisions[key].short} is put to {names}"
        return Act(f"{words}: {'agreed' if agreed else 'not agreed'}", Touched(tuple(asked), concerned=concerned))

    def round_text(self, language: str, key: str) -> str:
        return self.model.versions[self.round.version.number][language].get(key, "")

    def draw_verdict(self, proposal: Proposal, pointing: bool = True) -> Verdict:
        granted = [p for p in self.here if p is not proposal and p.entered and p.is_identical(proposal)]
        if granted and pointing:
            return Verdict("accepted_as_part", granted[0].number)
        outcome = self.draw.choices(
            ["accepted", "accepted_with_changes", "accepted_in_part", "not_accepted", "falls", "kept_for_advocacy"],
            [8, 2, 1, 1, 1, 1],
        )[0]
        if proposal.structure and outcome in {"accepted_with_changes", "accepted_in_part"}:
            outcome = "accepted"
        changed = [str(key) for key in self.row(proposal).text.changes.values_list("provision__key", flat=True)]
        # A combination can bring two changes to one provision: then the key names neither of them.
        has_own_changes = all(changed.count(swap.key) == 1 for swap in proposal.swaps)
        if (proposal.agreed or not has_own_changes) and outcome in {"accepted_with_changes", "accepted_in_part"}:
            outcome = "accepted"
        others = [p for p in self.here if p is not proposal and not p.withdrawn]
        if outcome == "falls" and (not pointing or not others):
            outcome = "not_accepted"
        if outcome == "accepted_in_part" and len(proposal.swaps) < 2:
            outcome = "accepted"
        if outcome == "falls":
            return Verdict(outcome, self.draw.choice(others).number)
        if outcome == "accepted_with_changes":
            first, *rest = proposal.swaps
            return Verdict(outcome, swaps=(Swap(first.key, first.place, next(self.invented)), *rest))
        if outcome == "accepted_in_part":
            return Verdict(outcome, swaps=proposal.swaps[:1])
        return Verdict(outcome, swaps=proposal.swaps if outcome == "accepted" else ())

    def decided(self, proposal: Proposal, verdict: Verdict) -> Decided:
        """The verdict as the site takes it, on the changes as they are stored."""
        changes = {
            str(c.provision.key): c for c in self.row(proposal).text.changes.select_related("provision", "base")
        }
        words, taken = {}, {}
        if verdict.outcome == "accepted_with_changes":
            swap = verdict.swaps[0]
            words[changes[swap.key].pk] = swap.carried_out(changes[swap.key].base.html)
        if verdict.outcome == "accepted_in_part":
            taken = {changes[swap.key].pk: swap in verdict.swaps for swap in proposal.swaps}
        other = self.row(self.model.by_number(verdict.other)) if verdict.other else None
        return Decided(verdict.outcome, {"en": "It was weighed."}, other, words, taken)

    def reopen(self) -> Act | None:
        proposal = self.one([p for p in self.undecided() if p.verdict is not None])
        if proposal is None:
            return None
        decisions.reopen_amendment(amendment=self.row(proposal), by=self.moderators[1])
        proposal.verdict = None
        return Act(f"a moderator takes the decision on {proposal.name} back", Touched((proposal,)))

    def publish_decisions(self) -> Act | None:
        waiting = [p for p in self.undecided() if p.verdict is not None]
        if not waiting:
            return None
        refusal = self.refusal(lambda: decisions.release_decisions(round_=self.round, by=self.moderators[0]))
        names = ", ".join(proposal.name for proposal in waiting)
        if refusal or self.obstacles(waiting):
            what = f"publication of the decisions on {names}"
            return self.refused(what, refusal, self.obstacles(waiting), self.model.conflicts(waiting)[1])
        for proposal in waiting:
            proposal.publish()
        concerned = frozenset(city for proposal in waiting for city in proposal.proposers)
        return Act(f"the decisions on {names} are published", Touched(tuple(waiting), concerned=concerned))

    def contradicting(self, public: list[Proposal]) -> list[str]:
        """Numbers of identical amendments with opposite outcomes, which the refusal to publish has to name."""
        return [str(p.number) for pair in self.model.contradictions(public) for p in pair]

    @staticmethod
    def refusal(act: Callable[[], object]) -> str:
        """The sentence with which the site refuses an act; empty where it carries it out."""
        try:
            with transaction.atomic():
                act()
        except Refused as refused:
            return str(refused.refusal.why)
        return ""

    def obstacles(self, public: list[Proposal]) -> list[str]:
        """Numbers that the refusal to publish these decisions has to name: conflicts first, then contradictions."""
        surely, _perhaps = self.model.conflicts(public)
        return sorted({str(p.number) for pair in surely for p in pair}) or self.contradicting(public)

    @staticmethod
    def refused(what: str, refusal: str, expected: list[str], perhaps: Sequence[model.Pair] = ()) -> Act:
        """An act that was refused, or should have been; `perhaps` are pairs that may be in conflict."""
        missing = [name for name in expected if not re.search(rf"(?<![\d/]){re.escape(name)}(?!\d)", refusal)]
        is_untrue = missing or not expected
        if refusal.startswith(CONFLICT) and perhaps:
            is_untrue = any(not names(refusal, pair) for pair in perhaps if names(" ".join(expected), pair))
        untrue = f"The {what} is refused: “{refusal}”. Expected were refusals because of {expected}."
        return Act(what, refusal=refusal or "nothing", untrue=(untrue,) if is_untrue else ())

    def state_outcome(self) -> Act | None:
        """Of two accepted amendments in conflict, one falls because of the other, before anything is published."""
        decided = [p for p in self.undecided() if p.verdict is not None]
        pairs = [(p, q) for p, q in self.model.conflicts(decided)[0] if p in decided or q in decided]
        if not pairs:
            return None
        pair = self.draw.choice(pairs)
        loser, winner = (
            pair if (pair[0] in decided and self.draw.random() < 0.5) or pair[1] not in decided else pair[::-1]
        )
        verdict = Verdict("falls", winner.number)
        decided_ = self.decided(loser, verdict)
        decisions.decide_amendment(amendment=self.row(loser), by=self.moderators[0], **vars(decided_))
        loser.decide(verdict)
        return Act(f"a moderator decides {loser.name}: {verdict.label}", Touched((loser,)))

    def correct(self) -> Act | None:
        """A public decision is replaced, with a note."""
        proposal = self.one([p for p in self.here if p.is_public and not p.entered and not p.withdrawn])
        if proposal is None:
            return None
        verdict = self.draw_verdict(proposal)
        row = self.row(proposal)
        if verdict == proposal.verdict:
            return None
        decided, before = vars(self.decided(proposal, verdict)), proposal.verdict
        proposal.verdict = verdict
        expected, perhaps = self.obstacles([proposal]), self.model.conflicts([proposal])[1]
        proposal.verdict = before
        refusal = self.refusal(
            lambda: decisions.correct_decision(
                decision=row.decision, by=self.moderators[0], note="It was an error.", **decided
            )
        )
        if refusal or expected:
            return self.refused(f"correction of {proposal.name} to “{verdict.label}”", refusal, expected, perhaps)
        proposal.decide(verdict)
        touched = Touched((proposal,), concerned=frozenset(proposal.proposers))
        return Act(f"the decision on {proposal.name} is corrected: {verdict.label}", touched)

    def merge(self) -> Act | None:
        """Accepted amendments of an article enter the text; at times their decisions are published by this act."""
        accepted = [p for p in self.here if p.verdict and p.verdict.outcome in model.ENTERING]
        publishes = self.draw.random() < 0.6
        waiting = [p for p in accepted if not p.entered and not p.withdrawn and (publishes or p.is_public)]
        if not waiting:
            return None
        places = self.open_to_change
        keys = sorted(self.keys_of(self.draw.choice(waiting)) & set(places), key=places.index)  # keys differ by run
        if not keys:
            return None
        section = Charter.objects.get(pk=self.charter.pk).arrangement.section_of(keys[0])
        inside = {block.key for block in section.blocks}
        article = Article.objects.get(key=section.key)
        merge = merges.begin_merge(article=article, language="en", round_=self.round, by=self.moderators[0])
        able = {amendment.pk for amendment in merge_views.candidates_for(merge)}
        chosen = [p for p in waiting if self.rows[id(p)].pk in able and p.keys <= inside]
        if not chosen:
            transaction.set_rollback(True)
            return None
        merge = merges.choose_amendments(merge=merge, amendments=[self.row(p) for p in chosen], by=self.moderators[0])
        lost, winners, written = self.settle(merge, chosen)
        merges.apply_merge(merge=merge, by=self.moderators[0], release=decisions.NOBODY if publishes else None)
        new = [p for p in chosen if not p.is_public]
        pending = [p for p in self.model.proposals if p.is_open and p not in chosen]
        keys_ = self.keys_of(*chosen)
        beside = [p for p in pending if p.keys & keys_]
        fresh = set(Charter.objects.get(pk=self.charter.pk).arrangement.keys())
        merged = self.model.bring(section.key, chosen, lost, winners, fresh, written)
        for proposal in new:
            proposal.publish()
        self.merge_rows[id(merged)] = merge
        allowed = self.obstacles(new)
        untrue = (f"A merge published decisions in spite of {allowed}.",) if allowed else ()
        moved = [p for p in beside if any(self.near(p, other) for other in merged.brought)]
        names = ", ".join(p.name for p in chosen)
        losers = {
            p.name: sorted(self.provisions[k].short for k, _b in lost[p.number]) for p in chosen if p.number in lost
        }
        concerned = {p.city for p in moved}
        concerned |= {city for p in (*new, *(p for p, *_verdicts in merged.verdicts)) for city in p.proposers}
        touched = Touched((*chosen, *beside), keys_, frozenset(concerned))
        words = f"{names} are merged" + (" and published" if new else "")
        words += "".join(f", {s.word} is written at {s.place} of {self.provisions[s.key].short}" for s in written)
        return Act(words + (f", and these lose: {losers}" if losers else ""), touched, untrue=untrue)

    @staticmethod
    def near(one: Proposal, other: Proposal) -> bool:
        """Whether a change beside or at the other's may have to be checked."""
        structures = [p.structure.ends if p.structure else set() for p in (one, other)]
        if structures[0] & other.keys or structures[1] & one.keys:
            return True
        both = [d for s in (*one.swaps, *one.wants) for o in other.wants if (d := s.distance(o)) is not None]
        return min(both, default=99) <= 1

    def settle(
        self, merge: Merge, chosen_proposals: list[Proposal]
    ) -> tuple[dict[int, set[model.Lost]], dict[int, int], tuple[Swap, ...]]:
        """Resolves each conflict by one of its wordings or by another word; who loses where, because of whom."""
        lost: dict[int, set[model.Lost]] = {}
        winners: dict[int, int] = {}
        written: list[Swap] = []
        for _turn in range(10):
            conflicts = merges.preview_merge(merge).conflicts
            if not conflicts:
                break
            options = [o for o in conflicts[0].options if not o.is_both]
            option = self.draw.choice(options)
            own = self.own_word(conflicts[0].key, option, options, chosen_proposals)
            if own is not None:
                html = own.carried_out(option.html)
                merge = merges.resolve_conflict(
                    merge=merge, conflict_id=conflicts[0].id, html=html, by=self.moderators[0]
                )
                written.append(own)
                for proposal in chosen_proposals:
                    others = [swap for swap in proposal.wants if swap.key == own.key and swap.place != own.place]
                    if any(swap.word not in html for swap in others):
                        lost.setdefault(proposal.number, set()).add((own.key, False))
                continue
            chosen = [change.amendment.number for change in option.merge_changes]
            for change in [change for each in options for change in each.merge_changes]:
                number, is_border = change.amendment.number, change.change.kind != "replace"
                if number in chosen:
                    continue
                lost.setdefault(number, set()).add((conflicts[0].key, is_border))
                if chosen:
                    winners.setdefault(number, chosen[0])
            arguments = {"html": option.html, "choice": option.choice, "by": self.moderators[0]}
            merge = merges.resolve_conflict(merge=merge, conflict_id=conflicts[0].id, **arguments)
        return lost, winners, tuple(written)

    def own_word(self, key: str, option: Option, options: list[Option], chosen: list[Proposal]) -> Swap | None:
        """At times a moderator writes another word where all contest the same one; not beside it, and no border."""
        contested = [swap for p in chosen for swap in p.wants if swap.key == key and swap.word in option.html]
        asked = {change.amendment.number for change in option.merge_changes}
        contested = [swap for swap in contested if any(swap in p.wants for p in chosen if p.number in asked)]
        is_beyond = any(change.change.kind != "replace" for each in options for change in each.merge_changes)
        is_beyond |= len({swap.place for p in chosen for swap in p.wants if swap.key == key}) > 1
        if not contested or is_beyond or any(p.structure for p in chosen) or self.draw.random() < 0.5:
            return None
        return Swap(key, contested[0].place, next(self.invented))

    def reverse_merge(self) -> Act | None:
        done = [m for m in self.model.merges if not m.reversed]
        if not done:
            return None
        merged = self.draw.choice(done[-2:])
        row = Merge.objects.get(pk=self.merge_rows[id(merged)].pk)
        names = ", ".join(p.name for p in merged.brought)
        reverse = partial(
            merge_reversals.reverse_merge, merge=row, reason={"en": "It was too early."}, by=self.moderators[0]
        )
        expected = [str(p.number) for pair in self.model.opposite_after(merged)[:1] for p in pair]
        if expected:
            return self.refused(f"reversal of the merge of {names}", self.refusal(reverse), expected)
        reverse()
        merged.reversed = True
        before, after = merged.before["en"], merged.after["en"]
        keys = {key for key in before | after if before.get(key) != after.get(key)}
        for place, (old, new) in enumerate(zip(merged.order_before, merged.order_after, strict=True)):
            if old != new:
                self.model.order[place] = list(old)
        for key in keys:
            self.model.working["en"].pop(key, None)
            self.model.working["fr"].pop(key, None)
            if key in before:
                self.model.working["en"][key] = before[key]
        for standing in CurrentWording.objects.filter(language="fr").select_related("wording", "provision"):
            key = str(standing.provision.key)
            if key in keys & set(before):
                self.model.working["fr"][key] = standing.wording.text
        self.model.keep_working_text()
        merged.take_out()
        concerned = {
            city for p in (*merged.brought, *(p for p, *_verdicts in merged.verdicts)) for city in p.proposers
        }
        beside = [p for p in self.model.proposals if p.is_open and p.keys & keys]
        concerned |= {p.city for p in beside if any(self.near(p, other) for other in merged.brought)}
        touched = Touched((*merged.brought, *beside), frozenset(keys), frozenset(concerned))
        return Act(f"the merge of {names} is reversed", touched)

    def translate(self) -> Act | None:
        """Two editors bring the French text of a provision up to date."""
        lines = [line for line in ledger.lines_to_do(Charter.objects.get(pk=self.charter.pk), "fr") if line.source]
        if not lines:
            return None
        line = self.draw.choice(lines)
        key = str(line.provision.key)
        division = divisions.split_to_follow(Charter.objects.get(pk=self.charter.pk), line.provision, "fr")
        if division is not None:
            return self.follow_split(division)
        words = f"La ville {next(self.invented)} aussi."
        if key in self.model.working["fr"]:
            swap = self.swap_in(key, "fr")
            words = swap.carried_out(self.model.working["fr"][key]) if swap else ""
        alignment = alignments.write_alignment(
            provision=line.provision, language="fr", source=line.source, words=words, by=self.editors[0]
        )
        alignment = alignments.submit_alignment(alignment=alignment, by=self.editors[0])
        alignments.approve_alignment(alignment=alignment, by=self.editors[1])
        self.model.working["fr"][key] = words
        return Act(f"French is brought up to date at {line.provision.short}", Touched(keys=frozenset({key})))

    def follow_split(self, division: Adoption) -> Act:
        """Two editors split the French text as the English one was."""
        key, fresh = str(division.provision.key), str(division.other.key)
        words = self.model.working["fr"][key].split(" ")
        parts = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
        alignment = alignments.split_alignment(
            division=division, language="fr", words="\n\n".join(parts), by=self.editors[0]
        )
        alignment = alignments.submit_alignment(alignment=alignment, by=self.editors[0])
        alignments.approve_alignment(alignment=alignment, by=self.editors[1])
        self.model.working["fr"][key], self.model.working["fr"][fresh] = parts
        return Act(f"French is split at {division.provision.short}", Touched(keys=frozenset({key, fresh})))

    def publish_version(self) -> Act | None:
        charter = Charter.objects.get(pk=self.charter.pk)
        entered = [p for p in self.here if p.entered]
        both = (self.model.working, self.model.order), (self.model.published, self.model.orders[self.model.latest])
        if both[0] == both[1] or not entered:
            return None
        needs_translation, carries_over = self.needs_translation(charter), self.draw.random() < 0.7
        if needs_translation and self.draw.random() < 0.7:
            return None
        factories.confirm_differences(charter, by=self.moderators[1])
        left = [amendment.pk for amendment in publication_checks.open_amendments(charter)] if carries_over else []
        expected = [] if carries_over else [p.name for p in self.model.unfinished()]
        expected += ["fr"] if needs_translation else []
        publish = partial(versions.propose_version, charter=charter, by=self.moderators[0], carried_over=left)
        refusal = self.refusal(publish) if expected else ""
        if expected:
            return self.refused("publication of a version", refusal, expected)
        publication = publish()
        version = versions.publish_version(publication=publication, by=self.moderators[1])
        self.model.publish(version.number)
        proposals = tuple(p for p in self.model.numbered() if p.entered_in == version.number)
        touched = Touched(proposals, self.keys_of(*proposals), frozenset(CITIES), version=True)
        return Act(f"version {version.number} is published", touched)

    @staticmethod
    def needs_translation(charter: Charter) -> bool:
        return any(state.is_open and state.required for _p, state in ledger.lines_not_up_to_date(charter))

    def corrigendum(self) -> Act | None:
        """A misprint of the latest version is corrected in one language; the version stays as it is."""
        language = self.draw.choice(["en", "fr"])
        able = [key for key in self.open_to_change if key not in self.restructured]
        key = self.draw.choice(able)
        version = Version.objects.get(charter=self.charter, number=self.model.latest)
        if (version.number, language, key) in self.model.corrected:
            return None
        printed = self.model.published[language][key]
        swap = self.swap_in(key, language)
        if swap is None:
            return None
        html, now = swap.carried_out(printed), self.model.working[language][key]
        corrigenda.sign_corrigendum(
            version=version,
            provision=self.provisions[key],
            language=language,
            html=html,
            reason={"en": "A misprint."},
            by=self.moderators[0],
            agreed_by=self.moderators[1],
        )
        self.model.corrected[version.number, language, key] = html
        if now == printed:
            self.model.working[language][key] = html
        else:
            stands = CurrentWording.objects.get(provision=self.provisions[key], language=language).wording.text
            fits = {now, swap.carried_out(now)}
            assert stands in fits, f"After the corrigendum the working text reads “{stands}”, and not one of {fits}."
            self.model.working[language][key] = stands
        self.model.keep_working_text()
        beside = [p for p in self.model.proposals if p.is_open and key in self.keys_of(p)]
        correction = Proposal(0, "", (swap,), 0)
        concerned = {p.city for p in beside if language == "en" and self.near(p, correction)}
        touched = Touched(tuple(beside), frozenset({key}), frozenset(concerned))
        return Act(f"a corrigendum of {self.provisions[key].short} ({language}) is signed", touched)

    def open_round(self) -> Act | None:
        version = Version.objects.get(charter=self.charter, number=self.model.latest)
        self.round = factories.round_(version)
        self.model.round, self.begun = self.round.number, len(self.acts)
        return Act(f"round {self.round.number} opens on version {version.number}")


def names(text: str, pair: model.Pair) -> bool:
    """Whether the text has the numbers of both amendments."""
    return all(re.search(rf"(?<![\d/]){p.number}(?!\d)", text) for p in pair)


WEIGHTS: dict[str, dict[str, float]] = {
    "proposing": {
        "propose": 5,
        "propose_structure": 3,
        "propose_identical": 2,
        "propose_rival": 4,
        "confirm": 7,
        "support": 3,
        "cosponsor": 2,
        "withdraw": 1,
    },
    "supporting": {"confirm": 4, "support": 3, "retire": 1, "cosponsor": 2, "withdraw": 1},
    "deciding": {
        "decide": 8,
        "decide_identical": 3,
        "state_outcome": 3,
        "keep": 4,
        "revise": 4,
        "compromise": 2,
        "reopen": 1,
        "withdraw": 1,
        "publish_decisions": 4,
        "correct": 1,
        "merge": 5,
        "reverse_merge": 1,
        "translate": 5,
        "publish_version": 2,
        "corrigendum": 0.4,
    },
}
