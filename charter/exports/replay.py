"""Writes a version again from the version before it and the recorded acts alone. It needs Python 3 and nothing else.

    python3 replay.py charter-2-data.zip
    python3 replay.py FOLDER --who

It reads a data package, as it came or unpacked, and ends with 0 if every text is rebuilt, 1 if not, 2 if the package
cannot be read. `--who` names who brought and who deleted the words that changed. Compare the fingerprint of the words
of the version before, which it prints, with the one on the page of that version. `verify.py` proves whether the
package is what was published.

What is proved. For each language and provision of the version, word for word:
- Its text is the text of the version before, or follows from it by acts in `acts.json`, each carried out here anew:
  an import, a text of the secretariat, a translation update, a correction, a split, a combination, a merge of
  amendments, or the reversal of a merge.
- A merge is a list of edits. Every word that an edit inserts, and every word that it deletes, comes from a recorded
  text that the edit names: an accepted amendment, in its own words or in those of a decision, a compromise or a
  translation, or what a moderator chose for a conflict. The edits of one amendment, applied to the text before alone,
  give its accepted text exactly. If only a part of it entered, they are a part of its own edits, and all of these give
  its accepted text.
- No word is lost. A provision that came, went or moved is named by an act in `order`; all others kept their order.
- An amendment in its own words has these words in `amendments.json`, and its decision is in `decisions.json`, unless a
  part of it is left open. A change that an act names is in `changes.json`, which says who brought it.
What is not proved. That people wrote the recorded texts: the audit log says who did. Formats, such as bold, and spaces
are rebuilt as recorded, without saying who proposed them. Kind and level of a provision come from the version itself.
"""

import argparse
import difflib
import hashlib
import json
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

ACTS, FORMAT = "acts.json", 1
SEALED = ("format", "charter", "number", "languages", "wordings")
WHOLE_TEXTS = ("import", "editor", "alignment", "corrigendum")
WORDED = ("replace", "insert", "resolution")
CAME, WENT = ("inserted", "split"), ("deleted", "joined")
UNSPACED = (("\u0e00", "\u0fff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3000", "\u9fff"))

Letter = tuple[str, tuple[str, ...]]  # a character and its formats
Text = list[Letter]
Place = tuple[str, str]  # a language and the key of a provision
Part = tuple[dict[str, Any], dict[str, Any]]  # an act, and one of its edits


class Unproved(Exception):
    """An act from which a text cannot be rebuilt; the sentence says why."""


class Word(NamedTuple):
    """A word or a sign, and the characters of its text that it has."""

    text: str
    start: int
    end: int


class Line(NamedTuple):
    """One provision in one language, as a version prints it."""

    language: str
    key: str
    citation: str
    html: str | None

    @property
    def place(self) -> Place:
        return self.language, self.key

    def __str__(self) -> str:
        return f"{self.language} {self.citation or self.key}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.letters: Text = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(" ".join([tag, *(f"{name}={value}" for name, value in attrs)]))

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        formats = tuple(sorted(self.open))
        self.letters += [(letter, formats) for letter in data]


def letters(html: str) -> Text:
    """The characters of a text, each with its formats."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.letters


def plain(text: Text) -> str:
    return "".join(letter for letter, _formats in text)


def words(text: str) -> list[Word]:
    """Words and signs, without spaces; in scripts that put no spaces between words, each character is one."""
    tokens: list[Word] = []
    goes_on = False
    for place, letter in enumerate(text):
        is_mark = unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")
        is_letter = letter.isalnum() and not any(first <= letter <= last for first, last in UNSPACED)
        if goes_on and (is_mark or is_letter):
            tokens[-1] = Word(tokens[-1].text + letter, tokens[-1].start, place + 1)
            continue
        if not letter.isspace():
            tokens.append(Word(letter, place, place + 1))
        goes_on = is_letter
    return [word._replace(text=unicodedata.normalize("NFC", word.text)) for word in tokens]


def word_texts(text: str) -> list[str]:
    """The words of a text alone."""
    return [word.text for word in words(text)]


def quoted(several: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in several)


def differences(rebuilt: Text, published: Text) -> Iterator[str]:
    """A sentence for all words in which a published text differs from the rebuilt one."""
    old, new = word_texts(plain(rebuilt)), word_texts(plain(published))
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    came = [word for name, _a, _b, c, d in steps if name != "equal" for word in new[c:d]]
    gone = [word for name, a, b, _c, _d in steps if name != "equal" for word in old[a:b]]
    if came:
        yield f"no recorded act brought {quoted(came)}"
    if gone:
        yield f"no recorded act deleted {quoted(gone)}"
    if not came and not gone and rebuilt != published:
        yield "spaces or formats are not as recorded"


def edited(before: Text, edits: Sequence[dict[str, Any]]) -> Text:
    """The text that edits make of another one."""
    after: Text = []
    position = 0
    for edit in edits:
        at, gone = edit["at"], edit.get("delete", "")
        if not position <= at <= len(before):
            raise Unproved("its edits are not in the order of the text")
        if plain(before[at : at + len(gone)]) != gone:
            raise Unproved(f"it deletes {quoted(word_texts(gone))}, which the text before does not have there")
        after += [*before[position:at], *letters(edit.get("insert", ""))]
        position = at + len(gone)
    return after + before[position:]


def divided(whole: Text, cut: int, part: int) -> Text:
    """One of the two parts of a text, without spaces at the border."""
    text = plain(whole)
    return whole[: len(text[:cut].rstrip())] if part == 1 else whole[len(text) - len(text[cut:].lstrip()) :]


def combined(first: Text, second: Text, between: str) -> Text:
    """Two texts as one."""
    if between.strip():
        raise Unproved("it puts words between the texts that it combines")
    return [*first, *((letter, ()) for letter in between), *second]


class Share(NamedTuple):
    """What came of one proposal: deleted words by number and inserted ones by place, in the words of a text."""

    deleted: set[int]
    inserted: list[tuple[int, list[str]]]

    def apply(self, before: Sequence[str]) -> list[str]:
        """The words that it makes of others."""
        after: list[str] = []
        for number in range(len(before) + 1):
            after += [word for place, new in self.inserted if place == number for word in new]
            after += [before[number]] if number < len(before) and number not in self.deleted else []
        return after

    def is_part_of(self, whole: "Share") -> bool:
        """Whether another one deletes and inserts all this, at the same places."""
        every: dict[int, list[str]] = {}
        for place, new in whole.inserted:
            every.setdefault(place, []).extend(new)
        comes = all(_within(new, every.get(place, [])) for place, new in self.inserted)
        return self.deleted <= whole.deleted and comes


def _within(few: list[str], many: list[str]) -> bool:
    return any(many[n : n + len(few)] == few for n in range(len(many) - len(few) + 1))


def share_of(before: str, edits: Iterable[tuple[dict[str, Any], list[int | None]]]) -> Share:
    """What edits do to the words of a text; with each where the characters that it counts stand in that text."""
    tokens = words(before)
    deleted: set[int] = set()
    inserted: list[tuple[int, list[str]]] = []
    for edit, places in edits:
        end = edit["at"] + len(edit.get("delete", ""))
        gone = {place for place in places[edit["at"] : end] if place is not None}
        deleted |= {n for n, word in enumerate(tokens) if gone.intersection(range(word.start, word.end))}
        left = places[end - 1] if end else None
        right = places[end] if end < len(places) else None
        place = left + 1 if left is not None else right or 0
        new_words = word_texts(plain(letters(edit.get("insert", ""))))
        inserted.append((sum(word.start < place for word in tokens), new_words))
    return Share(deleted, inserted)


def changes_words(edit: dict[str, Any]) -> bool:
    """Whether an edit changes more than spaces, formats and spelling with the same letters."""
    return word_texts(edit.get("delete", "")) != word_texts(plain(letters(edit.get("insert", ""))))


def places_in(act: dict[str, Any], provision: str, length: int) -> list[int | None]:
    """For each character of the text before an act where it stands in a provision before the merge."""
    places: list[int | None] = [None] * length
    for segment in act.get("segments") or [{"provision": act["provision"], "from": 0, "at": 0, "length": length}]:
        if segment["provision"] == provision:
            for n in range(segment["length"]):
                places[segment["at"] + n] = segment["from"] + n
    return places


def has_place(edit: dict[str, Any], places: list[int | None], over: str, before: str) -> bool:
    """Whether an edit deletes and inserts only in the provision in which these are the places."""
    end = edit["at"] + len(edit.get("delete", ""))
    inside = all(places[n] is not None or over[n].isspace() for n in range(edit["at"], end))
    return inside and (not before or any(place is not None for place in places[max(edit["at"] - 1, 0) : end + 1]))


def files_in(place: Path) -> dict[str, bytes]:
    """The files of a package by name, from its zip or from the folder where it was unpacked."""
    if place.is_file():
        with zipfile.ZipFile(place) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def lines_of(release: dict[str, Any]) -> list[Line]:
    """The provisions of a version in all its languages, in reading order."""
    texts = {name: text["html"] for name, text in release["words"].items()}
    return [Line(row[0], row[4], row[8], texts[row[9]] if row[9] else None) for row in release["wordings"]]


def holds(release: dict[str, Any]) -> bool:
    """Whether the words of a version belong to its own fingerprint."""
    sealed = digest({key: release[key] for key in SEALED}) == release["digest"]
    return sealed and all(digest(text) == name for name, text in release["words"].items())


class Replay:
    """One package, and what follows from its acts."""

    def __init__(self, files: dict[str, bytes]) -> None:
        def read(name: str) -> Any:
            return json.loads(files[name])

        self.data = read(ACTS)
        self.number, self.previous = self.data["version"], self.data["previous"]
        self.release_before = read(f"release-{self.previous}.json") if self.previous else None
        self.lines = lines_of(read(f"release-{self.number}.json"))
        self.before = lines_of(self.release_before) if self.release_before else []
        self.amendments, self.decisions = read("amendments.json"), read("decisions.json")
        self.changes = {row["number"]: row for row in read("changes.json")}
        short = {row["provision"]: row["key"] for row in read("provisions.json")}
        self.table = {(row["language"], short[row["provision"]]): row["html"] for row in read("wordings.json")}
        self.acts = {act["id"]: act for act in sorted(self.data["acts"], key=lambda act: int(act["id"]))}
        self.old = {line.place: line for line in self.before}
        self.texts: dict[int, Text] = {}
        self.places = {number: (act["language"], act["provision"]) for number, act in self.acts.items()}
        self.reasons: dict[int, list[str]] = {}
        self.general: list[str] = []

    def run(self) -> None:
        """Carries out all acts, and judges each."""
        if self.release_before and not holds(self.release_before):
            self.general.append(f"The fingerprint of version {self.previous} does not belong to its words.")
        for line in self.before:
            number = self.data["before"].get(line.language, {}).get(line.key)
            if number is not None and line.html is not None:
                self.texts[number], self.places[number] = letters(line.html), line.place
        for number, act in self.acts.items():
            self.reasons[number] = []
            try:
                self.texts.setdefault(number, self.made_by(act))
                self.reasons[number] += self.absent_changes(act)
            except Unproved as error:
                self.reasons[number].append(f"{named(act)}: {error}")
            except (KeyError, TypeError, IndexError) as error:
                self.reasons[number].append(f"{named(act)}: its record cannot be read ({error!r})")
        self.judge_merges()
        self.general += [*self.order_faults(), *self.lost_words()]

    def made_by(self, act: dict[str, Any]) -> Text:
        """The text that an act makes of what it says and of the texts before it."""
        kind, place = act["act"], (act["language"], act["provision"])
        if kind in WHOLE_TEXTS:
            return letters(act["html"])
        if kind == "split":
            whole = place if act["part"] == 1 else (act["language"], act["other"])
            return divided(self.text_of(act["over"], whole), act["cut"], act["part"])
        if kind == "join":
            first, second = act["over"]
            other = (act["language"], act["other"])
            return combined(self.text_of(first, place), self.text_of(second, other), act["between"])
        if kind == "undo":
            return self.text_of(act["over"], place)
        if kind != "merge":
            raise Unproved(f"an act of the unknown kind {kind}")
        before = self.text_of(act["over"], place)
        if "lacks" in act:
            self.reasons[act["id"]].append(self.lacking(act, before))
            return letters(act["html"])
        return edited(before, act["edits"])

    def lacking(self, act: dict[str, Any], before: Text) -> str:
        """What a merge changed from before merges recorded their edits."""
        lacking = f"{named(act)}: the record lacks {' and '.join(act['lacks'])}"
        return "; ".join([lacking, *differences(before, letters(act["html"]))])

    def text_of(self, number: int | None, place: Place) -> Text:
        """A text of a provision by its number; empty where it has none."""
        if number is None:
            return []
        if number not in self.texts:
            raise Unproved(f"the act that wrote text {number} is not recorded")
        if self.places.get(number) != place:
            raise Unproved(f"text {number} is of another provision or language")
        return self.texts[number]

    def absent_changes(self, act: dict[str, Any]) -> Iterator[str]:
        """Changes that an act names and `changes.json`, which says who brought them, does not have."""
        if act["act"] in ("editor", "corrigendum", "merge", "undo") and not act["changes"]:
            yield f"{named(act)}: it names no change"
        if not self.release_before:
            return
        published = datetime.fromisoformat(self.release_before["published"])
        for number in act["changes"]:
            if number not in self.changes and datetime.fromisoformat(act["at"]) > published:
                yield f"{named(act)}: changes.json lacks change {number}"

    def judge_merges(self) -> None:
        """Whether every word that merges inserted and deleted is in a text that is recorded for it."""
        merges = [a for a in self.acts.values() if a["act"] == "merge" and "lacks" not in a and a["id"] in self.texts]
        proposals: dict[tuple[int, str], dict[str, Any]] = {}
        shares: dict[tuple[int, str], list[Part]] = {}
        for act in merges:
            for proposal in act["proposals"]:
                if proposals.setdefault((act["merge"], proposal["name"]), proposal) != proposal:
                    self.blame([act], f"{title(proposal)} is recorded in two ways")
            for edit in filter(changes_words, act["edits"]):
                for name in edit["by"] or [""]:
                    shares.setdefault((act["merge"], name), []).append((act, edit))
        for key, several in shares.items():
            if key not in proposals:
                for act, edit in several:
                    self.blame([act], f"no recorded text {told(edit)}")
                continue
            for why in (*self.proposal_faults(proposals[key], several), *self.public_faults(proposals[key])):
                self.blame([act for act, _edit in several], why)

    def blame(self, acts: list[dict[str, Any]], why: str) -> None:
        for act in acts:
            self.reasons[act["id"]].append(f"{named(act)}: {why}")

    def proposal_faults(self, proposal: dict[str, Any], several: list[Part]) -> Iterator[str]:
        """Whether edits are what a proposal asks for."""
        before, after = plain(letters(proposal["before"])), word_texts(plain(letters(proposal["after"])))
        listed = " and ".join(told(edit) for _act, edit in several)
        if proposal["kind"] == "stretch":
            gone = [word for _act, edit in several for word in word_texts(edit.get("delete", ""))]
            came = [word for _act, edit in several for word in word_texts(plain(letters(edit.get("insert", ""))))]
            if came != after or not _in_order(gone, word_texts(before)):
                yield f"{title(proposal)} does not say what {listed}"
            return
        if proposal["kind"] not in WORDED:
            yield f"{title(proposal)} has no words, but {listed}"
            return
        placed = []
        for act, edit in several:
            over = plain(self.texts[act["over"]]) if act["over"] is not None else ""
            places = places_in(act, proposal["provision"], len(over))
            if any(place is not None and over[n] != before[place : place + 1] for n, place in enumerate(places)):
                yield f"{title(proposal)} was written over another text"
            if not has_place(edit, places, over, before):
                yield f"{title(proposal)} is about another provision than where it {told(edit)}"
            placed.append((edit, places))
        share = share_of(before, placed)
        if share.apply(word_texts(before)) == after:
            return
        places = list(range(len(before)))
        own = share_of(before, [(edit, places) for edit in proposal.get("edits", ()) if changes_words(edit)])
        if own.apply(word_texts(before)) != after or not share.is_part_of(own):
            yield f"{title(proposal)} does not say what {listed}"

    def public_faults(self, proposal: dict[str, Any]) -> Iterator[str]:
        """Whether an amendment and its decision are in the tables of the package, with the same words."""
        if proposal.get("round") not in self.data["rounds"] or proposal.get("open"):
            return
        place = (proposal["round"], proposal["amendment"])
        rows = [row for row in self.amendments if (row["round"], row["number"]) == place]
        if not rows:
            yield f"amendments.json lacks {title(proposal)}"
        elif proposal["words"] == "own" and all(row["asked"] != proposal["after"] for row in rows):
            yield f"amendments.json has other words for {title(proposal)}"
        if all((row["round"], row["number"]) != place for row in self.decisions):
            yield f"decisions.json lacks the decision on {title(proposal)}"

    def order_faults(self) -> Iterator[str]:
        """Whether recorded acts name each provision that came, went or moved."""
        old = list(dict.fromkeys(line.key for line in self.before)) or self.data.get("first_order", [])
        new = list(dict.fromkeys(line.key for line in self.lines))
        fates = self.fates()
        for key in set(new) - set(old):
            if not fates.get(key, set()).intersection(CAME):
                yield f"{self.citation(key)}: no recorded act inserted this provision"
        for key in set(old) - set(new):
            if not fates.get(key, set()).intersection(WENT):
                yield f"{self.citation(key)}: no recorded act deleted this provision"
        unnamed = {key for key in old if key in new and fates.get(key, {"split"}) == {"split"}}
        for key in moved([key for key in old if key in unnamed], [key for key in new if key in unnamed]):
            yield f"{self.citation(key)}: no recorded act moved this provision"

    def fates(self) -> dict[str, set[str]]:
        """By key what acts did to provisions themselves."""
        fates_by_key: dict[str, set[str]] = {}
        for step in self.data["order"]:
            for key, fate in step["fates"].items():
                for changed_key in {key, *(fate["into"] if fate["fate"] == "split" else ())}:
                    fates_by_key.setdefault(changed_key, set()).add(fate["fate"])
        return fates_by_key

    def citation(self, key: str) -> str:
        return next((line.citation for line in (*self.lines, *self.before) if line.key == key), key)

    def lost_words(self) -> Iterator[str]:
        """Words of provisions that were split or combined, and that went with no act."""
        fates, reached = self.fates(), set(self.texts)
        for act in self.acts.values():
            reached -= set(overs(act))
        for line in self.before:  # a text that was combined with another is one of those that an act was over
            number = self.data["before"].get(line.language, {}).get(line.key)
            if "joined" in fates.get(line.key, set()) and "deleted" not in fates[line.key] and number in reached:
                yield f"{line}: no recorded act deleted {quoted(word_texts(plain(letters(line.html or ''))))}"
        parts: dict[int, dict[int, int]] = {}
        for act in self.acts.values():
            if act["act"] == "split":
                parts.setdefault(act["over"], {})[act["part"]] = act["cut"]
                if "deleted" in fates.get(act["other"], set()):
                    parts[act["over"]].setdefault(3 - act["part"], act["cut"])
        for number, cuts in parts.items():
            whole = plain(self.texts.get(number, []))
            gone = word_texts(whole[cuts.get(1, 0) : cuts.get(2, len(whole))])
            if gone:
                yield f"A text was split, and no recorded act deleted {quoted(gone)}"

    def faults_of(self, line: Line) -> Iterator[str]:
        """Why a text of the version is not proved."""
        number = self.data["after"].get(line.language, {}).get(line.key)
        for act_number in self.chain(number):
            yield from self.reasons[act_number]
        rebuilt = self.texts.get(number) if number is not None and self.places.get(number) == line.place else None
        if rebuilt is None and line.html is not None:
            yield "the act that wrote this text is not recorded"
        rebuilt = letters(self.before_html(line)) if rebuilt is None else rebuilt
        yield from differences(rebuilt, letters(line.html or ""))
        if (self.table.get(line.place) or "") != (line.html or ""):
            yield "wordings.json has another text"
            yield from differences(rebuilt, letters(self.table.get(line.place) or ""))

    def before_html(self, line: Line) -> str:
        return self.old[line.place].html or "" if line.place in self.old else ""

    def chain(self, number: int | None) -> list[int]:
        """The acts from which a text follows, the first one first."""
        numbers: list[int] = []
        ahead = [number]
        while ahead:
            act_number = ahead.pop()
            if act_number is None or act_number in numbers or act_number not in self.acts:
                continue
            numbers.append(act_number)
            ahead += overs(self.acts[act_number])
        return sorted(numbers)

    def who(self, line: Line) -> Iterator[str]:
        """Who inserted and deleted the words of a text since the version before."""
        for number in self.chain(self.data["after"].get(line.language, {}).get(line.key)):
            act = self.acts[number]
            people = [self.changes[id_]["brought_by"] for id_ in act["changes"] if id_ in self.changes]
            by = f" by {', '.join(dict.fromkeys(people))}" if people else ""
            yield f"    {named(act)}{by}"
            titles = {proposal["name"]: title(proposal) for proposal in act.get("proposals", ())}
            for edit in filter(changes_words, act.get("edits", ())):
                yield f"        {', '.join(titles.get(name, name) for name in edit['by'])} {told(edit)}"


def _in_order(few: Sequence[str], many: Sequence[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


def moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Keys that do not have their place among the others any more."""
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [key for name, a, b, _c, _d in steps if name != "equal" for key in old[a:b]]


def overs(act: dict[str, Any]) -> list[int | None]:
    return act["over"] if isinstance(act["over"], list) else [act["over"]]


def named(act: dict[str, Any]) -> str:
    return f"{act['act']} of {act['at'][:10]} (act {act['id']})"


def title(proposal: dict[str, Any]) -> str:
    """A recorded text by its name."""
    if "round" in proposal:
        own = "" if proposal["words"] == "own" else f", in the words of a {proposal['words']}"
        return f"amendment {proposal['round']}/{proposal['amendment']}{own.replace('decided', 'decision')}"
    several = ", ".join(f"{round_}/{number}" for round_, number in proposal["amendments"])
    return f"the outcome of the conflict of amendments {several}" if several else "the secretariat"


def told(edit: dict[str, Any]) -> str:
    """What an edit does, in words."""
    gone, came = word_texts(edit.get("delete", "")), word_texts(plain(letters(edit.get("insert", ""))))
    parts = [f"deleted {quoted(gone)}"] if gone else []
    return " and ".join([*parts, f"brought {quoted(came)}"] if came else parts)


def lacks(files: dict[str, bytes]) -> str:
    """What a package lacks for this proof; empty if it has everything."""
    if ACTS in files:
        return "" if json.loads(files[ACTS]).get("format") == FORMAT else f"{ACTS} has a format that is not known."
    number = json.loads(files["manifest.json"]).get("format", 1)
    why = "it is missing" if number > 2 else f"edits of merges, splits and combinations are not in format {number}"
    return f"The package lacks {ACTS}: {why}. The words cannot be rebuilt from it."


def report(replay: Replay, with_who: bool = False) -> tuple[list[str], bool]:
    """A line for each text, and whether all of them are proved."""
    out, rebuilt, changed = [], 0, 0
    for line in replay.lines:
        faults = list(dict.fromkeys(replay.faults_of(line)))
        holding = "rebuilt" if line.html is not None else "no text in this language"
        out += [f"{line}: {fault}" for fault in faults or [holding]]
        rebuilt += not faults
        changed += (line.html or "") != replay.before_html(line)
        out += replay.who(line) if with_who else ()
    out += replay.general
    if replay.release_before:
        out.append(f"Fingerprint of the words of version {replay.previous}: {replay.release_before['digest']}")
    out.append(f"Version {replay.number}: {rebuilt} of {len(replay.lines)} texts rebuilt, {changed} new or changed.")
    return out, rebuilt == len(replay.lines) and not replay.general


def main(arguments: list[str]) -> int:
    """Prints a line for each text. 0: all rebuilt, 1: not, 2: cannot be read."""
    parser = argparse.ArgumentParser(description="Writes a version again from the version before and recorded acts.")
    parser.add_argument("copy", type=Path, help="a data package (.zip), or its folder")
    parser.add_argument("--who", action="store_true", help="name who brought and deleted the words that changed")
    options = parser.parse_args(arguments)
    try:
        files = files_in(options.copy)
        missing = lacks(files)
        if missing:
            print(missing)
            return 1
        replay = Replay(files)
        replay.run()
        out, proved = report(replay, options.who)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, zipfile.BadZipFile) as error:
        print(f"{options.copy} cannot be read as a data package: {error!r}", file=sys.stderr)
        return 2
    print("\n".join(out))
    return 0 if proved else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
