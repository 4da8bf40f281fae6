"""Words that a reader selects lead to who proposed them, and for staff members to proposing another wording."""

from __future__ import annotations

import pytest

from tests import factories

pytestmark = pytest.mark.browser

ARTICLE = "/en/charter/1/I/"
WORDS = "[id='I.1.1'] > .words"
# Where a word of the provision is on the screen: its left and right edge, and its middle from the top.
WORD = """([selector, word]) => {
  const walk = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  let text = walk.nextNode();
  while (!text.data.includes(word)) text = walk.nextNode();
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(word));
  range.setEnd(text, text.data.indexOf(word) + word.length);
  const box = range.getBoundingClientRect();
  return [box.left, box.right, (box.top + box.bottom) / 2];
}"""
FIRST_LETTER = """([selector, word]) => {
  const walk = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  let text = walk.nextNode();
  while (!text.data.includes(word)) text = walk.nextNode();
  const start = text.data.indexOf(word);
  document.getSelection().setBaseAndExtent(text, start, text, start + 1);
}"""


def select_by_mouse(page, word):
    left, right, middle = page.evaluate(WORD, [WORDS, word])
    page.mouse.move(left + 1, middle)
    page.mouse.down()
    page.mouse.move(right - 1, middle, steps=5)
    page.mouse.up()


def test_selected_words_lead_to_who_proposed_them(walked, reader):
    page = reader().go(ARTICLE)
    assert page.locator(".selected:visible").count() == 0
    select_by_mouse(page, "fifth")
    assert page.evaluate("document.getSelection().toString()") == "fifth"
    link = page.locator(f"{WORDS} + .selected a")
    assert link.inner_text() == "Who proposed this text?"
    link.click()
    page.wait_for_url("**at=19-24**")
    assert page.locator("[id='I.1.1-who']").count() == 1


def test_words_selected_by_keys_show_one_link_under_their_paragraph(walked, reader):
    page = reader().go(ARTICLE)
    select_by_mouse(page, "fifth")
    page.evaluate(FIRST_LETTER, ["[id='I.1'] > .words", "veryone"])
    for _sign in range(2):
        page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("document.getSelection().toString()") == "ver"
    assert page.locator(".selected:visible").count() == 1
    assert page.locator("[id='I.1'] > .words + .selected a").get_attribute("href").endswith("at=1-4#I.1-who")


def test_a_staff_member_is_led_to_proposing_another_wording(walked, people, reader):
    page = reader(people["officer"]).go(ARTICLE)
    select_by_mouse(page, "fifth")
    link = page.locator(f"{WORDS} + .selected a")
    assert link.inner_text() == "Propose another wording"
    link.click()
    page.wait_for_url(f"**/provisions/{factories.provision(walked.charter, 5).short}/propose/**")


def test_words_selected_by_touch_lead_to_who_proposed_them(walked, reader):
    """The handles of a selection belong to the phone, not to the page: they are moved here as it reports them."""
    page = reader(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 800}).go(ARTICLE)
    page.locator(WORDS).scroll_into_view_if_needed()
    left, right, middle = page.evaluate(WORD, [WORDS, "fifth"])
    page.touchscreen.tap((left + right) / 2, middle)
    assert page.locator(".selected:visible").count() == 0
    page.evaluate(FIRST_LETTER, [WORDS, "fifth"])
    for length in range(2, 6):
        page.evaluate(
            "() => { const chosen = getSelection(); chosen.extend(chosen.focusNode, chosen.focusOffset + 1); }"
        )
        assert len(page.evaluate("getSelection().toString()")) == length
    link = page.locator(f"{WORDS} + .selected a")
    link.wait_for()
    assert link.bounding_box()["height"] >= 44
    link.tap()
    page.wait_for_url("**at=19-24**")
    assert page.locator("[id='I.1.1-who']").count() == 1
