"""A plan carried out: keys for the file's identifiers, and editions read back as they were taken in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.rules import Refused
from charter.actions.languages.editions import Origin
from charter.files.refusals import NO_TITLE, Unreadable
from charter.importing.drafts import Edition
from charter.importing.plan import plan_import
from charter.importing.storing import Stored, Unplaced, store_plan, stored_editions, take_edition
from charter.models import Article, Charter, Provision
from tests.charter.importing.made import edition

pytestmark = pytest.mark.django_db
ONE = """<h1 id="title">Charter</h1><h2 id="i">Article I. Water</h2><p id="i-1">1. Water is for all who live here.</p>
<p id="i-1-a">a) at home;</p><p id="i-2">2. Nobody pays for the first cup.</p>"""
UNO = """<h1>Carta</h1><h2 id="uno">Artículo I. Agua</h2><p id="uno-1">1. El agua es para quien vive aquí.</p>
<p id="uno-1-a">a) en casa;</p><p id="uno-2">2. Nadie paga la primera copa.</p>"""


def taken(text: Edition, slug: str = "charter", **more) -> Stored:
    return take_edition(text, charter_slug=slug, origin=Origin("a.html", "0" * 64), by=None, at=timezone.now(), **more)


def test_identifiers_lead_to_keys() -> None:
    stored = taken(edition(ONE))
    assert list(stored.provision_keys) == ["i", "i-1", "i-1-a", "i-2"]
    assert list(stored.article_keys) == ["i"]
    labels = stored.charter.arrangement.labels()
    assert labels[stored.provision_keys["i-1-a"]].citation == "I.1.a"
    assert Article.objects.filter(key=stored.article_keys["i"]).exists()


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
    for source in came:
        stored = taken(source)
    for source, back in zip(came, stored_editions(stored.charter), strict=True):
        read = [(p.kind, p.depth, p.html, p.citation, p.ordinal) for p in back.provisions()]
        assert (back.lang, back.title) == (source.lang, source.title)
        assert read == [(p.kind, p.depth, p.html, p.citation, p.ordinal) for p in source.provisions()]


def test_without_a_charter_nothing_is_stored() -> None:
    assert stored_editions(None) == []


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
    stored = taken(edition(f"<h1>Charter</h1><h2>Article {number}. Water</h2><p>x</p>"))
    assert stored.charter.numerals == numerals


def test_numerals_may_be_told() -> None:
    stored = store_plan(
        plan_import(edition(ONE)),
        charter_slug="other",
        origin=Origin("a.html", "0" * 64),
        by=None,
        at=timezone.now(),
        numerals="arabic",
    )
    assert [section.address for section in stored.charter.arrangement.sections] == ["1"]


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
    stored = taken(edition(f"<h1>Charter</h1>{text}"))
    assert [section.slug for section in stored.charter.arrangement.sections] == slugs


def test_an_article_that_is_renamed_keeps_its_slug_and_key() -> None:
    first = taken(edition(ONE))
    later = taken(edition(ONE.replace("Article I. Water", "Article I. Water for all")))
    assert [section.slug for section in later.charter.arrangement.sections] == ["water"]
    assert later.article_keys == first.article_keys


def test_an_article_that_is_added_before_another_counts_anew() -> None:
    first = taken(edition(ONE))
    new = "<h2 id='n'>Article I. Bread and salt</h2><p>1. Bread is baked in each district.</p>"
    later = taken(edition(ONE.replace("<h2", new + "<h2", 1).replace("Article I. Water", "Article II. Water")))
    labels = later.charter.arrangement.labels()
    assert labels[first.provision_keys["i-2"]].citation == "II.2"


def test_a_site_has_one_charter() -> None:
    taken(edition(ONE))
    with pytest.raises(Refused, match="One site has one charter"):
        taken(edition(ONE), "other")
    assert Charter.objects.count() == 1


def test_three_languages_and_a_provision_of_the_third_alone() -> None:
    taken(edition(ONE))
    taken(edition(UNO, "es"))
    french = edition(UNO.replace("</p>", ".</p>") + "<p id='trois'>3. Encore une chose pour tous, dite ici.</p>", "fr")
    (placement,) = plan_import(french, stored_editions(taken(edition(ONE)).charter)).to_place
    stored = taken(french, placements=[placement])
    labels = stored.charter.arrangement.labels()
    assert (placement.place, labels[stored.provision_keys["trois"]].citation) == ("new", "I.3")
    assert [taken(source).changed for source in (edition(ONE), edition(UNO, "es"), french)] == [False] * 3
