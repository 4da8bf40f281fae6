"""The answers of members to texts of the secretariat, by name, for the public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.locales import join_in_words, listed_html
from charter.queries.deciding.agreed_texts import AgreedText
from charter.queries.deciding.compromise_answers import AgreementBlocker, AgreementBlockerKind, Answers
from charter.queries.reading.comparing import redline_of
from charter.wording.charter_text import interface_language, public_name_of

AGREEMENT_BLOCKERS = {
    AgreementBlockerKind.DECLINED: gettext_lazy("Declined: {names}."),
    AgreementBlockerKind.TIME_NOT_OVER: gettext_lazy("The time to reply is not over for: {names}."),
    AgreementBlockerKind.SILENCE_IS_REFUSAL: gettext_lazy("No reply, which counts as a refusal: {names}."),
    AgreementBlockerKind.NOBODY_AGREED: gettext_lazy("Nobody replied “yes”. No reply: {names}."),
}


def agreement_blocker_sentence(blocker: AgreementBlocker) -> str:
    """Why a compromise cannot be called agreed, with the members by name."""
    return str(AGREEMENT_BLOCKERS[blocker.kind]).format(names=join_in_words(blocker.members))


def answers_title(answers: Answers) -> str:
    """What was put, and what came of it."""
    agreed = answers.compromise.agreed
    if answers.compromise.decided_id:
        own, kept = (
            _("Changed text, accepted by the members"),
            _("Changed text, not accepted by the members: text of the secretariat"),
        )
        return own if agreed else kept
    if not agreed and answers.compromise.note and not answers.refused:
        return _("Compromise text, closed because the text of the provision changed")
    return _("Compromise text, agreed") if agreed else _("Compromise text, not agreed")


def agreed_redline(text: AgreedText) -> SafeString:
    """The agreed text as a tracked change of the text before."""
    return redline_of(text.before, text.html, interface_language())


def by_name(answers: Answers) -> list[dict[str, Any]]:
    """Who assented, who refused and who was silent, with the rule for silence behind the last."""
    return [_line(word, names, after) for word, names, after in _told(answers)]


def in_plain_words(answers: Answers) -> str:
    """The same as text, for the cell of a table."""
    parts = [
        f"{word} {join_in_words(names)}" + (f" ({after})" if after else "") for word, names, after in _told(answers)
    ]
    return " ".join(f"{part}." for part in (answers_title(answers), *parts))


def _told(answers: Answers) -> Iterator[tuple[str, list[str], str | Promise]]:
    """Each sort of answer that was given, with those who gave it by their names of the day."""
    rule = "" if answers.compromise.decided_id else answers.silence.label
    rows = (
        (_("Agreed:"), answers.assented, ""),
        (_("Declined:"), answers.refused, ""),
        (_("No reply:"), answers.silent, rule),
    )
    for word, members, after in rows:
        if members:
            yield word, [public_name_of(member, answers.compromise.closed_at) for member in members], after


def _line(word: str, members: list[str], after: str | Promise) -> dict[str, Any]:
    names = (format_html("<bdi>{}</bdi>", name) for name in members)
    return {"word": word, "names": listed_html(names), "after": after}
