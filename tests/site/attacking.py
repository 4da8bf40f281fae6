"""Filling the forms of the site with strings that attack, and what no answer may have because of them.

`attacks.json` has the strings by kind. They go through the forms as a browser sends them: each is read from the page
that shows it, its boxes for words are filled, and everything else stays as the page has it.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from django.test import Client
from django.utils import timezone
from lxml import html as parsing

from accounts.imports.sheets import is_formula
from tests.site import asking
from tests.site.stage import Stage

KINDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("attacks.json").read_text(encoding="utf-8"))
STRINGS = [string for kind in KINDS.values() for string in kind]
NULLS = KINDS["nulls"]
STORABLE = [string for string in STRINGS if string not in NULLS]

# Every form with a box for words, by who fills it; the large test finds a form that is missing here.
FORMS = {
    "anonymous": "follow join join_page invitation account_login account_request_login_code account_reset_password",
    "officer": "propose city_framework city_framework_new city_initiative city_initiative_new "
    "city_help_entry city_help_entry_close city_help_entry_new help_replies "
    "city_paper city_papers "
    "draft:draft draft:second draft_notes:draft draft_notes:sent draft_notes:second "
    "draft_notes:laid draft_notes:confirmed amendment_notes "
    "amendment_resolution:draft amendment_resolution:laid amendment_resolution:confirmed "
    "language_question remark_post:provision remark_post:amendment "
    "amendment:theirs account account_email amendment_translation remark_report interface_text_report",
    "delegate": "amendment:theirs city city_links compromise_answer decision_reply people_invite amendment_send_back",
    "partner": "amendment",
    "editor": "alignment alignment:asked reasons comment_translation glossary_new glossary_term language_style "
    "interface_text interface_texts",
    "moderator": "city_paper:imported "
    "desk_campaign_links desk_comments desk_compromise desk_corrigendum desk_decide desk_email desk_exception "
    "desk_decision_type desk_decision_types "
    "desk_earlier_text desk_earlier_texts "
    "desk_framework desk_initiative desk_help_entry desk_handling desk_import desk_import_look desk_kind desk_kinds "
    "desk_invitation_letter "
    "desk_mandate desk_matter "
    "desk_member_change desk_member_entry desk_member_new desk_milestone desk_milestones desk_native_readers "
    "desk_on_behalf desk_papers desk_phrases desk_pledge desk_pledge_correct desk_pledge_new desk_provision "
    "desk_publish desk_release desk_reply_remove desk_roles desk_rounds desk_sections desk_settings "
    "desk_text_structure desk_theme desk_themes desk_timetable desk_wave desk_waves draft:entered "
    "amendment_resolution:entered remark_remove "
    "mfa_reauthenticate",
}
# What other boxes want, and the ones that name a place or words that are there already.
FITTING: dict[str, Callable[[], str]] = {
    "email": lambda: "new@example.org",
    "url": lambda: "https://city.example.org/",
    "password": lambda: "a good long password",
    "date": lambda: f"{timezone.localdate() + timedelta(days=20)}",
    "datetime-local": lambda: f"{timezone.localdate() + timedelta(days=20)}T12:00",
    "number": lambda: "1",
}
HARMLESS = ["a city", "A home for everyone.", "water"]
OF_A_PLACE = re.compile("after|citation|quote|login|code|person|short|slug")
BOXES = ("text", "search", "url", "email", "")
LONGEST = 4000
# No page of the site has one of these, and none of these names an address that leads away from it.
ELEMENTS = {
    "iframe",
    "object",
    "embed",
    "base",
    "math",
    "marquee",
    "style",
    "xmp",
    "plaintext",
    "frameset",
    "template",
}
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "background",
    "srcdoc",
    "{http://www.w3.org/1999/xlink}href",
)
AWAY = ("javascript:", "vbscript:", "data:text", "evil.example", "//", "\\\\", "file:")


class Words:
    """The texts for the boxes: the strings in turn, one into a short box and as many as fit into a long one."""

    def __init__(self, strings: list[str], start: int = 0) -> None:
        self.turn = itertools.islice(itertools.cycle(strings), start, None)
        self.used: set[str] = set()

    def one(self, most: int) -> str:
        word = next(candidate for candidate in self.turn if len(candidate) <= most)
        self.used.add(word)
        return word

    def many(self, most: int) -> str:
        words: list[str] = []
        while sum(map(len, words)) + len(words) < most - 310:
            words.append(self.one(300))
        return "\n".join(words) or self.one(most)


def boxes(form: Any) -> list[Any]:
    """Where words are typed; a trap for robots stays empty."""
    shown = form.xpath(".//textarea[@name] | .//input[@name and @name != 'trap']")
    return [box for box in shown if box.tag == "textarea" or box.get("type", "") in BOXES]


def forms(client: Client, url: str) -> list[Any]:
    """The forms of a page in which words are typed and sent."""
    answer = client.get(url)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return []
    tree = parsing.fromstring(asking.text_of(answer))
    return [form for form in tree.forms if form.method == "POST" and boxes(form)]


def filled(form: Any, words: Words, everywhere: bool = False) -> dict[str, Any]:
    """What a browser sends: the first choice where one must choose, and words in the boxes.

    Boxes for addresses, places and days get what fits them, unless attacked `everywhere`.
    """
    data = dict([*_chosen(form), *form.form_values(), *_button(form)])
    for box in form.xpath(".//input[@name and not(@value)]"):
        if fits := FITTING.get(box.get("type", "")):
            data[box.name] = fits()
    for box in boxes(form):
        data[box.name] = _typed(box, words, everywhere)
    return {name: value for name, value in data.items() if value is not None}


def _typed(box: Any, words: Words, everywhere: bool) -> Any:
    kind, most = box.get("type", ""), min(int(box.get("maxlength") or LONGEST), LONGEST)
    if not everywhere and (kind in FITTING or OF_A_PLACE.search(box.name)):
        return FITTING.get(kind, lambda: box.value)()
    return words.many(most) if box.tag == "textarea" else words.one(min(most, 150))


def _chosen(form: Any) -> Iterator[tuple[str, str]]:
    """The first of each group of radio buttons and each list that has nothing chosen yet, and every box to tick."""
    for field in form.xpath(".//input[@name and (@type='radio' or @type='checkbox')]"):
        yield field.name, field.get("value", "on")
    for field in form.xpath(".//select[@name]"):
        values = [value for value in field.value_options if value]
        if not field.value and values:
            yield field.name, values[0]


def _button(form: Any) -> list[tuple[str, str]]:
    buttons = form.xpath(".//button[@name and not(@formaction)]")
    return [(buttons[0].get("name"), buttons[0].get("value", ""))] if buttons else []


def attack(
    stage: Stage, words: Words, prefix: str = "/en/", boxed: str = "*", **how: Any
) -> Iterator[tuple[str, Any]]:
    """Sends each form that has such a box once, as its own person; the name of each and what was answered."""
    for name, client, url, form in offered(stage, prefix):
        if form.xpath(f".//{boxed}"):
            yield name, client.post(form.action or url, filled(form, words, **how))


def offered(stage: Stage, prefix: str = "/en/") -> Iterator[tuple[str, Client, str, Any]]:
    """Each form as its own person gets it: its name, that person's client, the address of its page, and itself."""
    addresses = asking.addresses(stage)
    for role, names in FORMS.items():
        for name in names.split():
            client = asking.just_proved(asking.client_of(stage, role))
            url = addresses[name].replace("/en/", prefix, 1)
            for form in forms(client, url):
                yield f"{role} {name}", client, url, form


def page_of(answer: Any) -> Any:
    """The page as a browser reads it; nothing where the answer is none."""
    html = asking.text_of(answer) if "html" in answer.get("Content-Type", "") else ""
    return parsing.document_fromstring(html) if html else parsing.Element("html")


def refused(answer: Any) -> bool:
    """Whether the form came back, with a sentence of what is wrong, or nothing is there to be sent any more."""
    elements = page_of(answer).xpath("//*[contains(@class, 'problem') or contains(@class, 'error')]")
    return answer.status_code in (403, 404) or any("".join(element.itertext()).strip() for element in elements)


def strange(answer: Any) -> list[str]:
    """What no page of the site has: elements, handlers and addresses that somebody's words brought in."""
    tree = page_of(answer)
    # A file that is taken home carries its own look.
    elements = ELEMENTS - {"style"} if "attachment" in answer.get("Content-Disposition", "") else ELEMENTS
    oddities = [f"<{element.tag}>" for element in tree.iter(*elements)]
    oddities += [
        f"<script>{element.text}"
        for element in tree.iter("script")
        if not element.get("src") and not _is_data(element)
    ]
    for element in tree.iter(parsing.etree.Element):
        oddities += [
            f"<{element.tag} {name}={value[:60]}>" for name, value in element.items() if _is_strange(name, value)
        ]
    return oddities + [f"twice #{id_}" for id_ in ("main", "body") if len(tree.xpath(f"//*[@id='{id_}']")) > 1]


def _is_data(script: Any) -> bool:
    return script.get("type") in ("application/json", "application/ld+json")


def _is_strange(name: str, value: str) -> bool:
    if name in ADDRESSES:
        return "".join(value.split()).lower().startswith(AWAY) or "evil.example" in value.partition("?")[0]
    return name.startswith("on") or name == "style" or not name.replace("-", "").replace(":", "").isalnum()


def marks(answer: Any) -> set[str]:
    """Each kind of element with each of its attributes: words may change how many there are, and none is new."""
    elements = page_of(answer).iter(parsing.etree.Element)
    return {f"{element.tag} {name}" for element in elements for name in ["", *element.keys()]}


def cells(answer: Any) -> Iterator[tuple[str, bool]]:
    """Each cell of a table that is taken home, and whether a spreadsheet would compute it."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "csv" in answer["Content-Type"]:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        yield from ((cell, is_formula(cell)) for row in rows for cell in row)
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        yield from ((str(cell.value), cell.data_type == "f") for row in sheet.iter_rows() for cell in row)
