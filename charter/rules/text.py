"""Who may read and change the working text and keep its languages in step."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import (
    Answer,
    Refusal,
    is_administrator,
    is_body_member,
    is_drafter_of,
    is_language_editor,
    is_moderator,
    is_stand_in,
    member_mandate,
    roles_of,
)
from accounts.states import RoleKind
from charter.models import Alignment, Amendment, Charter, CharterComment, Round
from charter.states import BlockingDifference, Phase

from .people import MODERATORS_ONLY, NOT_A_MEMBER, SECOND_PERSON, or_now


def may_read_working(person: Person | None, round_: Round | None, *, holds_unreleased: bool) -> Answer:
    """The working text is open unless it contains an unpublished decision or the round hides pending amendments."""
    if is_moderator(person) or is_body_member(person) or is_language_editor(person) or is_administrator(person):
        return True
    if holds_unreleased or (round_ is not None and not round_.pending_is_public):
        return Refusal(
            _("The working text is shown after the secretariat publishes the decisions of this round."), hidden=True
        )
    return True


def may_align(person: Person | None, language: str) -> Answer:
    return is_language_editor(person, language) or Refusal(
        _("Only editors of this language can do this."), hidden=True
    )


def may_translate(person: Person | None, language: str) -> Answer:
    """May the person translate public reasons into this language? Its editors and moderators may."""
    return is_moderator(person) or may_align(person, language)


def may_approve_alignment(person: Person | None, alignment: Alignment) -> Answer:
    """Another editor of the language; a moderator or a named reader where the language has one editor alone."""
    align = may_align(person, alignment.language)
    if isinstance(align, Refusal) and not is_stand_in(person, alignment.language):
        return align
    assert person is not None
    return alignment.written_by_id != person.pk or Refusal(SECOND_PERSON)


def may_open_alignment(person: Person | None, language: str) -> Answer:
    """Who writes the words, who answers for them, and who approves them in place of a second editor."""
    if is_stand_in(person, language):
        return True
    return may_work_on_language(person, language)


def may_translate_amendment(person: Person | None, amendment: Amendment, language: str) -> Answer:
    """A working translation: by who keeps the language, and by the people whose amendment it is."""
    if not amendment.is_public:
        return Refusal(_("The amendment does not exist."), hidden=True)
    if member_mandate(person, amendment.organisation):
        return True
    return may_work_on_language(person, language)


def may_translate_comment(person: Person | None, comment: CharterComment, language: str) -> Answer:
    """A working translation of a comment that pages show: by the same people as that of an amendment."""
    if not comment.is_public or comment.is_removed:
        return Refusal(_("The comment does not exist."), hidden=True)
    if comment.organisation is not None and member_mandate(person, comment.organisation):
        return True
    return may_work_on_language(person, language)


def may_translate_accepted(person: Person | None, amendment: Amendment, language: str) -> Answer:
    """Accepted text of a decision or a compromise, public or not: only for people who work on the language."""
    if not amendment.is_public:
        return Refusal(_("The amendment does not exist."), hidden=True)
    return may_work_on_language(person, language)


def may_reply_to_editors(person: Person | None, organisation: Organisation) -> Answer:
    """Any of the people of the member that was asked what its words mean."""
    return bool(member_mandate(person, organisation)) or Refusal(NOT_A_MEMBER, hidden=True)


def may_keep_terms(person: Person | None, language: str) -> Answer:
    """Moderators in every language, a language editor in the own one."""
    inside = is_moderator(person) or is_language_editor(person, language)
    return inside or Refusal(
        _("Only moderators and the editors of this language can change the glossary. Write to the secretariat."),
        hidden=True,
    )


def may_work_on_language(person: Person | None, language: str) -> Answer:
    """Who answers for the words of a language: its editors, and moderators."""
    inside = is_moderator(person) or is_language_editor(person, language)
    return inside or Refusal(_("Only moderators and editors of this language can do this."), hidden=True)


def may_accept_finding(person: Person | None, language: str, kind: str, writer: int | None) -> Answer:
    """Everybody who works on the language may; one that blocks a publication needs a person other than the writer."""
    inside = may_work_on_language(person, language)
    if not inside or kind not in BlockingDifference.values or person is None or person.pk != writer:
        return inside
    return Refusal(_("You wrote this text. A second person must confirm the difference."))


def may_import(person: Person | None) -> Answer:
    inside = is_moderator(person) or is_administrator(person)
    return inside or Refusal(MODERATORS_ONLY, hidden=True)


def may_draft(
    person: Person | None,
    charter: Charter,
    article_key: str,
    round_: Round | None,
    now: datetime | None = None,
) -> Answer:
    """The secretariat edits any section, a drafter the assigned ones, and nobody while a round holds the text.

    `round_` is that one, from its announcement until its version is out, closed before or not.
    """
    if not (is_moderator(person) or is_administrator(person) or is_drafter_of(person, article_key)):
        return Refusal(
            _("The draft article is not assigned to you. The secretariat assigns draft articles to drafters.")
        )
    if round_ is not None and round_.phase(or_now(now)) != Phase.ANNOUNCED:
        return Refusal(
            _(
                "Between the opening of a round and the publication of its version, the text changes only by "
                "amendments."
            )
        )
    return True


def may_divide(
    person: Person | None,
    charter: Charter,
    article_key: str,
    round_: Round | None,
    now: datetime | None = None,
) -> Answer:
    """The drafters of a section split its provisions and combine them, while no round prevents changes of the text."""
    if isinstance(draft := may_draft(person, charter, article_key, round_, now), Refusal):
        inside = bool(may_draft(person, charter, article_key, None, now))
        sentence = _(
            "Between the opening of a round and the publication of its version, the text changes only"
            " by amendments. The secretariat can split or combine provisions after the publication."
        )
        return Refusal(sentence) if inside else Refusal(draft.why, hidden=True)
    return True


def may_correct_a_misprint(
    person: Person | None, agreed_by: Person | None, charter: Charter, article_key: str
) -> Answer:
    """Words of one language, at any time: who may edit the section writes, a second one of the secretariat agrees."""
    draft = may_draft(person, charter, article_key, None)
    if isinstance(draft, Refusal):
        return draft
    if agreed_by is None or agreed_by == person:
        return Refusal(SECOND_PERSON)
    return is_moderator(agreed_by) or is_administrator(agreed_by) or Refusal(MODERATORS_ONLY)


def may_see_languages(person: Person | None) -> Answer:
    """The translation status names unpublished text, so only people who work on the text read it."""
    outside = {RoleKind.SECTION_STAFF, RoleKind.LANGUAGE_READER}
    working = {role.kind for role in roles_of(person)} - outside
    return bool(working) or Refusal(_("Only people who work on the text can see this page."), hidden=True)
