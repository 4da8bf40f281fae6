"""Words of several scripts beside each other: each piece keeps its own order, and its signs stay at its end."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override

from charter.citations import printed_in
from tests.look.browsing import page_of

pytestmark = pytest.mark.browser

# Where each token begins on the screen; tokens are looked for in the order in which they are written.
PLACES = """(tokens) => {
  const root = document.querySelector("main");
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const signs = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (!node.parentElement.closest(".unseen"))
      for (let at = 0; at < node.length; at++) signs.push([node, at]);
  const text = signs.map(([node, at]) => node.data[at]).join("");
  let from = 0;
  return tokens.map((token) => {
    const first = text.indexOf(token, from);
    if (first < 0) throw new Error(`${token} is not in ${text}`);
    from = first + token.length;
    const range = document.createRange();
    range.setStart(...signs[first]);
    range.setEnd(signs[from - 1][0], signs[from - 1][1] + 1);
    return range.getBoundingClientRect().left;
  });
}"""
QUOTED = '{{ text|quoted_in:"%s" }}'
NAME = "<bdi>{{ text }}</bdi>"
CITE = '{% include "components/cite.html" with cite=text url="#" only %}'
# The page's language, the template, the text, and tokens in the order in which they are written.
# Their order on the screen is given as the places of the tokens from left to right.
STRINGS = [
    ("ar", f"السبب: {QUOTED % 'en'}", "It ties in six words.", ["السبب", "«", "It", "words", ".", "»"], "123450"),
    ("ar", f"السبب: {QUOTED % 'fr'}", "Trop court !", ["السبب", "«", "Trop", "court", "!", "»"], "123450"),
    ("ar", f"السبب: {QUOTED % 'es'}", "¿Por qué?", ["السبب", "«", "¿", "Por", "?", "»"], "123450"),
    ("ar", f"{QUOTED % 'en'} نُشر", "Yes.", ["«", "Yes", ".", "»", "نُشر"], "40123"),
    ("ar", f"{QUOTED % 'ar'} نُشر", "نعم.", ["«", "نعم", ".", "»", "نُشر"], "43210"),
    (
        "en",
        f"Reason: {QUOTED % 'ar'} done",
        "المدة طويلة.",
        ["Reason", "“", "المدة", "طويلة", ".", "”", "done"],
        "0543216",
    ),
    ("en", f"Reason: {QUOTED % 'ar'}", "هل يكفي؟", ["Reason", "“", "هل", "يكفي", "؟", "”"], "054321"),
    ("fr", f"Motif : {QUOTED % 'ar'}", "بند 3.", ["Motif", "«", "بند", "3", ".", "»"], "054321"),
    ("ar", f"التعديل 1، {NAME}.", "City of Ashmere", ["التعديل", "1", "City", "of", "Ashmere", "."], "523410"),
    ("ar", "إعداد {{ text|apart }} 28 نوفمبر", "Amara Sesay", ["إعداد", "Amara", "Sesay", "28", "نوفمبر"], "43120"),
    ("ar", f"{NAME}. كُتب", "Río Umbral (Sur)", ["Río", "(", "Sur", ")", ".", "كُتب"], "540123"),
    ("ar", f"{NAME}, 4", "Trois-Saules", ["Trois", "-", "Saules", ",", "4"], "43012"),
    ("en", f"Amendment 4, {NAME}, 2026", "دار البحر", ["Amendment", "4", "دار", "البحر", "2026"], "01324"),
    ("en", f"{NAME}: 3", "دار البحر", ["دار", "البحر", ":", "3"], "1023"),
    ("en", f"{NAME} (2)", "Айнакент", ["Айнакент", "(", "2", ")"], "0123"),
    ("ar", f"بند {CITE}؛", "VI.2.3", ["بند", "VI", "2", "3", "؛"], "41230"),
    ("ar", f"بند {CITE}.", "الديباجة.6", ["بند", "الديباجة", "6", "."], "3210"),
    ("ar", f"بند {CITE}.", "VI.3, خطة, b", ["بند", "خطة", "b", "."], "3210"),
    ("en", f"At {CITE}.", "الديباجة.6", ["At", "الديباجة", "6", "."], "0213"),
    ("ar", "{{ text }} مأوى لليل.", printed_in("ar", "c)", "letter"), ["ج", ")", "مأوى", "."], "3210"),
    (
        "ar",
        '<a class="run" href="#">الحيازة<sup class="run-no">{{ text }}</sup></a>.',
        "4، 9",
        ["الحيازة", "4", "9", "."],
        "3210",
    ),
]


@pytest.mark.parametrize(("language", "template", "text", "tokens", "order"), STRINGS)
def test_the_boxes_of_the_glyphs_stand_in_their_order(browser, language, template, text, tokens, order):
    with override(language):
        body = Template("{% load charter_text %}" + template).render(Context({"text": text}))
    direction = "rtl" if language == "ar" else "ltr"
    page = page_of(
        browser,
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>x</title>'
        f'<link rel="stylesheet" href="/static/css/site.css"></head><body><main><p>{body}</p></main></body></html>',
    )
    places = page.evaluate(PLACES, tokens)
    page.context.close()
    assert "".join(map(str, sorted(range(len(tokens)), key=places.__getitem__))) == order


@pytest.mark.parametrize(
    ("printed", "style", "shown"),
    [
        ("a)", "letter", "أ)"),
        ("e)", "letter", "هـ)"),
        ("i)", "letter", "ط)"),
        ("i)", "roman", "i)"),
        ("A)", "capital", "A)"),
        ("2.", "number", "2."),
        ("aa)", "letter", "ظ)"),
    ],
)
def test_a_point_has_the_letter_of_its_language(printed, style, shown):
    assert (printed_in("ar", printed, style), printed_in("fr", printed, style)) == (shown, printed)
