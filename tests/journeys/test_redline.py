"""What a redline says to who reads it, who hears it, and who copies it."""

from __future__ import annotations

import pytest

from tests import factories

pytestmark = pytest.mark.browser
OLD = factories.WORDS["en"][5]
NEW = "The city keeps one third of all new homes for people with low incomes."
WORDS = """([root, out]) => {
  const copy = root.cloneNode(true);
  copy.querySelectorAll(out).forEach((one) => one.remove());
  return copy.textContent.replace(/\\s+/g, " ").trim();
}"""


@pytest.fixture
def page(transactional_db, reader):
    round_ = factories.round_(factories.version(factories.charter()))
    city = factories.organisation("Tamanrit")
    factories.confirmed(round_, city, factories.member(city, "delegate"), NEW)
    return reader().go("/en/amendments/1/1/")


def test_without_what_is_deleted_it_reads_as_the_new_words_and_without_what_is_inserted_as_the_old(page):
    redline = page.locator("main p.words:has(ins)").first
    handle = redline.element_handle()
    assert page.evaluate(WORDS, [handle, "del, .vh"]) == NEW
    assert page.evaluate(WORDS, [handle, "ins, .vh"]) == OLD


def test_the_accessibility_tree_tells_what_is_inserted_and_what_is_deleted(page):
    tree = page.locator("main").aria_snapshot()
    assert "- deletion:" in tree and "- insertion:" in tree
    assert "fifth" in tree.split("- deletion:")[1].split("\n")[0]
    assert "third" in tree.split("- insertion:")[1].split("\n")[0]
