"""What of a file does not come in, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from charter.files import inline
from charter.files.refusals import Sentence

EXCERPT = 80
MOST_NOTES = 500
REASONS: dict[str, Sentence] = {
    "script": _("Scripts are removed."),
    "style": _("The layout comes from this site."),
    "picture": _("Images and other media are not part of the text."),
    "form": _("Forms and buttons are not part of the text."),
    "navigation": _("Menus are not part of the text."),
    "comment": _("Comments in the file are not part of the text."),
    "footnote": _("Footnotes are not imported. Add their content by hand where needed."),
    "margin": _("Page headers and footers are not part of the text."),
    "hidden": _("Hidden text is removed."),
    "link": _("Only http, https and mailto links are imported. Other links are imported as text without the link."),
    "table": _("Each row of a table was imported as a paragraph."),
    "contents": _("Tables of contents are not part of the text. The site makes its own table of contents."),
    "front": _("Subtitles, dates and names before the text are not part of it."),
    "chosen": _("A person chose to leave out the line."),
    "own": _("Lines that this site writes into its exports are not part of the text."),
    "box": _("Text boxes are not part of the text. Add their text by hand where needed."),
    "embedded": _("Documents inside the file are not read."),
    "bidi": _("Characters that change the reading direction were removed."),
    "invisible": _("Zero-width characters were removed."),
    "field": _("Field codes and links to other documents are removed. The text that they show is kept."),
    "faint": _("Text that is almost white or smaller than 4 points is imported like other text. Check it."),
    "mixed": _("The word contains letters of two scripts, for example Latin and Cyrillic. Check the word."),
    "control": _("Control characters were removed."),
    "format": _("Changes of formatting are not imported."),
    "label": _("The site sets the citations. Changes to citations are not imported."),
    "other": _("You did not choose the author of this change."),
    "outside": _("Text outside the table of changes is not imported."),
    "in_force": _("Tracked changes in the column of the text in force are not imported."),
    "already": _("The current text already contains the change."),
    "amendment": _("The change is already amendment %(number)s. It does not become part of your draft."),
    "group": _("Headings of groups of articles are removed. The articles follow each other."),
}


@dataclass(frozen=True)
class LeftOut:
    """Something of the file that does not come in, how often, and how its words begin.

    `number` is that of the amendment to which it belongs, if it belongs to one.
    """

    what: str
    words: str = ""
    count: int = 1
    number: int = 0

    @property
    def why(self) -> Sentence:
        why = REASONS[self.what]
        return str(why) % {"number": self.number} if self.number else why


def left_out(what: str, words: str = "", count: int = 1, number: int = 0) -> LeftOut:
    """A note that something was left out, its words shortened."""
    words = inline.SPACE.sub(" ", inline.clean_characters(words).text).strip()
    return LeftOut(what, words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…", count, number)


def sum_notes(notes: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """The notes, each once with how often it was made; after many, only how often each thing was left out."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], LeftOut] = {}
    for note in notes:
        key = (note.what, note.words)
        counts[key] += note.count
        first.setdefault(key, note)
    kept = [replace(note, count=counts[key]) for key, note in first.items()]
    rest: Counter[str] = Counter()
    for note in kept[MOST_NOTES:]:
        rest[note.what] += note.count
    return (*kept[:MOST_NOTES], *(LeftOut(what, count=count) for what, count in rest.items()))
