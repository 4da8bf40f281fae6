"""Playing what people said: comments with their answers and working translations."""

from __future__ import annotations

from accounts import rules
from charter.actions.comments import comment_translations, comments
from charter.models import Amendment, CharterComment, Provision, Round
from charter.queries.comments.comment_translations import piece_of_comment

from . import files
from .stage import Entry, Stage


def create_comments(stage: Stage, round_: Round, entries: list[Entry]) -> None:
    """Those comments, parents before their answers, on the round that ran when they were written."""
    posted: dict[str, CharterComment] = {}
    for entry in entries:
        person = stage.people[entry["by"]]
        mandate = next(iter(rules.mandates_of(person)), None)
        posted[entry["id"]] = comments.post_comment(
            target=_target(stage, entry["on"]),
            by=person,
            text=entry["text"],
            kind=entry["kind"],
            language=entry["lang"],
            quote=entry["quote"] or "",
            organisation=mandate.organisation if mandate else None,
            mandate=mandate,
            round_=round_,
            reply_to=posted.get(entry["parent"]) if entry["parent"] else None,
            at=files.moment_of_day(entry["day"], 17),
        )
    for entry in entries:
        for translation in entry.get("translations", ()):
            comment_translations.save_translation(
                comment=posted[entry["id"]],
                language=translation["lang"],
                text=translation["text"],
                of=piece_of_comment(posted[entry["id"]]).of,
                by=stage.people[translation["by"]],
                at=files.moment_of_day(translation["day"], 12),
            )
        if entry["removed"]:
            comments.remove_comment(
                comment=posted[entry["id"]], by=stage.people[entry["by"]], at=files.moment_of_day(entry["day"], 18)
            )


def _target(stage: Stage, on: str) -> Provision | Amendment:
    kind, _, name = on.partition(":")
    return stage.provisions[name] if kind == "provision" else stage.amendments[name]
