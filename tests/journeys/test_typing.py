"""An amendment is typed in the text itself, and its tracked changes follow below; with and without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from charter.models import Amendment
from tests import factories
from tests.journeys.walking import TEXT, enter

pytestmark = pytest.mark.browser

OLD = factories.WORDS["en"][5]
SHOWN = "#change-0 [data-tracked-shown]"
SAID = "#change-0 [data-tracked-said]"
BUTTON = "button[name=act][value='show:0']"
FIELDS = {
    "replace": ["text"],
    "split": ["text"],
    "delete": [],
    "join": [],
    "insert": ["new_kind", "new_text"],
    "move": ["after"],
}
# How the text is set: its face, its size, its lines, and how long they are.
SETTING = """element => {
  const style = getComputedStyle(element);
  const sides = ["paddingLeft", "paddingRight", "borderLeftWidth", "borderRightWidth"];
  const beside = sides.reduce((sum, name) => sum + parseFloat(style[name]), 0);
  return [style.fontFamily, style.fontSize, style.lineHeight, element.getBoundingClientRect().width - beside];
}"""


@pytest.fixture
def round_(transactional_db):
    return factories.round_(factories.version(factories.charter(languages=("en", "ar"))))


@pytest.fixture
def officer(round_):
    return factories.member(factories.organisation("Tamanrit"), "officer")


def begin(one, round_, language="en"):
    return one.go(f"/{language}/provisions/{factories.provision(round_.charter, 5).short}/propose/")


@pytest.fixture
def page(reader, round_, officer):
    return begin(enter(reader(), officer), round_)


def test_the_field_is_set_as_the_paragraph_of_the_article(page):
    typed = page.locator(TEXT).evaluate(SETTING)
    page.goto("/en/charter/1/I/")
    assert page.locator("[id='I.1.1'] > .words").evaluate(SETTING) == typed


def test_the_changes_follow_the_typing_and_the_focus_stays(page):
    field = page.locator(TEXT)
    field.press("End")
    field.press_sequentially(" And for students.")
    page.wait_for_selector(f"{SHOWN} ins")
    assert "And for students." in page.locator(f"{SHOWN} ins").inner_text()
    assert page.locator(SAID).inner_text() == "1 change"
    assert page.evaluate("document.activeElement.name") == "changes-0-text"
    assert page.locator(BUTTON).is_hidden() and Amendment.objects.count() == 0


def test_only_the_latest_of_several_requests_is_shown_and_the_reader_hears_a_number(page):
    asked = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/changes/") else None)
    page.locator(TEXT).press("End")
    page.locator(TEXT).press_sequentially(" Trees grow here.", delay=20)
    page.wait_for_selector(f"{SHOWN} ins")
    assert len(asked) == 1, "each key asked the server"
    assert page.locator(SAID).get_attribute("role") == "status"
    assert page.locator("#change-0 [aria-live], #change-0 [role=status]").count() == 1


def test_each_kind_of_change_shows_its_own_fields_alone(page):
    for kind, fields in FIELDS.items():
        page.locator(f"#change-0 input[value={kind}]").check()
        seen = page.locator("#change-0 :is(textarea, select, input:not([type=radio], [type=hidden]))")
        names = [one.get_attribute("name").removeprefix("changes-0-") for one in seen.all() if one.is_visible()]
        assert (kind, names) == (kind, fields)
    page.locator("#change-0 input[value=delete]").check()
    page.wait_for_selector(f"{SHOWN} del")
    assert OLD.split()[-1] in page.locator(f"{SHOWN} del").inner_text()


def test_what_was_typed_for_one_kind_is_still_there_after_another(page):
    page.locator(TEXT).fill("All homes.")
    page.locator("#change-0 input[value=delete]").check()
    page.locator("#change-0 input[value=replace]").check()
    assert page.locator(TEXT).input_value() == "All homes."


def test_without_an_answer_the_page_says_so_and_offers_the_button(page):
    page.route("**/changes/", lambda route: route.abort())
    page.locator(TEXT).fill("All homes.")
    page.wait_for_selector(f"{BUTTON}:visible")
    assert page.locator(SAID).inner_text() == "Your changes cannot be shown now. Your text stays in the field."
    assert page.locator(TEXT).input_value() == "All homes."


def test_what_the_browser_kept_is_shown_with_its_changes(page):
    page.locator(TEXT).fill(f"{OLD} Trees grow.")
    page.reload()
    page.wait_for_selector(f"{SHOWN} ins")
    page.locator("[data-kept-undo]").click()
    page.wait_for_function("selector => !document.querySelector(selector).firstElementChild", arg=SHOWN)
    assert page.locator(SAID).inner_text() == "No changes."


def test_without_script_a_button_shows_them(reader, round_, officer):
    page = begin(enter(reader(java_script_enabled=False), officer), round_)
    page.locator(TEXT).fill(OLD.replace("fifth", "third"))
    with page.expect_navigation():
        page.locator(BUTTON).click()
    assert page.url.endswith("#change-0-tracked")
    assert "third" in page.locator(f"{SHOWN} ins").inner_text()
    assert page.locator(TEXT).input_value() == OLD.replace("fifth", "third")
    page.locator("#change-0 input[value=move]").check()
    assert page.locator(TEXT).is_hidden() and Amendment.objects.count() == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_in_arabic_too_and_axe_finds_nothing(reader, round_, officer, width):
    page = begin(enter(reader(viewport={"width": width, "height": 900}), officer), round_, "ar")
    page.locator(TEXT).press("End")
    page.locator(TEXT).press_sequentially(" ISO 37120")
    page.wait_for_selector(f"{SHOWN} ins")
    assert page.locator(SAID).inner_text() == "تغيير واحد"
    assert page.locator(SHOWN).evaluate("element => getComputedStyle(element).direction") == "rtl"
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_margin_names_the_others_who_change_the_text(reader, round_, officer):
    city = factories.organisation("Velmora")
    other = factories.confirmed(round_, city, factories.member(city, "delegate"), "All homes.")
    margin = begin(enter(reader(), officer), round_).locator("#others")
    assert "Velmora" in margin.inner_text()
    assert margin.get_by_role("link", name=f"Amendment {other.number}").is_visible()
