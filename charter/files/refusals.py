"""Why a file cannot be taken in: one sentence for each reason, fit for the person who sent it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.imports.refusals import BROKEN, TOO_MUCH_WORK, Sentence, Unreadable

__all__ = ["BROKEN", "TOO_MUCH_WORK", "Sentence", "Unreadable"]

PDF = _("A PDF contains pages, not paragraphs. Send the original Word, ODT, HTML or Markdown file.")
OLD_WORD = _("The file was made with an old version of Word. Save it as DOCX and send that file.")
ENCRYPTED = _("The file is protected with a password. Save it without a password and send it again.")
MACROS = _("The file contains macros. Save it as DOCX without macros and send that file.")
UNPACKS_TOO_LARGE = _("The content of the file is larger than 50 MB. Delete the images and send the file again.")
TOO_LARGE = _("The file is larger than %(n)s MB. Delete the images and send it again.")
EMPTY = _("The file does not contain any text. Choose another file.")
NO_ARTICLES = _("The site recognized no article, section or paragraph in this file. Check the headings in the file.")
NO_TITLE = _("The file does not contain the title of the charter. Enter the title.")
UNKNOWN_FORMAT = _(
    "The site cannot read this type of file. Send an HTML, Markdown, Word (DOCX) or OpenDocument (ODT) file."
)
UNKNOWN_LANGUAGE = _("“%(code)s” is not a language code.")
UNKNOWN_ENCODING = _("The encoding of this file is not known. Save it as UTF-8.")
TOO_DEEP = _("The structure of this file has too many levels. Save only the text of the file and send the new file.")
TRACKED = _(
    "The file contains tracked changes that are neither accepted nor rejected. Choose whether to read them as "
    "accepted or rejected."
)
NO_PANDOC = _(
    "Word and OpenDocument files need pandoc, which is not installed on this server: install pypandoc_binary or "
    "pandoc."
)
TOO_LONG = _("The text of this file has more than %(n)s characters. Send the charter only.")
TOO_MANY_ARTICLES = _("The file has more than %(n)s articles. Check the headings in the file.")
TOO_LONG_ARTICLE = _("An article of this file has more than %(n)s paragraphs. Check its headings.")
TOO_MANY = _("The file has more than %(n)s elements. Save only the text of the file and send the new file.")
TOO_MANY_CHANGES = _(
    "The file has more than %(n)s tracked changes. Accept the changes that are settled, and send the file again."
)
TOO_MANY_AUTHORS = _(
    "The changes in the file have more than %(n)s authors. Accept the changes of some "
    "authors, and send the file again."
)
TOO_MANY_COMMENTS = _(
    "The file has more than %(n)s comments. Delete the comments that are settled, and send the file again."
)
OTHER_TEXT = _("Less than half of the article was recognized in this file. Choose the article and the language.")
OTHER_MERGE = _("The file was downloaded from another merge. Import it on the page of that merge.")
OTHER_RESULT = _("Less than half of the merge was recognized in this file. Import the file that was downloaded here.")
NEVER_DOWNLOADED = _("The merge was never downloaded for Word. Download it first, and send that file.")
NO_ROW = _("The column of the text in force contains no text of the charter. Choose the article and the language.")
NO_CLAUSE = _("No amending clause corresponds to the text of the charter. Choose the article and the language.")
NO_ARTICLE_CHOSEN = _(
    "The site cannot identify the article that this text changes. Choose the article and the language."
)
ONLY_WORD = _("Only Word (DOCX) and OpenDocument (ODT) files can be imported here.")
