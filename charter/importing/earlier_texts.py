"""The provisions of a file from before this site, each with the provision of the charter that it corresponds to."""

from __future__ import annotations

from collections.abc import Iterator

from charter.actions.versions.earlier_texts import NewLine
from charter.files.left_out import LeftOut
from charter.importing.alignment import align_editions
from charter.importing.drafts import Edition
from charter.importing.plan import group_headings
from charter.importing.reading import Reading
from charter.importing.storing import published_edition, stored_editions
from charter.models import Charter


def first_edition(charter: Charter, language: str) -> Edition | None:
    """What an earlier text is compared with: version 1, and before its publication the working text.

    In that language if the charter has it, else in the first one; None if there is no text.
    """
    version = charter.versions.order_by("number").first()
    if version is None:
        editions = stored_editions(charter)
    else:
        editions = [published_edition(version, code) for code in charter.languages.values_list("code", flat=True)]
    written = [edition for edition in editions if edition.articles]
    return next((edition for edition in written if edition.lang == language), next(iter(written), None))


def matched_lines(edition: Edition, base: Edition | None) -> list[NewLine]:
    """The provisions of an edition with the keys that the alignment is sure of; in doubt there is none."""
    pairs = align_editions(base, edition).pairs if base is not None else ()
    keys = {pair.incoming.citation: pair.base.key for pair in pairs}
    return [
        NewLine(
            article=number,
            article_kind=article.kind,
            article_number=article.number,
            kind=provision.kind,
            depth=provision.depth,
            printed=provision.label,
            citation=provision.citation,
            html=provision.html,
            words=provision.text,
            key=keys.get(provision.citation, ""),
        )
        for number, article in enumerate(edition.articles)
        for provision in article.provisions
    ]


def left_out_of(reading: Reading) -> Iterator[LeftOut]:
    """What of the file is not in the text, with the headings of groups of articles."""
    yield from reading.left_out
    yield from group_headings(reading.edition)
