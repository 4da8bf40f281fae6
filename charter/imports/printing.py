"""A plan as words for a person and as JSON for a program; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import texts
from charter.imports.parity import Finding
from charter.imports.placements import FORMAT, as_json
from charter.imports.plan import ACTIONS, CHANGE, LEAVE, Plan, PlannedProvision
from charter.states import ProvisionKind
from charter.text import Diff, diff

EXCERPT = 72
SENTENCES = {
    "missing_article": gettext_lazy("the article “%(base)s” does not exist in this language"),
    "new_article": gettext_lazy("the article “%(incoming)s” exists only in this language"),
    "missing": gettext_lazy("“%(base)s” does not exist in this language"),
    "new": gettext_lazy("“%(incoming)s” exists only in this language"),
    "doubtful": gettext_lazy("“%(base)s” may be “%(incoming)s”: please say"),
    "points": gettext_lazy("%(base)s points, here %(incoming)s"),
    "label": gettext_lazy("labelled “%(base)s”, here “%(incoming)s”"),
    "kind": gettext_lazy("a %(base)s, here a %(incoming)s"),
    "numbers": gettext_lazy("numbers “%(base)s”, here “%(incoming)s”"),
    "dates": gettext_lazy("dates “%(base)s”, here “%(incoming)s”"),
    "articles": gettext_lazy("cites articles “%(base)s”, here “%(incoming)s”"),
    "links": gettext_lazy("links to “%(base)s”, here “%(incoming)s”"),
    "percentages": gettext_lazy("percentages “%(base)s”, here “%(incoming)s”"),
    "untranslated": gettext_lazy("the same words in both languages: “%(incoming)s”"),
    "term": gettext_lazy("the glossary says “%(incoming)s” for “%(base)s”, and these words do not"),
    "forbidden": gettext_lazy("the glossary says “%(base)s” and not “%(incoming)s”"),
    "spaces": gettext_lazy("a space is missing or wrong at “%(incoming)s”"),
    "quotes": gettext_lazy("a quotation mark of another language at “%(incoming)s”"),
    "signs": gettext_lazy("a sign of another script at “%(incoming)s”"),
    "paired": gettext_lazy("“%(incoming)s” is written otherwise than the style note says: %(base)s"),
    "sentences": gettext_lazy("sentences: %(base)s, here %(incoming)s"),
    "length": gettext_lazy("these words are %(incoming)s percent as long as one would expect"),
    "renumbered": gettext_lazy("printed “%(base)s” in the file, counted as “%(incoming)s”"),
}
MOVED = ">"
MARKS = {"add": "+", "change": "~", "leave": " ", "remove": "-", "missing": "?"}


def sentence(finding: Finding) -> str:
    """One difference in words."""
    return f"{finding.citation}: {said_in_words(finding)}"


def said_in_words(finding: Finding) -> str:
    """What differs, without its place."""
    sides = {"base": _short(finding.base), "incoming": _short(finding.incoming)}
    return str(SENTENCES[finding.kind] % sides)


def as_text(plan: Plan) -> str:
    """The whole plan for a terminal: the tree, what was left out, the differences, what is to be placed."""
    return "\n".join(_lines(plan)) + "\n"


def unplaced(plan: Plan) -> str:
    """What must be done before the plan can be, naming each provision."""
    waiting = ", ".join(f"{one.citation} (→ {one.place})" for one in plan.to_place)
    lost = ", ".join(one.citation for one in plan.lost)
    sentences = [
        _("Nothing is stored: a person must place %(names)s.") % {"names": waiting} if waiting else "",
        _("Nothing is stored: this file lacks %(names)s, and only the charter’s first language takes provisions out.")
        % {"names": lost}
        if lost
        else "",
    ]
    return " ".join(one for one in sentences if one)


def _lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.title} ({plan.lang})"
    for article in plan.articles:
        yield f"\n{article.draft.name}  {article.draft.title}".rstrip()
        for provision in article.provisions:
            yield from _provision(provision)
    yield from _part(_("No longer there"), (f"{one.citation}: {_short(one.text)}" for one in plan.removed))
    yield from _part(_("Lacking in this file"), (f"{one.citation}: {_short(one.text)}" for one in plan.lost))
    yield from _part(
        _("Left out or cleaned"), (_left_out(one.words, str(one.why), one.count) for one in plan.left_out)
    )
    yield from _part(_("Numbered otherwise"), map(sentence, plan.renumbered))
    yield from _part(_("Differences between the languages"), map(sentence, plan.findings))
    yield from _part(
        _("To be placed by a person"), (f"{one.citation}: {_short(one.words)} → {one.place}" for one in plan.to_place)
    )
    yield ""
    yield _("add %(add)s, change %(change)s, leave %(leave)s, remove %(remove)s, missing %(missing)s") % _counts(plan)


def _provision(one: PlannedProvision) -> Iterator[str]:
    indent = "  " * (one.draft.depth + 1)
    mark = MOVED if one.moved and one.action == LEAVE else MARKS[one.action]
    if one.action == CHANGE:
        yield f"{mark}{indent}{one.draft.citation}  {redline(one)}"
    else:
        yield f"{mark}{indent}{one.draft.citation}  {_short(one.draft.text)}".rstrip()
    if one.was and one.moved:
        yield f" {indent}  " + _("it stood at %(citation)s") % {"citation": one.was.citation}
    if one.was and one.reshaped:
        yield f" {indent}  " + _("it was: %(kind)s") % {"kind": ProvisionKind(one.was.kind).label}


def redline(one: PlannedProvision) -> str:
    """The change of a provision's words, in plain text: `[-taken out-]`, `{+put in+}`."""
    return difference(one).plain


def difference(one: PlannedProvision) -> Diff:
    """What the file changes in a provision's words."""
    return diff(texts.single(one.was.html if one.was else ""), texts.single(one.draft.html))


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        if not place:
            yield f"\n{title}"
        yield f"  {line}"


def _left_out(words: str, why: str, count: int) -> str:
    times = f" (×{count})" if count > 1 else ""
    return f"{words}{times}: {why}" if words else f"{why}{times}"


def _short(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def _counts(plan: Plan) -> dict[str, int]:
    counts = plan.counts
    return {action: counts[action] for action in ACTIONS}


def as_report(plan: Plan) -> dict[str, Any]:
    """The plan as JSON; its placements can be filled in and handed back as they stand."""
    return {
        "format": FORMAT,
        "language": plan.lang,
        "title": plan.title,
        "counts": _counts(plan),
        "articles": [
            {
                "kind": article.draft.kind,
                "number": article.draft.number,
                "title": article.draft.title,
                "part": article.draft.part,
                "provisions": [_row(provision) for provision in article.provisions],
            }
            for article in plan.articles
        ],
        "removed": [{"citation": one.citation, "text": one.text} for one in plan.removed],
        "lost": [{"citation": one.citation, "text": one.text} for one in plan.lost],
        "left_out": [
            {"what": one.what, "why": str(one.why), "words": one.words, "count": one.count} for one in plan.left_out
        ],
        "renumbered": [vars(finding) for finding in plan.renumbered],
        "parity": [{**vars(finding), "sentence": sentence(finding)} for finding in plan.findings],
        "placements": as_json(plan.to_place),
    }


def _row(one: PlannedProvision) -> dict[str, Any]:
    row = {
        "action": one.action,
        "citation": one.draft.citation,
        "kind": one.draft.kind,
        "depth": one.draft.depth,
        "text": one.draft.text,
    }
    if one.was and (one.moved or one.reshaped):
        row |= {"moved": one.moved, "stood_at": one.was.citation, "was_kind": one.was.kind}
    return row | ({"was": one.was.text, "redline": redline(one)} if one.action == CHANGE and one.was else {})
