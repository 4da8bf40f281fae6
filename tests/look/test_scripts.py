"""The small scripts: typed words come back after a loss, single keys step and can be switched off."""

from __future__ import annotations

import pytest

from tests.look.browsing import HOST, page_of

pytestmark = pytest.mark.browser

FORM = """<form data-keep="7:VI.2.3" {saved}><textarea name="words" aria-label="Words">as served</textarea>
<input type="password" name="secret" aria-label="Secret"><span data-kept-quiet></span>
<span role="status" data-kept-said data-kept="Kept at {{time}}" data-back="Back from {{time}}"></span>
<button type="button" data-kept-undo hidden>Put back</button></form>"""
REDLINE = """<p>It supplies <del id="change-1-1">drinking</del> water <ins id="change-1-2">for all</ins>.</p>
<p data-keys-said hidden><button type="button" data-keys-switch
data-off="Turn on keyboard shortcuts">Turn off keyboard shortcuts</button></p>
<textarea aria-label="Words"></textarea>"""
RUNS = """<p><a href="#a" data-run>one</a> <a href="#b" data-run>two</a></p>
<section data-note tabindex="-1"><a href="#closed" data-close>Hide</a></section>"""
ROWS = """<p data-keys-said hidden></p><ul><li data-keys-row><a href="#one">one</a></li>
<li data-keys-row><a href="#two">two</a> <input type="checkbox" data-key="x" aria-label="Choose two"></li></ul>"""


TABLE = """<link rel="stylesheet" href="/static/css/site.css"><table class="table"><tbody><tr data-keys-row>
<td class="first"><input type="checkbox" aria-label="Choose one"></td><td><a href="#one">1</a></td></tr></tbody>
</table>"""


def document(body: str, script: str, direction: str = "ltr") -> str:
    return (
        f'<!doctype html><html lang="en" dir="{direction}"><title>x</title><body>{body}'
        f'<script type="module" src="/static/js/{script}.js"></script></body></html>'
    )


def typed(page, words: str) -> None:
    page.fill("textarea", words)
    page.locator("[data-kept-quiet]", has_text="Kept at").wait_for()


def test_what_was_typed_comes_back_after_a_loss_and_can_be_put_back(browser):
    page = page_of(browser, document(FORM.format(saved=""), "keep"))
    typed(page, "my words")
    assert page.inner_text("[data-kept-said]") == ""
    page.reload()
    assert page.input_value("textarea") == "my words"
    assert page.inner_text("[data-kept-said]").startswith("Back from")
    page.click("[data-kept-undo]")
    assert page.input_value("textarea") == "as served"
    page.reload()
    assert page.input_value("textarea") == "as served"
    page.context.close()


def test_no_password_is_kept(browser):
    page = page_of(browser, document(FORM.format(saved=""), "keep"))
    page.fill("[type=password]", "open sesame")
    typed(page, "my words")
    assert "sesame" not in page.evaluate("JSON.stringify(localStorage)")
    page.context.close()


def test_what_the_server_saved_later_is_not_overwritten(browser):
    page = page_of(browser, document(FORM.format(saved=""), "keep"))
    typed(page, "my words")
    later = document(FORM.format(saved='data-saved-at="2999-01-01T00:00:00Z"'), "keep")
    page.unroute(f"{HOST}/")
    page.route(f"{HOST}/", lambda route: route.fulfill(body=later, content_type="text/html"))
    page.reload()
    assert page.input_value("textarea") == "as served"
    page.context.close()


def test_n_and_p_step_through_changes_and_can_be_switched_off(browser):
    page = page_of(browser, document(REDLINE, "changes"))
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.tagName") == "INS"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.tagName") == "DEL"
    page.click("[data-keys-switch]")
    assert page.inner_text("[data-keys-switch]") == "Turn on keyboard shortcuts"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.context.close()


def test_keys_are_only_letters_in_a_field(browser):
    page = page_of(browser, document(REDLINE, "changes"))
    page.focus("textarea")
    page.keyboard.type("np")
    assert page.input_value("textarea") == "np"
    page.context.close()


def test_j_k_enter_and_a_named_key_work_on_rows(browser):
    page = page_of(browser, document(ROWS, "keys"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.is_checked("input")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**#one")
    page.context.close()


def test_a_key_leads_to_the_first_choice_and_chooses_nothing(browser):
    choices = "".join(f'<input type="radio" name="outcome" value="{n}" aria-label="{n}">' for n in (1, 2))
    panel = f'<section id="decide" data-key="d" data-key-focus="[name=outcome]">{choices}</section>'
    page = page_of(browser, document(f"<p data-keys-said hidden></p>{panel}", "keys"))
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.value") == "1"
    assert page.locator("input:checked").count() == 0
    page.goto(f"{HOST}/other#decide")
    page.locator("input[value='1']:focus").wait_for()
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_mark_of_the_row_one_is_at_moves_no_word_of_it(browser, width):
    """A link that slips away under the button of the mouse is not opened."""
    page = page_of(browser, document(TABLE, "keys"))
    page.set_viewport_size({"width": width, "height": 700})
    before = page.locator("a").bounding_box()
    page.keyboard.press("j")
    assert page.locator("tr.here").count() == 1
    assert page.locator("a").bounding_box() == before
    page.context.close()


@pytest.mark.parametrize(("direction", "key"), [("ltr", "ArrowRight"), ("rtl", "ArrowLeft")])
def test_arrows_step_through_runs_in_the_way_they_are_read(browser, direction, key):
    page = page_of(browser, document(RUNS, "runs", direction))
    page.focus("[data-run]")
    page.keyboard.press(key)
    assert page.inner_text(":focus") == "two"
    page.keyboard.press("Escape")
    page.wait_for_url("**#closed")
    page.context.close()
