"""What falls due by the clock. Pages compute the same from the clock, so nothing waits for the worker to be true."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache as memory
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from accounts.actions import retention
from accounts.states import MailKind
from charter import messages
from charter.actions.amending import announcements, drafting, endings, translations
from charter.actions.city import initiative_translations
from charter.actions.comments import comment_translations
from charter.actions.deciding import compromises, open_decisions, releases
from charter.actions.languages import agreed_words, uploads
from charter.actions.papers import clean_copies, downloads, received_papers
from charter.exports import files, followers, paper_names
from charter.exports.papers import Paper
from charter.models import Compromise, Round
from charter.quality import reports
from charter.queries.languages import ledger
from charter.queries.papers import downloads as download_queries
from charter.queries.reading import articles, charters
from charter.states import CompromiseState

log = logging.getLogger(__name__)
Job = tuple[str, Callable[[datetime], None]]
WEEK = timedelta(days=7)
# So many amendments, comments and initiatives a language are given to a machine in one turn of the worker.
TRANSLATIONS_PER_TURN = 5
AHEAD, COUNTED, LOOKED_AGAIN = "papers:ahead", "findings:counted", 600


def run_due(now: datetime) -> None:
    """Everything that is due at that moment; asked again it does nothing more."""
    _do(JOBS, now)


def run_long(now: datetime) -> None:
    """Work that may take minutes; the queue does it, so it delays no email."""
    _do(LONG_JOBS, now)


def _do(jobs: list[Job], now: datetime) -> None:
    """What fails does not stop the rest."""
    for name, job in jobs:
        try:
            job(now)
        except Exception:
            log.exception("The clock could not do: %s", name)


def enter_agreed_text(now: datetime) -> None:
    """Text that was agreed while the charter was frozen enters it."""
    agreed_words.enter_due_text(now=now)


def release_decisions(now: datetime) -> None:
    """Decisions whose hour has come; a reader who is faster sees them too (`charter/middleware.py`)."""
    releases.release_due(now=now)


def end_unconfirmed_amendments(now: datetime) -> None:
    for round_ in Round.objects.filter(closed_at=None, confirm_until__lte=now):
        endings.end_unconfirmed(round_, now)


def announce_rounds(now: datetime) -> None:
    """Announces that a round opens, closes in seven days, or has closed; news that is a week old is not sent."""
    recent = Q(closed_at=None) | Q(closed_at__gt=now - WEEK)
    for round_ in Round.objects.filter(recent, opens_at__lte=now):
        _announce(round_, now)


def remind_people(now: datetime) -> None:
    """Seven days and 48 hours before the time to confirm, or to answer a compromise, is over."""
    for round_ in Round.objects.filter(closed_at=None, opens_at__lte=now, confirm_until__gt=now):
        announcements.remind_to_confirm(round_=round_, at=now)
    for compromise in _open_compromises().filter(answer_by__gt=now):
        announcements.remind_to_answer(compromise=compromise, at=now)


def remind_of_ending_exceptions(now: datetime) -> None:
    """A signed exception ends within seven days."""
    for exception in ledger.exceptions_ending_within(timezone.localdate(now), WEEK):
        announcements.remind_the_signer(exception=exception, at=now)


def end_compromise_answers(now: datetime) -> None:
    """A person decides whether a compromise is agreed; changed text of a decision ends automatically."""
    for compromise in _open_compromises().filter(answer_by__lte=now):
        if compromise.decided_id:
            compromises.end_decided(compromise=compromise, at=now)
        else:
            announcements.announce_end_of_answers(compromise=compromise, at=now)


def delete_old_files(now: datetime) -> None:
    """Deletes files that were uploaded for import and not used, and files of members that are not needed any more."""
    uploads.delete_old_uploads(now=now)
    received_papers.forget_old_papers(now=now)
    clean_copies.forget_old_clean_copies(now=now)


def delete_old_editing_sessions(now: datetime) -> None:
    """Who had which draft or decision open yesterday concerns nobody."""
    drafting.delete_old_editing_sessions(now=now)
    open_decisions.delete_old_sittings(now=now)


def delete_old_counts(now: datetime) -> None:
    """Deletes counts of failed attempts and emails that are over."""
    retention.delete_old_counts(at=now)


def email_followers(now: datetime) -> None:
    """What readers follow without an account, once a day."""
    followers.email_followers(now)


def request_next_file(now: datetime) -> None:
    """Requests one file of the latest version that nobody has requested yet, so that its size can be shown."""
    charter = charters.current_charter()
    newest = next(iter(articles.published_versions(charter)), None) if charter else None
    if newest is None or memory.get(AHEAD) == newest.digest:
        return
    for language in charters.charter_languages():
        paper = paper_names.find_paper(f"charter/{newest}", language)
        extension = _first_missing_extension(paper) if paper else None
        if paper and extension:
            request_file(paper, extension, now)
            return
    memory.set(AHEAD, newest.digest, LOOKED_AGAIN)


def _first_missing_extension(paper: Paper) -> str | None:
    """The first format in which the present state of the paper was never requested."""
    names = {f"{paper.name}.{extension}": extension for extension in paper.extensions}
    kept_downloads, made_of = download_queries.download_sources(names, paper.language), files.made_of(paper)
    return next((extension for name, extension in names.items() if kept_downloads.get(name) != made_of), None)


def request_file(paper: Paper, ending: str, now: datetime) -> None:
    """Has a file made by the queue, unless it is there or on its way."""
    arguments = {"name": f"{paper.name}.{ending}", "language": paper.language, "made_of": files.made_of(paper)}
    _download, is_wanted = downloads.request_download(**arguments, at=now)
    if is_wanted:
        make_file.enqueue(paper.name, ending, paper.language)


@task()
def make_file(name: str, ending: str, language: str) -> None:
    """Makes one file and stores it; if this fails, the page that shows the progress states it."""
    paper = paper_names.find_paper(name, language)
    if paper is None:
        return
    arguments = {"name": f"{name}.{ending}", "language": paper.language, "made_of": files.made_of(paper)}
    try:
        data = files.write_file(paper, ending)
    except Exception:
        log.exception("The file could not be made: %s.%s (%s)", name, ending, language)
        downloads.note_failure(**arguments)
        return
    downloads.keep_file(**arguments, data=data, at=timezone.now())


def request_machine_translations(now: datetime) -> None:
    """Working translations that nobody has written, where an operator connected a machine; a few at a time."""
    charter = charters.current_charter() if settings.MACHINE_TRANSLATION else None
    if charter is not None:
        languages = charters.charter_languages()
        translations.draft_missing_translations(
            charter=charter, languages=languages, most=TRANSLATIONS_PER_TURN, at=now
        )
        comment_translations.draft_missing_translations(
            charter=charter, languages=languages, most=TRANSLATIONS_PER_TURN, at=now
        )
        initiative_translations.draft_missing_translations(
            charter=charter, languages=tuple(settings.INTERFACE_LANGUAGES), most=TRANSLATIONS_PER_TURN, at=now
        )


def count_findings(now: datetime) -> None:
    """What the checks of languages see, so that the page before a publication has its figures at once."""
    if memory.get(COUNTED):
        return
    charter = charters.current_charter()
    if charter is not None and charter.arrangement is not None:
        reports.count_findings(charter, at_once=True)
    memory.set(COUNTED, True, LOOKED_AGAIN)


JOBS: list[Job] = [
    ("words that waited enter", enter_agreed_text),
    ("decisions whose hour has come", release_decisions),
    ("amendments not confirmed in time", end_unconfirmed_amendments),
    ("letters about rounds", announce_rounds),
    ("reminders", remind_people),
    ("exceptions that end", remind_of_ending_exceptions),
    ("compromises whose time is over", end_compromise_answers),
    ("files that were left", delete_old_files),
    ("who sat at drafts", delete_old_editing_sessions),
    ("counts that are over", delete_old_counts),
    ("news for who follows something", email_followers),
]
LONG_JOBS: list[Job] = [
    ("files of the latest version", request_next_file),
    ("findings of the languages", count_findings),
    ("working translations by a machine", request_machine_translations),
]


def _announce(round_: Round, now: datetime) -> None:
    """At most one letter: the latest news of the round."""
    end = round_.proposals_until
    if round_.closed_at:
        kind, key, message = MailKind.ROUND_CLOSED, "closed", messages.round_closed(round_)
    elif end <= now < end + WEEK:
        kind, key, message = (
            MailKind.ROUND_CLOSED,
            f"proposals:{end.timestamp():.0f}",
            messages.proposals_ended(round_),
        )
    elif round_.opens_at < end - WEEK <= now < end:
        kind, key, message = MailKind.ROUND_CLOSES, f"{end.timestamp():.0f}", messages.round_closes(round_)
    elif now < min(end, round_.opens_at + WEEK):
        kind, key, message = MailKind.ROUND_OPENS, "opens", messages.round_opens(round_)
    else:
        return
    announcements.email_everybody(round_=round_, kind=kind, key=key, message=message, at=now)


def _open_compromises() -> QuerySet[Compromise]:
    return Compromise.objects.filter(state=CompromiseState.ASKED).select_related("round")
