"""A plan as words for a person and as JSON for a program; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.locales import in_quotes
from charter import texts
from charter.facts.finding import Finding
from charter.importing.placements import FORMAT, as_json
from charter.importing.plan import ACTIONS, CHANGE, LEAVE, Plan, PlannedProvision
from charter.states import ProvisionKind
from charter.text import Diff, diff

EXCERPT = 72
SENTENCES = {
    "missing_article": gettext_lazy("the article “%(base)s” does not exist in this language"),
    "new_article": gettext_lazy("the article “%(incoming)s” exists only in this language"),
    "missing": gettext_lazy("“%(base)s” does not exist in this language"),
    "new": gettext_lazy("“%(incoming)s” exists only in this language"),
    "doubtful": gettext_lazy("check whether “%(base)s” corresponds to “%(incoming)s”"),
    "points": gettext_lazy("subparagraphs: %(base)s in the source text, %(incoming)s here"),
    "label": gettext_lazy("label: “%(base)s” in the source text, “%(incoming)s” here"),
    "kind": gettext_lazy("type: %(base)s in the source text, %(incoming)s here"),
    "numbers": gettext_lazy("numbers: “%(base)s” in the source text, “%(incoming)s” here"),
    "dates": gettext_lazy("dates: “%(base)s” in the source text, “%(incoming)s” here"),
    "articles": gettext_lazy("articles cited: “%(base)s” in the source text, “%(incoming)s” here"),
    "links": gettext_lazy("links: “%(base)s” in the source text, “%(incoming)s” here"),
    "ordinals": gettext_lazy("ordinal numbers: “%(base)s” in the source text, “%(incoming)s” here"),
    "negations": gettext_lazy("negations: “%(base)s” in the source text, “%(incoming)s” here"),
    "permissions": gettext_lazy("permissions: %(base)s in the source text, %(incoming)s here"),
    "units": gettext_lazy("units: “%(base)s” in the source text, “%(incoming)s” here"),
    "currencies": gettext_lazy("currencies: “%(base)s” in the source text, “%(incoming)s” here"),
    "names": gettext_lazy("names: “%(base)s” in the source text, “%(incoming)s” here"),
    "list": gettext_lazy("number of list items: %(base)s in the source text, %(incoming)s here"),
    "percentages": gettext_lazy("percentages: “%(base)s” in the source text, “%(incoming)s” here"),
    "untranslated": gettext_lazy("the same text in both languages: “%(incoming)s”"),
    "term": gettext_lazy("the glossary has “%(incoming)s” for “%(base)s”, but this text does not use it"),
    "forbidden": gettext_lazy("the glossary has “%(base)s” and not “%(incoming)s”"),
    "spaces": gettext_lazy("a space is missing or wrong at “%(incoming)s”"),
    "quotes": gettext_lazy("a quotation mark of another language at “%(incoming)s”"),
    "signs": gettext_lazy("a character of another script at “%(incoming)s”"),
    "paired": gettext_lazy("“%(incoming)s” does not follow the style guide: %(base)s"),
    "sentences": gettext_lazy("sentences: %(base)s in the source text, %(incoming)s here"),
    "length": gettext_lazy("the length of this text is %(incoming)s percent of the expected length"),
    "renumbered": gettext_lazy("the file has the number “%(base)s”, the site counts “%(incoming)s”"),
}
MOVED = ">"
MARKS = {"add": "+", "change": "~", "leave": " ", "remove": "-", "missing": "?"}


def finding_sentence(finding: Finding) -> str:
    """One difference in words."""
    return f"{finding.citation}: {difference_in_words(finding)}"


def difference_in_words(finding: Finding) -> str:
    """What differs, without its place."""
    sides = {"base": _short(finding.base), "incoming": _short(finding.incoming)}
    sentence = str(SENTENCES[finding.kind])
    for name in (name for name, text in sides.items() if not text):
        sentence = sentence.replace(in_quotes(f"%({name})s"), pgettext("in place of a quotation", "nothing"))
    return sentence % sides


def as_text(plan: Plan) -> str:
    """The whole plan for a terminal: the tree, omitted parts, differences, and lines without a place."""
    return "\n".join(_lines(plan)) + "\n"


def unplaced_sentence(plan: Plan) -> str:
    """What must be done before the plan can be, naming each provision."""
    waiting = ", ".join(f"{placement.citation} (→ {placement.place})" for placement in plan.to_place)
    lost = ", ".join(provision_draft.citation for provision_draft in plan.lost)
    sentences = [
        _("Nothing was saved. Assign a place to %(names)s.") % {"names": waiting} if waiting else "",
        _(
            "Nothing was saved. The file does not contain %(names)s. Only a file in the first "
            "language of the charter can delete provisions."
        )
        % {"names": lost}
        if lost
        else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.title} ({plan.lang})"
    for article in plan.articles:
        yield f"\n{article.draft.name}  {article.draft.title}".rstrip()
        for provision in article.provisions:
            yield from _provision(provision)
    yield from _part(
        _("Deleted provisions"),
        (f"{provision_draft.citation}: {_short(provision_draft.text)}" for provision_draft in plan.removed),
    )
    yield from _part(
        _("Missing in this file"),
        (f"{provision_draft.citation}: {_short(provision_draft.text)}" for provision_draft in plan.lost),
    )
    yield from _part(
        _("Text removed or corrected during the import"),
        (_left_out(left_out.words, str(left_out.why), left_out.count) for left_out in plan.left_out),
    )
    yield from _part(_("Different numbers"), map(finding_sentence, plan.renumbered))
    yield from _part(_("Differences between the languages"), map(finding_sentence, plan.findings))
    yield from _part(
        _("To be assigned by a person"),
        (f"{placement.citation}: {_short(placement.words)} → {placement.place}" for placement in plan.to_place),
    )
    yield ""
    yield _("add %(add)s, change %(change)s, keep %(leave)s, delete %(remove)s, missing %(missing)s") % _counts(plan)


def _provision(planned: PlannedProvision) -> Iterator[str]:
    indent = "  " * (planned.draft.depth + 1)
    mark = MOVED if planned.moved and planned.action == LEAVE else MARKS[planned.action]
    if planned.action == CHANGE:
        yield f"{mark}{indent}{planned.draft.citation}  {plain_redline(planned)}"
    else:
        yield f"{mark}{indent}{planned.draft.citation}  {_short(planned.draft.text)}".rstrip()
    if planned.was and planned.moved:
        yield f" {indent}  " + _("previous place: %(citation)s") % {"citation": planned.was.citation}
    if planned.was and planned.reshaped:
        yield f" {indent}  " + _("previous type: %(kind)s") % {"kind": ProvisionKind(planned.was.kind).label}


def plain_redline(planned: PlannedProvision) -> str:
    """The change of a provision's words, in plain text: `[-taken out-]`, `{+put in+}`."""
    return difference_of(planned).plain


def difference_of(planned: PlannedProvision) -> Diff:
    """What the file changes in a provision's words."""
    return diff(texts.single_block(planned.was.html if planned.was else ""), texts.single_block(planned.draft.html))


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
    """The plan as JSON; its placements can be filled in and returned unchanged otherwise."""
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
        "removed": [
            {"citation": provision_draft.citation, "text": provision_draft.text} for provision_draft in plan.removed
        ],
        "lost": [
            {"citation": provision_draft.citation, "text": provision_draft.text} for provision_draft in plan.lost
        ],
        "left_out": [
            {"what": left_out.what, "why": str(left_out.why), "words": left_out.words, "count": left_out.count}
            for left_out in plan.left_out
        ],
        "renumbered": [vars(finding) for finding in plan.renumbered],
        "parity": [{**vars(finding), "sentence": finding_sentence(finding)} for finding in plan.findings],
        "placements": as_json(plan.to_place),
    }


def _row(planned: PlannedProvision) -> dict[str, Any]:
    row = {
        "action": planned.action,
        "citation": planned.draft.citation,
        "kind": planned.draft.kind,
        "depth": planned.draft.depth,
        "text": planned.draft.text,
    }
    if planned.was and (planned.moved or planned.reshaped):
        row |= {"moved": planned.moved, "stood_at": planned.was.citation, "was_kind": planned.was.kind}
    return row | (
        {"was": planned.was.text, "redline": plain_redline(planned)}
        if planned.action == CHANGE and planned.was
        else {}
    )
