"""What is done once: a charter comes in as a Word file, its first version goes out, a round is opened on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import Person, Role
from charter.models import Charter, Round
from consultation.demo.congress import words
from tests import factories
from tests.charter.importing.made import docx, paragraph
from tests.journeys.hands import Crew
from tests.journeys.walk import SUBMIT

ARTICLES, EACH = 12, 12
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DAYS = {"opens_at": -1, "proposals_until": 30, "confirm_until": 35, "support_until": 50}
FILE = "charter.docx"


def founders() -> dict[str, Person]:
    """An administrator who moderates too, and a second moderator; there is no charter yet."""
    people = {"administrator": factories.holder("administrator"), "second": factories.holder("moderator")}
    Role.objects.create(person=people["administrator"], kind="moderator", since=factories.timezone.now())
    Person.objects.update(is_demonstration=True)
    return people


def word_charter() -> bytes:
    """About twenty pages: twelve articles of twelve numbered paragraphs of some sixty words."""
    lines = []
    for article in range(ARTICLES):
        lines.append(f"Article {ROMAN[article]}. Subject {article + 1}")
        lines += [f"{n + 1}. {words.provision_words('en', article * EACH + n)}" for n in range(EACH)]
    return docx("".join(paragraph(line) for line in lines))


def import_and_open(crew: Crew, _stage: object) -> None:
    """From the form for a file to a round that members propose in."""
    admin = crew["administrator"]
    admin.go("/en/desk/import/")
    admin.give("input[name=file]", FILE, word_charter())
    admin.write("input[name=language]", "en")
    admin.write("input[name=title]", "Charter of the sample city")
    admin.press(f"main {SUBMIT}")
    admin.press("button[name=act][value=apply]")
    admin.go("/en/desk/publish/")
    admin.choose("input[name=status][value=for_decision]")
    admin.press(f".panel {SUBMIT}")
    crew["second"].go("/en/desk/publish/")
    crew["second"].press("button[name=act][value=agree]")
    _open_a_round(crew)
    charter, round_ = Charter.objects.get(), Round.objects.get()
    assert charter.provisions.count() == ARTICLES * (EACH + 1)
    assert round_.version.charter == charter and round_.number == 1
    assert "Members may propose amendments" in crew["anybody"].go("/en/rounds/1/")


def _open_a_round(crew: Crew) -> None:
    admin = crew["administrator"]
    admin.go("/en/desk/rounds/")
    admin.write("input[name=title_en]", "First round")
    admin.write("input[name=body_en]", "the assembly of members")
    for name, days in DAYS.items():
        at = datetime.now() + timedelta(days=days)
        admin.set(f"input[name={name}]", at.strftime("%Y-%m-%dT%H:%M"))
    admin.press(f"main {SUBMIT}")
