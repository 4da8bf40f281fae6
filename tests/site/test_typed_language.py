"""What a person typed is marked with its language, or its direction follows its letters, on every page of a reader
of another script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models, transaction
from lxml import html

from accounts import triggers
from accounts.models import LocalizedText
from tests.site import asking, permissions
from tests.site import stage as stages
from tests.site.every_page import is_file

ARABIC = "زرافة"
# What is stored with the language in which it was written.
WITH_LANGUAGE = {
    "charter.AmendmentText": ("source", "wish"),
    "charter.CharterComment": ("comment", "removed_because"),
    "charter.Framework": ("title", "returned_because"),
    "charter.HelpEntry": ("subject", "text", "outcome", "because"),
    "charter.Position": ("line",),
    "charter.Reply": ("text", "removed_because"),
}
# What is stored without one, or with that of something else.
WITHOUT_LANGUAGE = {
    "accounts.Invitation": ("evidence",),
    "accounts.Mandate": ("away_note", "evidence"),
    "accounts.Organisation": ("withheld_because",),
    "accounts.Pledge": ("practices", "asked"),
    "accounts.TextCorrection": ("reason", "answer"),
    "accounts.TextReport": ("note", "answer"),
    "charter.Alignment": ("returned_with",),
    "charter.Amendment": ("sent_back_with",),
    "charter.Change": ("carry_note",),
    "charter.CommentReport": ("why",),
    "charter.Compromise": ("note",),
    "charter.Decision": ("returned_with",),
    "charter.DeskNote": ("text",),
    "charter.DraftNote": ("text",),
    "charter.EarlierText": ("note",),
    "charter.HelpReply": ("text",),
    "charter.Initiative": ("because",),
    "charter.Receipt": ("note",),
    "charter.Response": ("word",),
    "charter.StyleNote": ("text",),
    "charter.SuggestedPosition": ("word", "line"),
    "charter.TaskNote": ("text",),
    "charter.Term": ("note",),
    "charter.WorkItemNote": ("text",),
}
# Sentences that are stored apart, each with its language.
LOCALIZED = {
    "charter.Adoption": ("reason",),
    "charter.AmendmentText": ("title", "reason"),
    "charter.Compromise": ("reason",),
    "charter.Corrigendum": ("reason",),
    "charter.Decision": ("reason", "note"),
    "charter.Merge": ("reason",),
    "charter.ProposedCorrigendum": ("reason",),
    "charter.ProposedTimetable": ("note", "refusal"),
    "charter.Publication": ("notes",),
    "charter.Ruling": ("reason",),
    "charter.SignedException": ("reason",),
    "charter.TimetableMove": ("note",),
    "charter.Version": ("notes",),
}
READERS = ("anonymous", "delegate", "moderator")
# Who open what none of these opens.
FURTHER_READERS = ("officer", "editor", "body", "drafter", "administrator")
# A field of one line or of many, which a person fills in.
BOXES = "self::textarea or self::input[not(@type) or @type='text' or @type='search']"


def sentence(of: str) -> str:
    return f"{ARABIC} {of}."


def write_in_arabic() -> None:
    """Each typed text becomes an Arabic sentence that names where it is stored."""
    triggers.lift_triggers(apps.get_models())
    for label, fields in (*WITH_LANGUAGE.items(), *WITHOUT_LANGUAGE.items()):
        model = apps.get_model(label)
        values = {name: sentence(f"{label}.{name}") for name in fields}
        if label in WITH_LANGUAGE:
            values["language"] = "ar"
        for name, value in values.items():
            _update(model, name, value)
    _update(apps.get_model("charter.AmendmentText"), "wish_language", "ar")
    for label, fields in LOCALIZED.items():
        for name in fields:
            texts = apps.get_model(label).objects.exclude(**{name: None}).values(name)
            LocalizedText.objects.filter(original__in=texts).delete()
            LocalizedText.objects.filter(pk__in=texts).update(text=sentence(f"{label}.{name}"), language="ar")


def _update(model: type[models.Model], name: str, value: object) -> None:
    """In every row, or where the table refuses that, in the rows in which something is written."""
    try:
        with transaction.atomic():
            model._base_manager.update(**{name: value})
    except Exception:
        model._base_manager.exclude(**{name: ""}).update(**{name: value})


@pytest.fixture
def stage(stage) -> stages.Stage:
    stages.grow(stage)
    write_in_arabic()
    return stage


def unmarked(page: html.HtmlElement) -> Iterator[str]:
    """The planted texts within no element that has the language or lets the letters decide."""
    marks = "ancestor-or-self::*[@lang='ar' or @dir='auto' or (self::bdi and not(@dir))][not(self::html)]"
    for text in page.xpath(f"//body//text()[contains(., '{ARABIC}')]"):
        parent = text.getparent().getparent() if text.is_tail else text.getparent()
        if parent.tag not in ("script", "style", "option") and not parent.xpath(marks):
            yield f"{text.strip()[:120]} in <{parent.tag}>"
    for box in page.xpath(f"//body//*[{BOXES}][contains(concat(@value, text()), '{ARABIC}')]"):
        if box.get("dir") != "auto" and box.get("lang") != "ar":
            yield f"field {box.get('name')}"


def readers(name: str, table: dict[tuple[str, str, str], str]) -> list[str]:
    """The roles whose page at an address is looked at."""
    first = [role for role in READERS if table[name, "get", role] == "in"]
    return first or [role for role in FURTHER_READERS if table[name, "get", role] == "in"][:1]


def test_every_typed_text_has_its_language_or_the_direction_of_its_letters(stage):
    table, pages_with_text = permissions.read(), 0
    clients = {role: asking.client_of(stage, role) for role in (*READERS, *FURTHER_READERS)}
    faults: dict[str, set[str]] = {}
    for name, url in asking.addresses(stage).items():
        for role in readers(name, table):
            with asking.undone(clients[role]):
                answer = clients[role].get(url)
            if answer.streaming or is_file(answer.headers) or not answer.content.strip():
                continue
            pages_with_text += ARABIC in answer.content.decode()
            for fault in unmarked(html.fromstring(answer.content)):
                faults.setdefault(fault, set()).add(f"{name} ({role})")
    assert "\n".join(f"{fault}: {', '.join(sorted(where)[:4])}" for fault, where in sorted(faults.items())) == ""
    assert pages_with_text > 100
