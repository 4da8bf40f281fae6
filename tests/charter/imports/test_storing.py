"""A plan carried out: keys for the file's identifiers, and editions read back as they were taken in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from charter.actions.editions import Origin
from charter.imports.drafts import Edition
from charter.imports.plan import plan
from charter.imports.refusals import NO_TITLE, Unreadable
from charter.imports.storing import Stored, Unplaced, store, stored, take
from charter.models import Article, Provision

from .made import edition

pytestmark = pytest.mark.django_db
ONE = """<h1 id="title">Charter</h1><h2 id="i">Article I. Water</h2><p id="i-1">1. Water is for all who live here.</p>
<p id="i-1-a">a) at home;</p><p id="i-2">2. Nobody pays for the first cup.</p>"""
UNO = """<h1>Carta</h1><h2 id="uno">Artículo I. Agua</h2><p id="uno-1">1. El agua es para quien vive aquí.</p>
<p id="uno-1-a">a) en casa;</p><p id="uno-2">2. Nadie paga la primera copa.</p>"""


def taken(text: Edition, slug: str = "charter", **more) -> Stored:
    return take(text, charter_slug=slug, origin=Origin("a.html", "0" * 64), by=None, at=timezone.now(), **more)


def test_identifiers_lead_to_keys() -> None:
    made = taken(edition(ONE))
    assert list(made.provision_keys) == ["i", "i-1", "i-1-a", "i-2"]
    assert list(made.article_keys) == ["i"]
    labels = made.charter.arrangement.labels()
    assert labels[made.provision_keys["i-1-a"]].citation == "I.1.a"
    assert Article.objects.filter(key=made.article_keys["i"]).exists()


def test_a_further_language_leads_to_the_same_keys() -> None:
    first, second = taken(edition(ONE)), taken(edition(UNO, "es"))
    assert list(second.provision_keys) == ["uno", "uno-1", "uno-1-a", "uno-2"]
    assert list(second.provision_keys.values()) == list(first.provision_keys.values())
    assert list(second.article_keys.values()) == list(first.article_keys.values())


def test_the_same_file_again_gives_the_same_keys() -> None:
    first, again = taken(edition(ONE)), taken(edition(ONE))
    assert (again.provision_keys, again.article_keys) == (first.provision_keys, first.article_keys)
    assert (first.changed, again.changed) == (True, False)


def test_stored_editions_read_as_they_came() -> None:
    came = [edition(ONE), edition(UNO, "es")]
    for one in came:
        made = taken(one)
    for one, back in zip(came, stored(made.charter), strict=True):
        read = [(p.kind, p.depth, p.html, p.citation, p.ordinal) for p in back.provisions()]
        assert (back.lang, back.title) == (one.lang, one.title)
        assert read == [(p.kind, p.depth, p.html, p.citation, p.ordinal) for p in one.provisions()]


def test_without_a_charter_nothing_is_stored() -> None:
    assert stored(None) == []


def test_what_must_be_placed_is_not_stored() -> None:
    taken(edition(ONE))
    before = Provision.objects.count()
    with pytest.raises(Unplaced) as waiting:
        taken(edition(UNO.partition('<p id="uno-2">')[0], "es"))
    assert (str(waiting.value), Provision.objects.count()) == ("I.2", before)


def test_a_charter_has_a_title() -> None:
    with pytest.raises(Unreadable) as refused:
        taken(edition(ONE.partition("</h1>")[2]))
    assert refused.value.sentence is NO_TITLE


@pytest.mark.parametrize(("number", "numerals"), [("I", "roman"), ("1", "arabic"), ("Premier", "arabic")])
def test_numerals_are_the_file_s(number: str, numerals: str) -> None:
    made = taken(edition(f"<h1>Charter</h1><h2>Article {number}. Water</h2><p>x</p>"))
    assert made.charter.numerals == numerals


def test_numerals_may_be_told() -> None:
    made = store(
        plan(edition(ONE)),
        charter_slug="other",
        origin=Origin("a.html", "0" * 64),
        by=None,
        at=timezone.now(),
        numerals="arabic",
    )
    assert [one.address for one in made.charter.arrangement.sections] == ["1"]


@pytest.mark.parametrize(
    ("headings", "slugs"),
    [
        (["Article 1. Water", "Article 2. Bread"], ["water", "bread"]),
        (["Article 1. Water", "Article 2. Water"], ["water", "water-2"]),
        (["Preamble", "Article 1. Water"], ["preamble", "water"]),
        (["Article 1. 水", "Article 2"], ["article-1", "article-2"]),
        (["General provisions", "Final provisions"], ["general", "final"]),
    ],
)
def test_every_article_has_a_slug_of_its_own(headings: list[str], slugs: list[str]) -> None:
    text = "".join(f"<h2>{heading}</h2><p>Words of it.</p>" for heading in headings)
    made = taken(edition(f"<h1>Charter</h1>{text}"))
    assert [one.slug for one in made.charter.arrangement.sections] == slugs


def test_an_article_that_is_renamed_keeps_its_slug_and_key() -> None:
    first = taken(edition(ONE))
    later = taken(edition(ONE.replace("Article I. Water", "Article I. Water for all")))
    assert [one.slug for one in later.charter.arrangement.sections] == ["water"]
    assert later.article_keys == first.article_keys


def test_an_article_that_is_added_before_another_counts_anew() -> None:
    first = taken(edition(ONE))
    new = "<h2 id='n'>Article I. Bread and salt</h2><p>1. Bread is baked in each district.</p>"
    later = taken(edition(ONE.replace("<h2", new + "<h2", 1).replace("Article I. Water", "Article II. Water")))
    labels = later.charter.arrangement.labels()
    assert labels[first.provision_keys["i-2"]].citation == "II.2"


def test_two_charters_stand_beside_each_other() -> None:
    one, other = taken(edition(ONE)), taken(edition(ONE), "other")
    assert set(one.provision_keys.values()).isdisjoint(other.provision_keys.values())


def test_three_languages_and_a_provision_of_the_third_alone() -> None:
    taken(edition(ONE))
    taken(edition(UNO, "es"))
    french = edition(UNO.replace("</p>", ".</p>") + "<p id='trois'>3. Encore une chose pour tous, dite ici.</p>", "fr")
    (asked,) = plan(french, stored(taken(edition(ONE)).charter)).to_place
    made = taken(french, placements=[asked])
    labels = made.charter.arrangement.labels()
    assert (asked.place, labels[made.provision_keys["trois"]].citation) == ("new", "I.3")
    assert [taken(one).changed for one in (edition(ONE), edition(UNO, "es"), french)] == [False] * 3
