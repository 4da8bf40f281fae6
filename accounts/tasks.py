"""Mailing what is due in the outbox."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core import mail
from django.utils import timezone

from accounts import messages
from accounts.actions import mail_batches
from accounts.actions.mail_batches import MailBatch

log = logging.getLogger(__name__)
work = logging.getLogger("work")
FOR_EVER = 500


def send_waiting(limit: int = 100, now: datetime | None = None) -> int:
    """Mails what is due to up to so many people and says how many mails went.

    A server that cannot be reached ends the turn, so that it is asked once and not for every letter.
    """
    at, count = now or timezone.now(), 0
    mail_batches.correct_future_dates(at)
    mail_batches.resume_lost_batches(at)
    connection = _connection()
    try:
        for to, address in mail_batches.waiting_addressees(at, limit):
            for batch in mail_batches.take_batches(to, address, at):
                count += _send(batch, connection, at)
    except OSError as error:
        log.warning("The mail server could not be reached: %s", error)
    finally:
        connection.close()
    return count


def _send(batch: MailBatch, connection: Any, now: datetime) -> bool:
    """Says whether it went; raises `OSError` where the server is gone, after the batch was put back."""
    try:
        message = messages.compose_mail(batch.bundle, batch.letters)
        connection.open()
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        log.warning("Letters %s: the address was refused.", batch.keys)
        mail_batches.mark_as_failed(batch, _error_in_a_line(error), now, refused=_for_ever(error))
        connection.close()
        return False
    except OSError as error:
        mail_batches.mark_as_failed(batch, _error_in_a_line(error), now)
        raise
    except Exception as error:
        log.error("Letters %s could not be mailed: %s: %s", batch.keys, type(error).__name__, _error_in_a_line(error))
        mail_batches.mark_as_failed(batch, _error_in_a_line(error), now)
        return False
    mail_batches.mark_as_sent(batch, now)
    causes = sorted({letter.cause for letter in batch.letters} - {""})
    work.info("mail sent", extra={"fields": {"letters": batch.keys, "causes": causes}})
    return True


def _connection() -> Any:
    """The site's mail server; newer versions of Django keep several by name."""
    mailers = getattr(mail, "mailers", None)
    return mailers["default"] if mailers is not None else mail.get_connection()


def _for_ever(error: SMTPRecipientsRefused) -> bool:
    """Whether the server refuses the address itself, and not only now."""
    return all(code >= FOR_EVER for code, _ in error.recipients.values())


def _error_in_a_line(error: BaseException) -> str:
    """What went wrong, in a line that no mail server can break."""
    if isinstance(error, SMTPRecipientsRefused):
        words = "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values())
    else:
        words = str(error) or type(error).__name__
    return " ".join(words.split())
