"""An Arabic reader proposes and comments in Arabic; Latin letters and digits inside the redline keep their order."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Person
from charter.models import Amendment, CharterComment
from tests import factories
from tests.journeys.hands import Mouse
from tests.journeys.walking import CHECK, REASON, TEXT, act

pytestmark = pytest.mark.browser

OLD = factories.WORDS["ar"][6]
NEW = "تجيب المدينة عن كل طلب خلال 20 يومًا وفق ISO 37120."
WHY = "المدة الحالية طويلة جدًا."
SAID = "هل يشمل ذلك طلبات SMS أيضًا؟"
# Where words begin on the screen, from the left.
LEFT_OF = """([root, words]) => {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    return range.getBoundingClientRect().left;
  }
  return null;
}"""
WITHOUT = """([root, out]) => {
  const copy = root.cloneNode(true);
  copy.querySelectorAll(out).forEach((one) => one.remove());
  return copy.textContent.replace(/\\s+/g, " ").trim();
}"""


@pytest.fixture
def round_(transactional_db):
    return factories.round_(factories.version(factories.charter(languages=("en", "ar"))))


@pytest.fixture
def people(round_):
    city = factories.organisation("Tamanrit")
    persons = factories.member(city, "officer"), factories.member(city, "delegate")
    Person.objects.update(is_demonstration=True, language="ar")
    return persons


@pytest.fixture
def proposed(round_, people, reader):
    """An amendment that an officer wrote in Arabic, and its delegate confirmed on the Arabic pages."""
    short, (officer, delegate) = factories.provision(round_.charter, 6).short, people
    writer = Mouse(reader(), officer)
    writer.go(f"/ar/provisions/{short}/propose/")
    writer.write(TEXT, NEW)
    writer.write(REASON, WHY)
    writer.press(CHECK)
    writer.press(act("send"))
    confirming = Mouse(reader(), delegate)
    confirming.go("/ar/city/")
    confirming.press(act("confirm"))
    return Amendment.objects.get(number=1)


def address(name, *args):
    with translation.override("ar"):
        return reverse(name, args=args)


def test_what_is_proposed_in_arabic_reads_and_sounds_in_its_order(proposed, reader):
    assert (proposed.text.language, proposed.text.changes.get().html) == ("ar", NEW)
    page = reader().go(address("amendment", 1, 1))
    assert page.locator("html").get_attribute("dir") == "rtl"
    redline = page.locator("main p.words:has(ins)").first
    handle = redline.element_handle()
    assert page.evaluate(WITHOUT, [handle, "del, .vh"]) == NEW
    assert page.evaluate(WITHOUT, [handle, "ins, .vh"]) == OLD
    heard = redline.aria_snapshot()
    marks = [line.strip() for line in heard.splitlines()]
    spoken = "\n".join(marks)
    assert spoken.index("deletion") < spoken.index("insertion")
    assert "ISO 37120" in spoken
    assert spoken.index("20") < spoken.index("ISO 37120")


def test_latin_letters_and_digits_stand_from_left_to_right_within_the_arabic(proposed, reader):
    page = reader().go(address("amendment", 1, 1))
    redline = page.locator("main p.words:has(ins)").first.element_handle()
    left = {words: page.evaluate(LEFT_OF, [redline, words]) for words in ("المدينة", "20", "ISO", "37120")}
    assert None not in left.values()
    assert left["المدينة"] > left["20"] > left["ISO"]
    assert left["ISO"] < left["37120"]


def test_a_comment_in_arabic_is_kept_and_shown_as_arabic(proposed, people, reader):
    writer = Mouse(reader(), people[0])
    writer.go(address("remark_post", "amendment", "1-1"))
    writer.write("textarea[name=comment]", SAID)
    writer.press("main form .acts button")
    comment = CharterComment.objects.get()
    assert (comment.language, comment.comment) == ("ar", SAID)
    english = reader().go("/en/amendments/1/1/")
    shown = english.locator(f"#comment-{comment.pk} [lang=ar]")
    assert (shown.first.get_attribute("dir"), SAID in shown.first.inner_text()) == ("rtl", True)


def test_it_fits_a_telephone(proposed, reader):
    page = reader(viewport={"width": 320, "height": 640}).go(address("amendment", 1, 1))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
