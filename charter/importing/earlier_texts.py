"""The provisions of a file from before this site, each with the provision of the charter that it corresponds to."""

from __future__ import annotations

from collections.abc import Iterator

from charter.actions.versions.earlier_texts import NewLine
from charter.files.left_out import LeftOut
from charter.importing.alignment import Pair, align_editions
from charter.importing.drafts import Edition
from charter.importing.plan import group_headings
from charter.importing.reading import Reading
from charter.importing.storing import published_edition, stored_editions
from charter.importing.text_likeness import ALIKE, likeness_of, words_to_compare
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
    keys = {pair.incoming.citation: pair.base.key for pair in _sure_pairs(base, edition)} if base is not None else {}
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


def _sure_pairs(base: Edition, edition: Edition) -> Iterator[Pair]:
    """The pairs of the alignment. Headings with other words are one only where text below them is in a pair too.

    In one language the alignment pairs headings by their place, since a later edition follows the earlier one. Between
    an earlier text and the charter articles came and went.
    """
    pairs = align_editions(base, edition).pairs
    homes = [_homes(base), _homes(edition)]
    below = {
        (homes[0][pair.base.citation], homes[1][pair.incoming.citation]) for pair in pairs if not pair.base.is_heading
    }
    for pair in pairs:
        same_article = homes[0][pair.base.citation], homes[1][pair.incoming.citation]
        is_like = likeness_of(*(words_to_compare(side.text) for side in (pair.base, pair.incoming))) >= ALIKE
        if not pair.incoming.is_heading or is_like or same_article in below:
            yield pair


def _homes(edition: Edition) -> dict[str, int]:
    """The place of the article of each provision, by its citation."""
    return {
        provision.citation: place for place, article in enumerate(edition.articles) for provision in article.provisions
    }


def left_out_of(reading: Reading) -> Iterator[LeftOut]:
    """What of the file is not in the text, with the headings of groups of articles."""
    yield from reading.left_out
    yield from group_headings(reading.edition)
