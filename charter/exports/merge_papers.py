"""A merge as a Word file for a legal service: the author of each tracked change is the member that proposes it.

Accepting all changes gives the result of the merge, rejecting all of them the text before, provision by provision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.locales import join_in_words, localize_commas
from charter import texts
from charter.exports import office
from charter.exports.papers import full_address, speak_language
from charter.exports.proposed_files import write_tracked_docx
from charter.exports.texts import POINTS, levels_of_blocks
from charter.exports.word_anchors import CITATION, PROPERTY
from charter.models import Amendment, MergePaper
from charter.queries.languages.names import language_of
from charter.queries.papers.merge_papers import (
    GONE,
    NEW,
    REARRANGED,
    PaperLine,
    amendments_in,
    lines_of_paper,
    signed_id,
)
from charter.states import TERM_HEADINGS, ProvisionKind
from charter.wording.charter_text import charter_words, in_words, proposer_of

DAY = "%Y-%m-%dT00:00:00Z"


def write_merge_docx(paper: MergePaper) -> bytes:
    """The Word file; changes can be accepted and rejected in it, and new ones are tracked."""
    language, signed = language_of(paper.merge.language), signed_id(paper)
    with speak_language(paper.merge.language):
        page = _Page(paper).html()
    options = [*office.options(language), f"--metadata={PROPERTY}:{signed}"]
    return write_tracked_docx(page, options, language, paper.at, _title(paper), signed)


def _title(paper: MergePaper) -> str:
    return str(paper.merge.charter.title.in_language(paper.merge.language).text)


@dataclass
class _Page:
    """The file as HTML for pandoc."""

    paper: MergePaper
    lines: Sequence[PaperLine] = field(init=False)
    amendments: Mapping[int, Amendment] = field(init=False)
    comments: int = 0

    def __post_init__(self) -> None:
        self.lines = lines_of_paper(self.paper)
        self.amendments = amendments_in(self.lines)

    def html(self) -> str:
        levels = levels_of_blocks([(line.kind, line.depth) for line in self.lines])
        rows = [
            {
                "is_title": line.kind == ProvisionKind.TITLE,
                "is_heading": line.is_heading,
                "is_term": line.kind in TERM_HEADINGS,
                "level": level if line.kind in POINTS else 0,
                "words": self._paragraph(line),
            }
            for line, level in zip(self.lines, levels, strict=True)
        ]
        context = {"language": language_of(self.paper.merge.language), "notes": self._notes(), "rows": rows, "end": ""}
        return render_to_string("charter/papers/exports/proposed.html", context)

    def _notes(self) -> list[str]:
        language = language_of(self.paper.merge.language).in_words
        return [
            f"{_title(self.paper)}. {language}.",
            _("The changes of the merge are tracked. The author of each change is the member that proposes it."),
            _("Accept, reject or edit the changes, save the file, and send it back to the secretariat."),
            _("The citations in square brackets are not part of the text. Do not change them."),
        ]

    def _paragraph(self, line: PaperLine) -> SafeString:
        """A provision with its marks, and a comment that names the amendments."""
        start, end = self._comment(line)
        label = charter_words("")
        if line.citation and line.effect != NEW:
            label = format_html('<span data-custom-style="{}">[{}]</span> ', CITATION, localize_commas(line.citation))
        text = format_html_join("", "{}", ((piece,) for piece in self._pieces(line)))
        if line.effect == GONE:
            label = self._mark("deletion", label, line.amendments) if label else label
        return format_html('{}{}<span id="c-{}">{}</span>{}', label, start, line.key, text, end)

    def _pieces(self, line: PaperLine) -> Iterator[SafeString]:
        """The text before with its edits: each stretch that goes and each that comes is marked."""
        if line.effect == NEW:
            yield self._mark("insertion", charter_words(line.after), line.amendments)
            return
        if line.effect == GONE:
            yield self._mark("deletion", charter_words(line.before), line.amendments)
            return
        document, place = texts.single_block(line.before), 0
        for edit in line.edits:
            yield charter_words(texts.stretch_html(document, place, edit.start))
            gone = texts.stretch_html(document, edit.start, edit.end)
            yield self._mark("deletion", charter_words(gone), edit.amendments)
            yield self._mark("insertion", charter_words(edit.html), edit.amendments)
            place = edit.end
        yield charter_words(texts.stretch_html(document, place, len(document.text)))

    def _mark(self, kind: str, html: SafeString, amendments: Iterable[int]) -> SafeString:
        if not html:
            return html
        author, day = self._author(amendments)
        pattern = '<span class="{}" data-author="{}" data-date="{}">{}</span>'
        return format_html(pattern, kind, author, day, html)

    def _author(self, amendments: Iterable[int]) -> tuple[str, str]:
        """The members that propose a change, and the day of the last confirmation; else the secretariat."""
        proposing = [self.amendments[pk] for pk in amendments]
        days = [amendment.confirmed_at for amendment in proposing if amendment.confirmed_at]
        names = dict.fromkeys(proposer_of(amendment) for amendment in proposing)
        at = max(days, default=self.paper.at)
        return join_in_words(names) or _("Secretariat"), f"{timezone.localtime(at):{DAY}}"

    def _comment(self, line: PaperLine) -> tuple[SafeString, SafeString]:
        """The spans between which pandoc marks the text of a comment; empty where there is nothing to say."""
        rows = [*self._of_amendments(line), *self._of_wordings(line)]
        if not rows:
            return charter_words(""), charter_words("")
        self.comments += 1
        body = format_html_join("", "{}<br>", ((row,) for row in rows))
        pattern = '<span class="comment-start" id="{}" data-author="{}" data-date="{}">{}</span>'
        day = f"{timezone.localtime(self.paper.at):{DAY}}"
        start = format_html(pattern, self.comments, _("Secretariat"), day, body)
        return start, format_html('<span class="comment-end" id="{}"></span>', self.comments)

    def _of_amendments(self, line: PaperLine) -> Iterator[str]:
        for pk in line.all_amendments:
            amendment = self.amendments[pk]
            name = _("Amendment %(number)s") % {"number": amendment.number}
            title = in_words(amendment.text.title if amendment.text else None)
            yield f"{name}. {title}" if title else f"{name}."
            yield full_address("amendment", amendment.round.number, amendment.number)
        if line.effect == REARRANGED:
            yield _("The provision is moved, split or combined. Tracked changes do not show such a change.")

    def _of_wordings(self, line: PaperLine) -> Iterator[str]:
        if line.wordings:
            yield _("The change is not marked in the text, because the merge has an open conflict here.")
        for wording in line.wordings:
            numbers = join_in_words(str(self.amendments[pk].number) for pk in wording.amendments)
            yield _("Wording, No. %(numbers)s: %(text)s") % {"numbers": numbers, "text": wording.text}
