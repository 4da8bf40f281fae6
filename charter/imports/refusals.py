"""Why a file cannot be taken in: one sentence for each reason, fit for the person who sent it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Unreadable(Exception):
    """A file that is refused; `offers` names what the person may choose to have it taken after all."""

    def __init__(self, sentence: Sentence, *, offers: tuple[str, ...] = (), **details: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.offers = offers
        self.details = details

    def __str__(self) -> str:
        return str(self.sentence) % self.details if self.details else str(self.sentence)


PDF = _("A PDF shows pages and not paragraphs: please send the Word, ODT, HTML or Markdown file it was made from.")
OLD_WORD = _("This is a file of an old Word: please save it as DOCX and send that.")
ENCRYPTED = _("This file is locked with a password: please save it without one and send it again.")
BROKEN = _("This file is damaged or is not what its name says, and cannot be opened.")
MACROS = _("This file holds macros: please save it as DOCX, without macros, and send that.")
UNPACKS_TOO_LARGE = _("This file unpacks to more than 50 MB: please take the pictures out and send it again.")
TOO_LARGE = _("This file is larger than 20 MB: please take the pictures out and send it again.")
EMPTY = _("There is no text in this file.")
NO_ARTICLES = _("No article, section or paragraph could be recognised in this file.")
NO_TITLE = _("This file names no title of the charter: please say it.")
UNKNOWN_FORMAT = _("Only HTML, Markdown, Word (DOCX) and OpenDocument (ODT) files can be read.")
UNKNOWN_LANGUAGE = _("“%(code)s” is not the code of a language.")
UNKNOWN_ENCODING = _("The bytes of this file are in no known encoding: please save it as UTF-8.")
TOO_DEEP = _("The elements of this file are nested too deep to be a text.")
TRACKED = _(
    "This file has changes that nobody has accepted or rejected yet: say whether to read them as accepted or rejected."
)
TRACKED_ODT = _(
    "This file has pending changes that can be read as accepted only: to reject them, use the program that wrote it."
)
NO_PANDOC = _(
    "Word and OpenDocument files need pandoc, which is not installed here: install pypandoc_binary, or pandoc."
)
TOO_MUCH_WORK = _("Reading this file took more time or memory than is allowed.")
