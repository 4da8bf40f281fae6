"""Why an uploaded file is refused: one sentence for the person who sent it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

TOO_MUCH_WORK = _("Reading the file takes too much time or memory. Make the file smaller and send it again.")
BUSY = _("Other files are being read now. Send this file again in a minute.")
BROKEN = _("The file is damaged, or its content does not match its name. Save the file again and send it again.")


class Unreadable(Exception):
    """A file that is refused. `offers` names what the person may choose to have it taken after all.

    `details` are what the sentence names. A child process says both in English; as text the refusal is in the
    reader's language.
    """

    def __init__(self, sentence: Sentence, *, offers: tuple[str, ...] = (), **details: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.offers = offers
        self.details = details

    def __str__(self) -> str:
        sentence = gettext(str(self.sentence))
        return sentence % self.details if self.details else sentence
