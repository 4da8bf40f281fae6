"""Every kind of page against rules that axe does not ask: headings, targets, names, motion, forced colours, tables."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.journeys.walking import enter
from tests.site import stage as stages
from tests.site.every_page import is_file, pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.large,
]

# Each rule gives the elements that break it; what nobody sees breaks none.
RULES = """() => {
  const all = (what) => [...document.querySelectorAll(what)];
  const seen = (one) => one.checkVisibility() && !one.closest('.unseen, .skip');
  const said = (one) => one.outerHTML.slice(0, 110);
  const words = (one) => (one.innerText || one.value || '').trim().replace(/\\s+/g, ' ').toLowerCase();
  const level = (one) => Number(one.tagName[1]);
  const heads = all('h1,h2,h3,h4,h5,h6').filter((one) => one.checkVisibility());
  const named = (one) => one.caption || one.ariaLabel
    || one.closest('section, details, main')?.querySelector('h1, h2, h3, summary');
  const style = (name) => (one) => getComputedStyle(one)[name];
  const moves = (one) => ['transitionDuration', 'animationDuration']
    .some((name) => style(name)(one).split(',').some((time) => parseFloat(time) > 0));
  return {
    'one h1': all('h1').length === 1 ? [] : [String(all('h1').length)],
    'no heading is skipped': heads.filter((one, n) => n && level(one) > level(heads[n - 1]) + 1).map(said),
    'one header, main and footer': ['header', 'main', 'footer'].filter((what) => all('body > ' + what).length !== 1),
    'a spoken name begins with the seen one': all('a[aria-label], button[aria-label]').filter(seen)
      .filter((one) => words(one) && !one.ariaLabel.toLowerCase().startsWith(words(one))).map(said),
    'nothing floats or sticks': all('body *').filter((one) => /fixed|sticky/.test(style('position')(one))).map(said),
    'nothing moves where motion is not wanted': all('body *').filter(moves).map(said),
    'nothing has to be dragged': all('[draggable=true]').map(said),
    'a table has heads and a name': all('table').filter(seen)
      .filter((one) => !one.querySelector('th') || !named(one)).map(said),
    'a number cell is blank for 0, outside totals': all('td.end').filter((one) => !one.closest('#total'))
      .filter((one) => { const copy = one.cloneNode(true);
        copy.querySelectorAll('.label').forEach((label) => label.remove());
        return copy.textContent.trim() === '0'; }).map(said),
    'a program can fill in a password': all('input[type=password]').filter((one) => !one.autocomplete).map(said),
    'help is in the foot': all('footer a[href$="/help/"]').length ? [] : ['no link to help'],
  };
}"""
# WCAG 2.5.8: a link in a sentence may be smaller; the label of a box is pressed with it.
TARGETS = """([least, high]) => {
  const seen = (one) => one.checkVisibility({visibilityProperty: true}) && !one.closest('.unseen, .skip, svg');
  const small = (one) => {
    const label = /checkbox|radio|file/.test(one.type) && one.labels && one.labels[0];
    const boxes = [one, ...(label ? [label] : [])].map((part) => part.getBoundingClientRect());
    const size = (from, to) => Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
    return size('left', 'right') < least - .1 || size('top', 'bottom') < high - .1; };
  const isInSentence = (one) => {
    const isInline = (element) => getComputedStyle(element).display === 'inline';
    let block = one.parentElement;
    while (isInline(block)) block = block.parentElement;
    const pressed = 'a, button, summary, .unseen';
    const words = (part) => { const copy = part.cloneNode(true);
      if (part.nodeType === 1) copy.querySelectorAll(pressed).forEach((inner) => inner.remove());
      return copy.textContent; };
    const rest = [...block.childNodes].filter((part) => part.nodeType === 3
      || part.nodeType === 1 && isInline(part) && !part.matches(pressed)).map(words).join('');
    return isInline(one) && /\\p{L}{2}/u.test(rest); };
  return [...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')]
    .filter((one) => seen(one) && small(one) && !isInSentence(one)).map((one) => one.outerHTML.slice(0, 110));
}"""
WIDTHS = (360, 1280)
# Width and height in pixels: by mouse, and where a finger presses.
BY_MOUSE, BY_FINGER = (24, 24), (24, 44)
# In the few colours that a reader has forced on every page: what is pressed or filled in has an edge, and the focus is
# seen on whatever has it.
FORCED = """() => {
  const seen = (one) => one.checkVisibility() && !one.closest('.unseen, .skip');
  const said = (one) => one.outerHTML.slice(0, 110);
  const drawn = (one, what) => { const style = getComputedStyle(one);
    return !/none|hidden/.test(style[what + 'Style']) && parseFloat(style[what + 'Width']) > 0; };
  const all = (what) => [...document.querySelectorAll(what)].filter(seen);
  const fields = ':is(input:not([type=hidden]), select, textarea)';
  const alike = new Set();
  const kinds = all('a[href], button, summary, [tabindex="0"], ' + fields).filter((one) => {
    const kind = [one.localName, one.type, one.className, one.parentElement.className].join();
    return !alike.has(kind) && alike.add(kind); });
  const focused = (one) => { one.focus({focusVisible: true, preventScroll: true});
    return document.activeElement !== one || drawn(one, 'outline'); };
  return {
    'forced colours: what is pressed has an edge': all('button, .button, ' + fields)
      .filter((one) => !/^(checkbox|radio|file)$/.test(one.type) && !one.matches('.plain, .link, .quiet'))
      .filter((one) => !drawn(one, 'borderTop') && !drawn(one, 'borderBottom')).map(said),
    'forced colours: the focus is seen': kinds.filter((one) => !focused(one)).map(said),
  };
}"""
# The letters wider apart as WCAG 1.4.12 asks it, on a screen of 320 px.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;'
    + ' word-spacing: .16em !important; } p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [sheet];
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""


@pytest.fixture
def stage(transactional_db):
    return stages.build()


def measured_by_finger(page):
    """The targets that are too low on a phone, where the pointer is coarse."""
    page.set_viewport_size({"width": 360, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    low = page.evaluate(TARGETS, BY_FINGER)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()
    return low


def broken(page):
    """Each rule that the page breaks, with the elements that do."""
    places = page.evaluate(RULES)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        places[f"a target has 24 px, {width}"] = page.evaluate(TARGETS, BY_MOUSE)
    places["a target for a finger is 44 px high"] = measured_by_finger(page)
    page.emulate_media(forced_colors="active")
    places |= page.evaluate(FORCED)
    page.emulate_media(forced_colors="none")
    broken_rules = {rule: where[:2] for rule, where in places.items() if where}
    page.set_viewport_size({"width": 320, "height": 900})
    wider = page.evaluate(SPACED)
    return broken_rules | ({"spaced letters fit": [wider]} if wider > 0 else {})


def walked(reader, stage, language="en"):
    """The rules that each page breaks, and the titles of all; a page of several roles is opened once."""
    results, titles = {}, {}
    for role, paths in pages(stage, language).items():
        visitor = reader(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
        if stage.people[role] is not None:
            enter(visitor, stage.people[role])
        for path in paths:
            if is_file(visitor.page.request.get(path).headers):
                continue
            page = visitor.open(path)
            if page.url in titles:
                continue
            titles[page.url] = page.title()
            wrong = broken(page)
            page.set_viewport_size({"width": 1280, "height": 900})
            if wrong:
                results[f"{role}: {path}"] = wrong
    return results, titles


BAD = """<style>button { border: 0 } a:focus { outline: none }</style>
<h1>A</h1><h3>B</h3><p>Here is <a href="/">a</a>.</p><a href="/">C</a><button>D</button>"""


def test_the_rules_find_what_breaks_them(reader):
    page = reader().page
    page.set_content(BAD)
    assert len(page.evaluate(TARGETS, BY_MOUSE)) == 2
    rules = {
        "no heading is skipped",
        "a target has 24 px, 360",
        "a target for a finger is 44 px high",
        "forced colours: what is pressed has an edge",
        "forced colours: the focus is seen",
    }
    assert rules <= set(broken(page))


def test_each_kind_of_page_keeps_the_rules(stage, reader):
    results, titles = walked(reader, stage)
    print(*(f"{where}: {wrong}" for where, wrong in results.items()), sep="\n")
    assert set(results) == set()
    assert [where for where, title in titles.items() if not title.removesuffix(settings.SITE_NAME).strip(" ·")] == []
