"""Working translations of comments into the language of a page, and what is not translated yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from charter.models import Charter, CharterComment, CommentTranslation
from charter.queries.amending.translated_pieces import Translated
from charter.queries.amending.translations import TranslatablePiece, piece_digest
from charter.queries.comments.public_comments import public_comments
from charter.states import TranslatedBy

COMMENT = "comment"


def piece_of_comment(comment: CharterComment) -> TranslatablePiece:
    """The text of a comment as what is translated; its digest changes with the text."""
    return TranslatablePiece(COMMENT, comment.comment, piece_digest(COMMENT, comment.language, comment.comment))


def comments_in_other_language(comments: Iterable[CharterComment], language: str) -> dict[int, Translated]:
    """The translations of these comments into one language, by the id of the comment; at most one query.

    The caller may read the comments.
    """
    originals = {row.pk: row for row in comments if row.language != language and not row.is_removed}
    if not originals:
        return {}
    rows = CommentTranslation.objects.filter(comment__in=originals, language=language).order_by()
    return {row.comment_id: show_translation(row, originals[row.comment_id]) for row in rows}


def show_translation(row: CommentTranslation, original: CharterComment) -> Translated:
    """A stored translation of a comment, as pages show it."""
    return Translated(row.language, original.language, original.comment, row.text, TranslatedBy(row.made_by))


def translations_of_comments(comments: Iterable[CharterComment]) -> dict[int, list[CommentTranslation]]:
    """All translations of these comments, by the id of the comment; one query. The caller may read the comments."""
    translations: dict[int, list[CommentTranslation]] = defaultdict(list)
    for row in CommentTranslation.objects.filter(comment__in=[comment.pk for comment in comments]):
        translations[row.comment_id].append(row)
    return translations


def find_translation(comment: CharterComment, language: str) -> CommentTranslation | None:
    """The stored translation of one comment."""
    return CommentTranslation.objects.filter(comment=comment, language=language).first()


def comments_without_translation(charter: Charter, language: str) -> QuerySet[CharterComment]:
    """Comments that anybody may read and that nobody translated into that language, the newest first."""
    translated = CommentTranslation.objects.filter(comment=OuterRef("pk"), language=language)
    comments = public_comments(charter).exclude(language=language)
    return comments.filter(~Exists(translated)).order_by("-pk")
