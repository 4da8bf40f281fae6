"""A document as a flat row of clean blocks, and the list of all that was left behind and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from charter.imports import inline
from charter.imports.inline import Run
from charter.imports.numerals import Label
from charter.imports.refusals import Sentence

EXCERPT = 80
REASONS: dict[str, Sentence] = {
    "script": _("Programs are never taken in."),
    "style": _("The look is the site's own."),
    "picture": _("Pictures and other media are not part of the words."),
    "form": _("Forms and buttons are not part of the words."),
    "navigation": _("Menus are not part of the words."),
    "comment": _("Remarks inside the file are not part of the words."),
    "footnote": _("Notes are not part of the words; put them in by hand where they are needed."),
    "margin": _("Headers and footers of pages are not part of the words."),
    "hidden": _("Hidden text is never taken in."),
    "link": _("Only links to http, https and mailto addresses are kept; the words stay."),
    "table": _("A table was read cell by cell, each cell a paragraph."),
    "bidi": _("Characters that turn the direction of reading were taken out."),
    "invisible": _("Characters without width were taken out."),
    "control": _("Control characters were taken out."),
    "group": _("Headings of groups of articles are not kept: the articles stand one after the other."),
    "lost": _("These words of the file did not come through."),
}


@dataclass(frozen=True)
class LeftOut:
    """Something of the file that does not come in, why, how often, and how its words begin."""

    what: str
    why: Sentence
    words: str = ""
    count: int = 1


@dataclass(frozen=True)
class Block:
    """One block of a document: a heading, an item of a list or a text."""

    role: str  # heading | item | text
    level: (
        int  # of a heading 1 to 6; of an item how deep its list is nested; of a text inside an item likewise, else 0
    )
    runs: tuple[Run, ...]
    label: Label | None = None
    source_id: str = ""

    @property
    def text(self) -> str:
        return inline.plain(self.runs)

    @property
    def bold(self) -> bool:
        return bool(self.runs) and all("strong" in run.formats for run in self.runs if run.text.strip())


@dataclass(frozen=True)
class Blocks:
    """A document as blocks, with its title of the head and what was left out."""

    blocks: tuple[Block, ...]
    title: str
    left_out: tuple[LeftOut, ...]


def left_out(what: str, words: str = "", count: int = 1) -> LeftOut:
    """A note that something was left out, its words shortened."""
    words = inline.SPACE.sub(" ", inline.clean(words).text).strip()
    return LeftOut(what, REASONS[what], words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…", count)
