"""What the secretariat does with amendments: decides twenty, merges ten and publishes them in three languages."""

from __future__ import annotations

import re

from charter.models import Amendment, Charter, Decision
from tests.journeys.hands import Crew, Mouse
from tests.journeys.walk import SUBMIT

from .stage import LANGUAGES, Stage

MANY = 20
OUTCOMES = ("accepted", "not_accepted", "kept_for_advocacy")
CHOICE = "input[name=choice][value^=side]"
ALWAYS = {"fr": ", toujours.", "es": ", siempre."}


def decide_twenty(crew: Crew, _stage: Stage) -> None:
    """From the desk: each with a reason of its own, the next one opened by the same press."""
    moderator, before = crew["moderator"], Decision.objects.count()
    moderator.go("/en/desk/")
    moderator.open_first()
    for n in range(MANY):
        moderator.choose(f"#decide input[name=outcome][value={OUTCOMES[n % len(OUTCOMES)]}]")
        moderator.write("#decide textarea[name=reason_en]", reason(n))
        moderator.press("#decide button[name=next]")
    assert Decision.objects.count() == before + MANY


def reason(number: int) -> str:
    return f"Weighed at the meeting, item {number + 1}."


def merge_and_publish(crew: Crew, stage: Stage) -> None:
    """From the desk: ten in one article, two conflicts settled, two languages aligned, the version out."""
    moderator = crew["moderator"]
    _merge(moderator)
    for code in LANGUAGES[1:]:
        align(crew, code)
    moderator.go("/en/desk/publish/")
    moderator.choose("input[name=status][value=for_decision]")
    moderator.press(f".panel {SUBMIT}")
    crew["second"].go("/en/desk/publish/")
    crew["second"].press("button[name=act][value=agree]")
    assert Charter.objects.get().versions.count() == 3
    reader = crew["anybody"]
    for code, words in {"en": "answers each question", **ALWAYS}.items():
        assert words in reader.go(f"/{code}/charter/3/V/")
    assert not Amendment.objects.filter(round=stage.round, decisions=None).exists()


def _merge(moderator: Mouse) -> None:
    moderator.go("/en/desk/merges/")
    moderator.press("form:has(input[name=article]) button")
    while moderator.page.locator("form.conflict").count():
        moderator.choose(f"form.conflict {CHOICE}")
        moderator.choose("form.conflict input[name=then][value=follows]")
        moderator.write("form.conflict textarea[name=why]", "More members asked for the other words.")
        moderator.press(f"form.conflict {SUBMIT}")
    moderator.press("#forecast button")


def align(crew: Crew, code: str) -> None:
    """One editor writes what is behind, line after line; another one approves."""
    writer, other = crew[f"{code}1"], crew[f"{code}2"]
    behind = _lines(writer, code)
    for _line in range(behind):
        words = writer.page.locator("textarea[name=words]").input_value()
        writer.write("textarea[name=words]", re.sub(r"\.$", ALWAYS[code], words))
        writer.press("button[name=act][value=send]")
    assert _lines(other, code) == behind
    for _line in range(behind):
        other.press("button[name=act][value=approve]")


def _lines(editor: Mouse, code: str) -> int:
    """Opens the first line of the language's open work, and says how many there are."""
    editor.go(f"/en/languages/{code}/work/")
    lines = editor.page.locator("main tbody tr").count()
    editor.press("main tbody a")
    return lines
