"""A redline by eye and ear: in four languages, in print, in forced colours, dark, right to left, at 320 px."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.text import diff, parse

pytestmark = pytest.mark.browser

CSS = Path(__file__).resolve().parents[2] / "consultation" / "static" / "css" / "site.css"
OLD = {
    "en": ["Homes", "The city keeps one fifth of new homes.", "It answers each request and gives reasons."],
    "fr": ["Logements", "La ville garde un cinquième des logements.", "Elle répond à chaque demande et dit pourquoi."],
    "es": ["Viviendas", "La ciudad guarda un quinto de las viviendas.", "Responde a cada solicitud y dice por qué."],
    "ar": ["المساكن", "تحتفظ المدينة بخُمس المساكن الجديدة وفق ISO 37120.", "تجيب عن كل طلب وتذكر الأسباب."],
}
NEW = {
    "en": ["Homes", "The city keeps one third of new homes.", "It answers <b>each request</b> and gives reasons."],
    "fr": [
        "Logements",
        "La ville garde un tiers des logements.",
        "Elle répond à <b>chaque demande</b> et dit pourquoi.",
    ],
    "es": [
        "Viviendas",
        "La ciudad guarda un tercio de las viviendas.",
        "Responde a <b>cada solicitud</b> y dice por qué.",
    ],
    "ar": ["المساكن", "تحتفظ المدينة بثُلث المساكن الجديدة وفق ISO 37120.", "تجيب عن <b>كل طلب</b> وتذكر الأسباب."],
}
LANGUAGES = list(OLD)


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def document(blocks: list[str], order: str = "abc"):
    by_key, tag = dict(zip("abc", blocks, strict=True)), {"a": "h3", "b": "p", "c": "p"}
    return parse("".join(f'<{tag[key]} data-key="{key}">{by_key[key]}</{tag[key]}>' for key in order))


def shown(page, language: str, order: str = "abc"):
    """Puts the redline on a page in the site's look and gives the new document."""
    new = document(NEW[language], order)
    body = diff(document(OLD[language]), new).redline(language)
    direction = "rtl" if language == "ar" else "ltr"
    head = f'<!doctype html><html lang="{language}" dir="{direction}">'
    page.set_content(f'{head}<body><main class="shell words">{body}</main></body></html>')
    page.add_style_tag(content=CSS.read_text(encoding="utf-8"))
    return new


def hidden_words(page) -> list[str]:
    """The text before each mark, for listeners."""
    return [text.strip() for text in page.locator(".vh").all_inner_texts() if text.strip() != "]"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("order", ["abc", "acb"])
def test_without_deletions_and_hidden_words_the_page_reads_as_the_new_text(page, language, order):
    new = shown(page, language, order)
    page.evaluate("document.querySelectorAll('del, .vh').forEach(e => e.remove())")
    assert page.locator("main").inner_text().split() == new.text.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_listener_hears_every_mark_with_its_words(page, language):
    shown(page, language, "acb")
    heard = page.locator("main").aria_snapshot()
    assert [words for words in hidden_words(page) if words not in heard] == []
    assert "insertion" in heard
    assert "deletion" in heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_hidden_words_say_their_language_and_are_not_copied(page, language):
    shown(page, language)
    assert page.locator(".vh").evaluate_all("all => [...new Set(all.map(e => e.lang))]") == [language]
    assert page.locator(".vh").first.evaluate("e => getComputedStyle(e).userSelect") == "none"
    assert page.locator("[aria-label]").count() == 0


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"media": "print"}, {"color_scheme": "dark"}])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_lines_carry_the_meaning_where_colours_do_not(page, language, media):
    shown(page, language)
    page.emulate_media(**media)
    lines = "e => getComputedStyle(e).textDecorationLine"
    assert page.locator("ins").first.evaluate(lines) == "underline"
    assert page.locator("del").first.evaluate(lines) == "line-through"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_screen_of_320_pixels(page, language):
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, language, "acb")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
