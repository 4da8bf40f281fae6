"""What pages and emails may state of amendments, provisions and positions: a small model, independent of the product.

A provision is a sentence in each language. A proposal puts words in the place of words of the sentence, each at its
place, or changes the order or the borders of provisions, so that what stands after a merge is plain: every accepted
change that lost no conflict is in its place. Each word that is proposed is invented and used once, so that a page
which shows it too early gives itself away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, count, product

LABELS = {
    "accepted": "Accepted",
    "accepted_as_part": "Accepted, as part of No. {other}",
    "accepted_with_changes": "Accepted with changes",
    "accepted_in_part": "Accepted in part",
    "taken_up": "Incorporated into No. {other}",
    "falls": "Falls because of No. {other}",
    "not_accepted": "Not accepted",
    "kept_for_advocacy": "Retained for advocacy (not in the text)",
}
ENTERING = {"accepted", "accepted_with_changes", "accepted_in_part"}
GRANTING = {*ENTERING, "accepted_as_part", "taken_up"}
DENYING = {"falls", "not_accepted", "kept_for_advocacy"}
INVENTED = re.compile(r"\bqz[a-z]+\b")
Text = dict[str, dict[str, str]]
"""Sentences by language and key of the provision."""
Order = list[list[str]]
"""Keys of the provisions, article by article."""
Lost = tuple[str, bool]
"""The provision of a conflict, and whether a change of its place or borders lost there, or one of its words."""


def invented_words() -> Iterator[str]:
    """Words of no language, without end; no two are alike at their beginning or their end."""
    syllables = ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xu"]
    for round_ in count():
        for parts in product(syllables, repeat=2):
            yield f"qz{''.join(parts)}{syllables[round_ % len(syllables)] * (round_ + 1)}"


def invented_in(text: str) -> set[str]:
    return set(INVENTED.findall(text))


@dataclass(frozen=True)
class Swap:
    """A word at a place of a provision's sentence, put there instead of the one that stands there."""

    key: str
    place: int
    word: str

    def is_in(self, sentence: str) -> bool:
        return self.fits(sentence) and self.carried_out(sentence) == sentence

    def fits(self, sentence: str) -> bool:
        return self.place < len(sentence.split(" "))

    def carried_out(self, sentence: str) -> str:
        """The sentence with the word; commas and points stay."""
        words = sentence.split(" ")
        words[self.place] = re.sub(r"[\w’]+", self.word, words[self.place], count=1)
        return " ".join(words)

    def beyond(self, structure: Structure, fresh: str, lengths: dict[str, int]) -> Swap:
        """The same word where a split or a combination takes it; `lengths` are the words of each provision before."""
        if structure.kind == "split" and self.key == structure.key and self.place >= structure.place:
            return Swap(fresh, self.place - structure.place, self.word)
        if structure.kind == "join" and self.key == structure.after:
            return Swap(structure.key, self.place + lengths[structure.key], self.word)
        return self

    def distance(self, other: Swap) -> int | None:
        """Words between them, 0 at the same place; None in another provision."""
        return abs(self.place - other.place) if self.key == other.key else None


@dataclass(frozen=True)
class Structure:
    """A change of the order or the borders of provisions: their words stay.

    `after` is what precedes a moved provision, or what is combined with `key`. An inserted provision, which follows
    `key`, has the `sentence`. A split leaves `place` words in `key`.
    """

    kind: str
    key: str
    after: str = ""
    sentence: str = ""
    place: int = 0

    @property
    def ends(self) -> set[str]:
        """Provisions whose words are not the same afterwards."""
        return {self.key, self.after} - {""} if self.kind in {"delete", "split", "join"} else set()

    def parts(self, sentence: str) -> tuple[str, str]:
        words = sentence.split(" ")
        return " ".join(words[: self.place]), " ".join(words[self.place :])

    def sides(self, text: dict[str, str]) -> tuple[str, str]:
        """The words before and after it; a move changes none, a border stands between the same words."""
        if self.kind == "insert":
            return "", self.sentence
        if self.kind == "delete":
            return text.get(self.key, ""), ""
        words = [text.get(self.key, ""), *([text.get(self.after, "")] if self.kind == "join" else [])]
        return " ".join(words), " ".join(words)


@dataclass(frozen=True)
class Verdict:
    """An outcome, the number of the other amendment where it names one, and the words that enter."""

    outcome: str
    other: int | None = None
    swaps: tuple[Swap, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.outcome].format(other=self.other)


@dataclass
class Proposal:
    """An amendment as the public may know it."""

    round: int
    city: str
    swaps: tuple[Swap, ...]
    version: int
    structure: Structure | None = None
    fresh: str = ""
    number: int | None = None
    partners: list[str] = field(default_factory=list)
    supporters: set[str] = field(default_factory=set)
    verdict: Verdict | None = None
    is_public: bool = False
    withdrawn: bool = False
    ended: bool = False
    entered: bool = False
    entered_in: int | None = None
    told: list[str] = field(default_factory=list)
    put: set[str] = field(default_factory=set)
    agreed: dict[str, Swap] = field(default_factory=dict)
    earlier: list[tuple[Swap, ...]] = field(default_factory=list)
    """Its swaps before the text moved under them, or before its city revised it."""
    void: set[str] = field(default_factory=set)
    """Provisions where another word came to its place while it was pending; it fits there no more."""
    over: set[str] = field(default_factory=set)
    """Invented words of the working texts over which its city revised it, and to which it was carried since."""

    @property
    def name(self) -> str:
        return f"{self.round}/{self.number}" if self.number else f"a draft of {self.city}"

    @property
    def proposers(self) -> list[str]:
        return [self.city, *self.partners]

    @property
    def status(self) -> str:
        """As anybody may read it."""
        if self.withdrawn:
            return "Withdrawn"
        return self.verdict.label if self.verdict and self.is_public else "Under review"

    @property
    def other(self) -> int | None:
        """The number of the amendment that the outcome names."""
        return self.verdict.other if self.verdict else None

    @property
    def is_open(self) -> bool:
        """Whether it can still enter the text."""
        ended = self.verdict is not None and self.is_public and self.verdict.outcome not in ENTERING
        return self.number is not None and not self.withdrawn and not self.entered and not ended

    @property
    def wants(self) -> tuple[Swap, ...]:
        """What enters with it: as decided, otherwise as proposed. An agreed compromise replaces its words."""
        swaps = self.verdict.swaps if self.verdict else self.swaps
        return tuple(self.agreed.get(swap.key, swap) for swap in swaps)

    @property
    def keys(self) -> set[str]:
        """Provisions that it changes, as proposed or as decided."""
        places = {swap.key for swap in (*self.swaps, *self.wants)}
        return places | ({self.structure.key, self.structure.after} - {""} if self.structure else set())

    @property
    def words(self) -> set[str]:
        """Invented words that anybody may read once it is public."""
        inserted = invented_in(self.structure.sentence) if self.structure else set()
        return {swap.word for form in self.forms for swap in form} | inserted | self.over

    @property
    def forms(self) -> list[tuple[Swap, ...]]:
        """Its swaps as they are, and as they were over earlier texts."""
        return [*self.earlier, self.swaps]

    def revise(self, swaps: tuple[Swap, ...], over: set[str]) -> None:
        """Its city writes it anew over the working text: who supported or co-sponsored the old text no longer does.

        Nor does a compromise on the old text replace anything of the new one.
        """
        self.earlier.append(self.swaps)
        self.swaps, self.over, self.void, self.agreed = swaps, self.over | over, set(), {}
        self.supporters, self.partners = set(), []

    def follow(self, structure: Structure, fresh: str, lengths: dict[str, int]) -> None:
        """Its swaps go where a border between provisions, drawn or removed, takes their words."""
        moved = tuple(swap.beyond(structure, fresh, lengths) for swap in self.swaps)
        if moved != self.swaps:
            self.earlier.append(self.swaps)
            self.swaps = moved
        if self.verdict:
            verdict_swaps = tuple(swap.beyond(structure, fresh, lengths) for swap in self.verdict.swaps)
            self.verdict = replace(self.verdict, swaps=verdict_swaps)
        agreed = [swap.beyond(structure, fresh, lengths) for swap in self.agreed.values()]
        self.agreed = {swap.key: swap for swap in agreed}

    def is_identical(self, other: Proposal) -> bool:
        mine, others = (set(self.swaps), self.structure), (set(other.swaps), other.structure)
        return self.round == other.round and mine == others

    def is_in(self, text: dict[str, str]) -> bool:
        """Whether something of it is in the text: a change of structure, or a word at its place."""
        return bool(self.structure) or any(swap.is_in(text.get(swap.key, "")) for swap in self.wants)

    def may_conflict(self, other: Proposal) -> bool:
        """Whether words of both are side by side, or one draws a border or deletes where the other has words."""
        words = [d for s in self.wants for o in other.wants if (d := s.distance(o)) is not None]
        ends = [p.structure.ends if p.structure else set() for p in (self, other)]
        return min(words, default=99) <= 1 or bool(ends[0] & other.keys or ends[1] & self.keys)

    def decide(self, verdict: Verdict) -> None:
        """In public at once where the decision before was."""
        if self.is_public and self.verdict is not None and self.verdict != verdict:
            self.told.append(f"Decision changed: {verdict.label}, before: {self.verdict.label}")
        self.verdict = verdict

    def publish(self) -> None:
        assert self.verdict is not None
        self.is_public = True
        self.told.append(f"Decided: {self.verdict.label}")


Pair = tuple[Proposal, Proposal]


@dataclass
class Merged:
    """An applied merge: what it brought, and what stood before."""

    article: str
    before: Text
    order_before: Order
    brought: list[Proposal]
    verdicts: list[tuple[Proposal, Verdict, Verdict]]
    """Of those that lost a conflict, the verdict before and the one that followed."""
    after: Text
    order_after: Order
    agreed: list[tuple[Proposal, dict[str, Swap]]] = field(default_factory=list)
    """What replaced words of its proposals before a moderator wrote a word for several of them."""
    voided: list[tuple[Proposal, set[str]]] = field(default_factory=list)
    """Proposals that it made impossible, at these provisions."""
    reversed: bool = False

    def take_out(self) -> None:
        """What it brought is not in the text again, and what it made impossible is possible again."""
        for proposal in self.brought:
            proposal.entered = False
        for proposal, agreed in self.agreed:
            proposal.agreed = agreed
        for proposal, keys in self.voided:
            proposal.void -= keys
        for proposal, before, given in self.verdicts:
            if proposal.verdict == given:  # nobody decided otherwise since
                proposal.decide(before)


@dataclass
class Consultation:
    """Everything that was done so far, as far as pages and emails speak of it."""

    working: Text
    order: Order
    cities: list[str]
    orders: dict[int, Order] = field(default_factory=dict)
    versions: dict[int, Text] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    merges: list[Merged] = field(default_factory=list)
    behind: dict[str, set[str]] = field(default_factory=dict)
    corrected: dict[tuple[int, str, str], str] = field(default_factory=dict)
    past: list[dict[str, str]] = field(default_factory=list)
    """English working texts since the beginning."""
    round: int = 1

    @property
    def latest(self) -> int:
        return max(self.versions)

    @property
    def published(self) -> Text:
        return self.versions[self.latest]

    def bears_out(self, proposal: Proposal, version: int, shown: list[tuple[str, str]]) -> bool:
        """Whether these are the changes that were confirmed, each over the text of the version, corrected or not."""
        text, corrected = (
            self.versions[version]["en"],
            {k: html for (n, _l, k), html in self.corrected.items() if (n, _l) == (version, "en")},
        )
        return any(fits_text(form, proposal.structure, shown, text, corrected) for form in proposal.forms)

    def bears_out_working(self, proposal: Proposal, shown: list[tuple[str, str]]) -> bool:
        """Whether these are the changes of a revision, over the working text as it was at some time."""
        return bool(proposal.over) and any(
            fits_text(form, proposal.structure, shown, text, {}) for form in proposal.forms for text in self.past
        )

    def numbered(self, round_: int | None = None) -> list[Proposal]:
        return [p for p in self.proposals if p.number and round_ in (None, p.round)]

    def by_number(self, number: int) -> Proposal:
        return next(p for p in self.numbered(self.round) if p.number == number)

    def bring(
        self,
        article: str,
        chosen: list[Proposal],
        lost: dict[int, set[Lost]],
        winners: dict[int, int],
        fresh: set[str],
        written: tuple[Swap, ...] = (),
    ) -> Merged:
        """Puts what was accepted in the text, but for the changes with which a proposal lost a conflict.

        `lost` has the changes that lost by number, `winners` the number of the amendment that was chosen instead, and
        `written` the words of a moderator, which stand for all that contested their place. Of provisions that
        identical amendments add, the one of `fresh` is in the text.
        """
        before, order_before = copied(self.working), [list(article) for article in self.order]
        verdicts, brought, structures = [], [], []
        agreed = [(proposal, dict(proposal.agreed)) for proposal in chosen]
        for proposal, own in product(chosen, written):
            if any((swap.key, swap.place) == (own.key, own.place) for swap in proposal.wants):
                proposal.agreed[own.key] = own
        in_text = {id(proposal) for proposal in self.numbered() if proposal.entered}
        parts = {}
        for proposal in chosen:
            assert proposal.number is not None
            gone = lost.get(proposal.number, set())
            entering = tuple(swap for swap in proposal.wants if (swap.key, False) not in gone)
            structure = proposal.structure if not any(border for _key, border in gone) else None
            parts[id(proposal)] = entering, structure
            in_text |= {id(proposal)} if entering or structure else set()
        for proposal in chosen:
            assert proposal.number is not None and proposal.verdict is not None
            entering, structure = parts[id(proposal)]
            if proposal.number in lost:
                before_it = proposal.verdict
                proposal.decide(self.verdict_of_loser(proposal, entering, structure, in_text, winners))
                verdicts.append((proposal, before_it, proposal.verdict))
            for swap in entering:
                self.working["en"][swap.key] = swap.carried_out(self.working["en"][swap.key])
                for language in self.behind:
                    self.behind[language].add(swap.key)
            if structure and structure not in structures:
                structures.append(structure)
            proposal.entered = bool(entering or structure)
            brought += [proposal] if proposal.entered else []
        voided = self.mark_void(chosen)
        for structure in structures:  # words enter first: they are at their places of the text before
            same = [p.fresh for p in chosen if p.structure == structure and p.fresh in fresh]
            self.carry_out(structure, next(iter(same), ""))
        order_after = [list(article) for article in self.order]
        after = copied(self.working)
        merged = Merged(article, before, order_before, brought, verdicts, after, order_after, agreed, voided)
        self.merges.append(merged)
        self.keep_working_text()
        return merged

    def verdict_of_loser(
        self,
        proposal: Proposal,
        entering: tuple[Swap, ...],
        structure: Structure | None,
        in_text: set[int],
        winners: dict[int, int],
    ) -> Verdict:
        """The verdict on one that lost a conflict; `in_text` has the ids of all that are in the text afterwards.

        One of which nothing enters is granted with one that proposes the same.
        """
        if entering or structure:
            return Verdict("accepted_in_part", swaps=entering)
        same = [p for p in self.numbered() if p is not proposal and p.is_identical(proposal) and id(p) in in_text]
        if same:
            return Verdict("accepted_as_part", min(p.number or 0 for p in same))
        winner = winners.get(proposal.number or 0)
        return Verdict("falls", winner) if winner else Verdict("not_accepted")

    def keep_working_text(self) -> None:
        """An amendment that was revised over a working text is shown over each later one to which it is carried."""
        self.past.append(dict(self.working["en"]))
        for proposal in self.proposals:
            if proposal.over and proposal.is_open:
                present = " ".join(self.working["en"].get(key, "") for key in proposal.keys)
                proposal.over = proposal.over | invented_in(present)

    def mark_void(self, chosen: list[Proposal]) -> list[tuple[Proposal, set[str]]]:
        """What others propose for a place of which another word was taken fits there no more; where it did before."""
        voided = []
        words = {(swap.key, swap.place): swap.word for p in chosen if p.entered for swap in p.wants}
        for proposal in self.proposals:
            if proposal.is_open and proposal not in chosen:
                own = {
                    swap.key for swap in proposal.swaps if words.get((swap.key, swap.place), swap.word) != swap.word
                }
                voided.append((proposal, own - proposal.void))
                proposal.void |= own
        return voided

    def carry_out(self, structure: Structure, fresh: str) -> None:
        """Changes the order of the text, and the words that a border divides or joins."""
        article = next(keys for keys in self.order if structure.key in keys)
        english = self.working["en"]
        self.let_proposals_follow(structure, fresh)
        if structure.kind == "insert":
            article.insert(article.index(structure.key) + 1, fresh)
            english[fresh] = structure.sentence
        elif structure.kind == "move":
            article.remove(structure.key)
            article.insert(article.index(structure.after) + 1, structure.key)
        elif structure.kind == "split":
            article.insert(article.index(structure.key) + 1, fresh)
            english[structure.key], english[fresh] = structure.parts(english[structure.key])
        gone = {"delete": structure.key, "join": structure.after}.get(structure.kind)
        if gone is not None:
            article.remove(gone)
            for text in self.working.values():
                words = text.pop(gone, "")
                if structure.kind == "join":
                    text[structure.key] = f"{text[structure.key]} {words}"
        if structure.kind in {"insert", "split"}:
            for language in self.behind:
                self.behind[language] |= {structure.key, fresh} if structure.kind == "split" else {fresh}

    def contradictions(self, public: list[Proposal]) -> list[tuple[Proposal, Proposal]]:
        """Two identical amendments with opposite outcomes that would be public together, the first ones by number."""
        numbered = sorted(self.numbered(self.round), key=lambda p: p.number or 0)
        decided = [p for p in numbered if p.verdict and not p.withdrawn and (p.is_public or p in public)]
        granted = [p for p in decided if p.verdict and p.verdict.outcome in GRANTING]
        denied = [p for p in decided if p.verdict and p.verdict.outcome in DENYING]
        pairs = [(p, q) for p in granted for q in denied if p.is_identical(q) and (p in public or q in public)]
        return pairs[:1]

    def opposite_after(self, merged: Merged) -> list[tuple[Proposal, Proposal]]:
        """Identical amendments with opposite public outcomes, one of which the reversal of a merge would restore."""
        restored = {id(p): before for p, before, given in merged.verdicts if p.verdict == given}
        outcomes = [
            (p, restored.get(id(p), p.verdict).outcome)
            for p in self.numbered()
            if p.verdict and p.is_public and not p.withdrawn
        ]
        granted = [p for p, outcome in outcomes if outcome in GRANTING]
        denied = [p for p, outcome in outcomes if outcome in DENYING]
        return [(p, q) for p in granted for q in denied if p.is_identical(q) and {id(p), id(q)} & {*restored}]

    def let_proposals_follow(self, structure: Structure, fresh: str) -> None:
        """The words of proposals go where a border takes them."""
        lengths = {key: len(sentence.split(" ")) for key, sentence in self.working["en"].items()}
        for proposal in self.proposals:
            if not proposal.withdrawn and proposal.entered_in is None:
                proposal.follow(structure, fresh, lengths)

    def conflicts(self, public: list[Proposal]) -> tuple[list[Pair], list[Pair]]:
        """Accepted amendments that cannot enter together if these are public: surely, and perhaps.

        Other words at the same place of one text surely conflict. Words side by side, and borders or deletions with
        words of the same provision, may.
        """
        able = [p for p in self.numbered() if p.verdict and p.verdict.outcome in ENTERING]
        able = [p for p in able if not p.withdrawn and not p.entered and (p.is_public or p in public)]
        pairs = [(p, q) for p, q in combinations(able, 2) if p in public or q in public]
        surely = [(p, q) for p, q in pairs if self.exclude_each_other(p, q)]
        return surely, [(p, q) for p, q in pairs if p.may_conflict(q)]

    def exclude_each_other(self, one: Proposal, other: Proposal) -> bool:
        """Whether they have other words for the same place of a provision that is as it was published."""
        kept = {key for key, sentence in self.working["en"].items() if sentence == self.published["en"].get(key)}
        pairs = ((s, o) for s in one.wants for o in other.wants if s.key in kept - one.void - other.void)
        return any(swap.distance(rival) == 0 and swap.word != rival.word for swap, rival in pairs)

    def unfinished(self) -> list[Proposal]:
        """Amendments of the round without a decision, or accepted and not in the text."""
        here = [p for p in self.numbered(self.round) if not p.withdrawn and not p.entered]
        return [p for p in here if p.verdict is None or p.verdict.outcome in ENTERING]

    def publish(self, number: int) -> None:
        self.versions[number] = copied(self.working)
        self.keep_working_text()
        self.orders[number] = [list(article) for article in self.order]
        for proposal in self.proposals:
            if proposal.entered and proposal.entered_in is None and proposal.is_in(self.working["en"]):
                proposal.entered_in = number


def fits_text(
    swaps: tuple[Swap, ...],
    structure: Structure | None,
    shown: list[tuple[str, str]],
    text: dict[str, str],
    corrected: dict[str, str],
) -> bool:
    """Whether the texts before and after each change are these, over a text or its corrections."""
    if len(shown) != len(swaps) + bool(structure):
        return False
    sides = [structure.sides(text), structure.sides(text | corrected)] if structure else []
    if structure and shown[-1] not in [*sides, *([("", "")] if structure.kind == "move" else [])]:
        return False
    for swap, (before, after) in zip(swaps, shown, strict=False):
        printed = text.get(swap.key, "")
        known = {printed, corrected.get(swap.key, printed)}
        if before not in known or not swap.fits(before) or after != swap.carried_out(before):
            return False
    return True


def copied(text: Text) -> Text:
    return {language: dict(sentences) for language, sentences in text.items()}
