"""What anybody reads: the fifth article, what changed in it, who asked for its words; also on a narrow screen."""

from __future__ import annotations

from urllib.parse import urlsplit

from accounts.models import Follow, Letter
from tests.journeys.hands import Crew

from .stage import FIFTH, Stage, says

ARTICLE = "/en/charter/2/V/"
NOW, BEFORE = "one third of its means", "one fifth of its means"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ADDRESS = "reader@example.org"
NARROW = {"width": 320, "height": 640}


def find_the_fifth_article(crew: Crew, _stage: Stage) -> None:
    """From the home page to the article as the latest version has it."""
    reader = crew["anybody"]
    reader.go("/en/")
    reader.press("main a.button[href='/en/charter/']")
    reader.press(f"main a[href='{ARTICLE}']")
    text = reader.said()
    assert "You are reading the latest version." in text and NOW in text and BEFORE not in text


def see_what_changed(crew: Crew, _stage: Stage) -> None:
    """From the article to its words in the first and the second version."""
    reader = crew["anybody"]
    reader.go(ARTICLE)
    reader.press("main a[href='/en/charter/1..2/V/']")
    changed = reader.page.locator("main .words")
    assert "fifth" in changed.locator("del").first.inner_text()
    assert "third" in changed.locator("ins").first.inner_text()


def ask_who_asked(crew: Crew, _stage: Stage) -> None:
    """From the article to the amendment that brought its words, with its reason."""
    reader = crew["anybody"]
    reader.go(ARTICLE)
    reader.press("main a[href='/en/charter/2/V/?who=V.2#V.2']")
    reader.press("[data-note] a[href='/en/amendments/1/1/']")
    text = reader.said()
    assert "Tamanrit" in text and "Why it is asked" in text


def read_on_a_narrow_screen(crew: Crew, _stage: Stage) -> None:
    """The whole article on 320 px, and nothing to scroll sideways."""
    reader = crew["anybody"]
    reader.page.set_viewport_size(NARROW)
    text = reader.go(ARTICLE)
    assert NOW in text and all(says("en", FIFTH, paragraph) in text for paragraph in (1, 3, 8))
    assert reader.page.evaluate(WIDER) <= 0


def follow_a_provision(crew: Crew, stage: Stage) -> None:
    """From the page of a provision to its news by mail, without an account: the link that is mailed is opened too."""
    reader, place = crew["anybody"], stage.provision(FIFTH, 2)
    reader.go(f"/en/provisions/{place.short}/")
    reader.press(f"main a.button[href='/en/follow/provision/{place.short}/']")
    reader.write("input[name=address]", ADDRESS)
    reader.press("main .acts button")
    assert ADDRESS in reader.said()
    reader.go(urlsplit(Letter.objects.filter(to=None, address=ADDRESS).latest("pk").link).path)
    reader.press("main form button")
    assert Follow.objects.filter(follower__address=ADDRESS, confirmed_at__isnull=False).count() == 1
