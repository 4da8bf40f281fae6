"""The positions of one organisation on the amendments of others with its private notes, for its own team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Organisation, Person
from charter.exports.papers import full_address, page_frame
from charter.models import Amendment, Charter, DraftNote, Position, SuggestedPosition
from charter.queries.amending import amendments, own_positions
from charter.queries.amending.public_texts import TextCitations, public_texts
from charter.queries.amending.shown_changes import changed_citations
from charter.wording.charter_text import amendment_status, in_html, in_words_apart, name_proposers
from charter.wording.round_times import format_day, format_moment


@dataclass(frozen=True)
class PositionSheet:
    """What the team of an organisation knows of its positions at a moment. Nobody else may read it.

    `person` is the one who reads it: deadlines are in that person's time too.
    """

    charter: Charter
    organisation: Organisation
    language: str
    person: Person
    at: datetime

    extensions = ("pdf",)
    long_extensions = ()

    @property
    def name(self) -> str:
        return f"positions/{self.organisation.slug}"

    @property
    def made_of(self) -> list[object]:
        return [self.organisation.pk, self.at.isoformat()]

    @property
    def url(self) -> str:
        return full_address("city_position_sheet", self.organisation.slug)

    def title(self) -> str:
        return _("Positions of %(city)s, with private notes") % {"city": str(self.organisation)}

    def cited(self) -> SafeString:
        return in_html("%(title)s.", {"title": self.title()})

    def page(self) -> str:
        values = {**page_frame(self), **self.template_values()}
        return render_to_string("charter/papers/exports/position_sheet.html", values)

    def template_values(self) -> dict[str, Any]:
        """What the sheet says, on the screen and on paper."""
        return {
            "title": self.title(),
            "city": str(self.organisation),
            "day": format_day(timezone.localtime(self.at)),
            "rows": [self._row(amendment) for amendment in self._amendments],
        }

    @cached_property
    def _positions(self) -> dict[int, Position]:
        """The last positions, by the id of the amendment."""
        rows = own_positions.last_positions(self.organisation, self.at).select_related("text")
        return {position.text.amendment_id: position for position in rows}

    @cached_property
    def _suggestions(self) -> dict[int, list[SuggestedPosition]]:
        return own_positions.suggestions_by_amendment(self.organisation)

    @cached_property
    def _notes(self) -> dict[int, list[DraftNote]]:
        return own_positions.notes_by_amendment(self.organisation)

    @cached_property
    def _amendments(self) -> list[Amendment]:
        return own_positions.amendments_of_others(
            self.organisation, {*self._positions, *self._suggestions, *self._notes}
        )

    @cached_property
    def _citations(self) -> dict[int, str]:
        citations = TextCitations(self.charter, self.language)
        texts = public_texts(amendment.text for amendment in self._amendments if amendment.text)
        return {
            shown.text.amendment_id: changed_citations(
                amendments.shown_changes(shown.text, citations.of(shown), self.language, shown.version)
            )
            for shown in texts.values()
        }

    def _row(self, amendment: Amendment) -> dict[str, Any]:
        round_, position = amendment.round, self._positions.get(amendment.pk)
        is_open = self.at < round_.support_until and round_.closed_at is None
        return {
            "number": str(amendment),
            "url": full_address("amendment", round_.number, amendment.number),
            "city": name_proposers(amendment),
            "title": in_words_apart(amendment.text.title) if amendment.text else "",
            "citation": self._citations.get(amendment.pk, ""),
            "deadline": format_moment(round_.support_until, round_, self.person) if is_open else "",
            "status": amendment_status(amendment)["word"],
            "stance": position.get_stance_display() if position else "",
            "line": position.line if position else "",
            "line_language": position.language if position else "",
            "day": format_day(timezone.localtime(position.at)) if position else "",
            "lapsed": position is not None and position.superseded_at is not None,
            "private": list(self._private(amendment)),
        }

    def _private(self, amendment: Amendment) -> Iterator[dict[str, str]]:
        for suggestion in self._suggestions.get(amendment.pk, ()):
            names = {"person": suggestion.by, "stance": suggestion.get_stance_display()}
            text = _("Suggested by %(person)s: %(stance)s") % names
            yield {"text": text, "state": suggestion.get_state_display(), "words": suggestion.word}
        for note in self._notes.get(amendment.pk, ()):
            yield {"text": _("Note by %(person)s") % {"person": note.by}, "state": "", "words": note.text}
