"""Which provisions of a text from before the site are those of the charter; in doubt it is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from charter.importing.earlier_texts import matched_lines
from charter.importing.reading import Reading, reading_as_json

CHARTER = """<h1>Charter</h1><h2>Article I. Water</h2><p>1. Clean water is for all who live here.</p>
<h2>Article II. Safety without fear</h2><p>1. Nobody is afraid on the way home at night.</p>"""


def edition(html: str):
    options = {"filename": "a.html", "language": "en", "title": "", "tracked": None}
    return Reading.from_json(reading_as_json(html.encode(), **options)).edition


def keyed(html: str):
    """The same with keys, as an edition that is stored has them: the citation stands for the key."""
    plain = edition(html)
    return replace(
        plain,
        articles=tuple(
            replace(article, provisions=tuple(replace(p, key=p.citation) for p in article.provisions))
            for article in plain.articles
        ),
    )


def keys_of(html: str) -> dict[str, str]:
    return {line.citation: line.key for line in matched_lines(edition(html), keyed(CHARTER))}


@pytest.mark.parametrize(
    ("title", "text", "keys"),
    [
        ("Fairs", "Every quarter keeps one market.", ("", "")),
        ("Safety without fear", "Every quarter keeps one market.", ("II, title", "")),
        ("The night", "Nobody is afraid on the way home.", ("II, title", "II.1")),
    ],
)
def test_a_heading_is_matched_by_its_words_or_by_the_text_below_it(title, text, keys):
    water = "<h1>Draft</h1><h2>Article I. Water</h2><p>1. Clean water is for all.</p>"
    matched = keys_of(f"{water}<h2>Article II. {title}</h2><p>1. {text}</p>")
    assert (matched["II, title"], matched["II.1"]) == keys
    assert matched["I.1"] == "I.1"


def test_without_a_charter_nothing_is_matched():
    assert {line.key for line in matched_lines(edition(CHARTER), None)} == {""}
