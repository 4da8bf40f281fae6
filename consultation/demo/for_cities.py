"""Playing what is prepared for a city: amendments the secretariat enters for it, positions its officers suggest."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django.utils.html import escape

from accounts.actions import pledges
from accounts.models import Person
from charter.actions.amending import amendments, on_behalf
from charter.actions.amending.changes import ChangeInput
from charter.actions.city import frameworks, help_entries, initiatives, suggested_positions
from charter.actions.city.frameworks import FrameworkEntry
from charter.actions.city.help_entries import HelpEntryInput
from charter.actions.city.initiatives import InitiativeEntry, NewPicture
from charter.files import pandoc
from charter.models import Round
from charter.states import ChangeKind, FrameworkKind, FrameworkState, HelpKind

from . import drawings, files
from .stage import Entry, Stage

PARTS = ("title", "summary", "text")


def enter_paper_application(entry: Entry, moderator: Person) -> None:
    """A membership application that came on paper, with its scan."""
    pledges.enter_paper(
        by=moderator,
        at=files.moment_of_day(entry["entered"]),
        received_by=entry["received_by"],
        received_on=files.moment_of_day(entry["received_on"]).date(),
        scan=ContentFile(drawings.paper_form(), "application.png"),
        **entry["answers"],
    )


def enter_for_city(stage: Stage, round_: Round, entry: Entry, moderator: Person) -> None:
    """What a city sent by letter, entered and sent to its delegate, for whom it waits."""
    provision, at = stage.provisions[entry["at"]], files.moment_of_day(entry["entered"], 10)
    amendment = on_behalf.enter_amendment(
        round_=round_,
        organisation=stage.organisations[entry["organisation"]],
        provision=provision,
        by=moderator,
        language=entry["lang"],
        came_by=entry["came_by"],
        came_on=files.moment_of_day(entry["came_on"]).date(),
        note=entry["note"],
        at=at,
    )
    amendments.save_draft(
        amendment=amendment,
        by=moderator,
        changes=[ChangeInput(ChangeKind.REPLACE, provision, html=entry["words"])],
        title=entry["title"],
        reason=entry["reason"],
        source="",
        language=entry["lang"],
        at=at,
    )
    amendments.send_to_delegate(amendment=amendment, by=moderator, at=at)


def suggest_position(stage: Stage, entry: Entry) -> None:
    """A position that an officer suggests, with a word to the delegate."""
    to = stage.amendments[entry["to"]]
    to.refresh_from_db()
    assert to.text is not None
    suggested_positions.suggest_position(
        organisation=stage.organisations[entry["organisation"]],
        text=to.text,
        by=stage.people[entry["by"]],
        stance=entry["stance"],
        word=entry["word"],
        line=entry["line"],
        at=files.moment_of_day(entry["day"], 12),
    )


def enter_framework(stage: Stage, entry: Entry, moderator: Person) -> None:
    """A local framework that an officer enters, with the answer of the secretariat."""
    days: Entry = {
        name: date.fromisoformat(entry[name]) for name in ("adopted_on", "in_force_on", "replaced_on") if name in entry
    }
    framework = frameworks.enter_framework(
        charter=stage.charter,
        organisation=stage.organisations[entry["organisation"]],
        entry=FrameworkEntry(
            kind=FrameworkKind(entry["kind"]),
            state=FrameworkState(entry["state"]),
            title=entry["title"],
            language=entry["language"],
            link=entry.get("link", ""),
            themes=tuple(entry.get("themes", ())),
            typed="\n".join(entry["provisions"]),
            document=_document(entry) if "document" in entry else None,
            **days,
        ),
        by=stage.people[entry["by"]],
        at=files.moment_of_day(entry["day"]),
    )
    answer: Entry = {"framework": framework, "by": moderator, "revision": framework.revision}
    if "confirmed" in entry:
        frameworks.confirm_framework(**answer, at=files.moment_of_day(entry["confirmed"]))
    elif "returned" in entry:
        frameworks.return_framework(**answer, because=entry["reason"], at=files.moment_of_day(entry["returned"]))


def _document(entry: Entry) -> ContentFile:
    """The text of a framework as an OpenDocument file."""
    paragraphs = [f"<h1>{escape(entry['title'])}</h1>", *(f"<p>{escape(text)}</p>" for text in entry["document"])]
    page = f'<html lang="{entry["language"]}"><body>{"".join(paragraphs)}</body></html>'
    return ContentFile(pandoc.from_html(page, "odt"), "document.odt")


def write_initiative(stage: Stage, entry: Entry, moderator: Person) -> None:
    """An initiative that an officer writes and the delegate publishes, with the answer of the secretariat.

    One that is not published awaits the delegate.
    """
    texts = {part: {code: words.get(part, "") for code, words in entry["words"].items()} for part in PARTS}
    picture = entry.get("picture")
    initiative = initiatives.write_initiative(
        charter=stage.charter,
        organisation=stage.organisations[entry["organisation"]],
        entry=InitiativeEntry(
            titles=texts["title"],
            summaries=texts["summary"],
            texts=texts["text"],
            place=entry["place"],
            link=entry.get("link", ""),
            observance=entry.get("observance", ""),
            themes=tuple(entry["themes"]),
            typed="\n".join(entry["provisions"]),
            picture=NewPicture(drawings.draw_houses(), picture["en"], picture["author"]) if picture else None,
        ),
        by=stage.people[entry["by"]],
        at=files.moment_of_day(entry["day"]),
    )
    same: Entry = {"initiative": initiative, "revision": initiative.revision}
    initiatives.send_initiative(**same, by=stage.people[entry["by"]], at=files.moment_of_day(entry["day"], 10))
    if "published" in entry:
        by = stage.people[entry["published_by"]]
        initiatives.send_initiative(**same, by=by, at=files.moment_of_day(entry["published"]))
    if "featured" in entry:
        at = files.moment_of_day(entry["featured"])
        initiatives.feature_initiative(**same, featured=True, by=moderator, at=at)
    if "returned" in entry:
        at = files.moment_of_day(entry["returned"])
        initiatives.return_initiative(**same, because=entry["reason"], by=moderator, at=at)


def publish_help_entry(stage: Stage, entry: Entry) -> None:
    """An offer or request that an officer writes, the replies between the two members, and the outcome."""
    help_entry = help_entries.publish_help_entry(
        charter=stage.charter,
        organisation=stage.organisations[entry["organisation"]],
        entry=HelpEntryInput(
            kind=HelpKind(entry["kind"]),
            theme=entry["theme"],
            subject=entry["subject"],
            text=entry["text"],
            language=entry["language"],
            languages=tuple(entry["languages"]),
            ends_on=files.moment_of_day(entry["ends"]).date(),
        ),
        by=stage.people[entry["by"]],
        at=files.moment_of_day(entry["day"]),
    )
    for reply in entry.get("replies", []):
        help_entries.send_help_reply(
            help_entry=help_entry,
            member=stage.organisations[reply["member"]],
            text=reply["text"],
            by=stage.people[reply["by"]],
            at=files.moment_of_day(reply["day"]),
        )
    if "closed" in entry:
        help_entries.close_help_entry(
            help_entry=help_entry,
            outcome=entry["outcome"],
            by=stage.people[entry["by"]],
            revision=help_entry.revision,
            at=files.moment_of_day(entry["closed"]),
        )
