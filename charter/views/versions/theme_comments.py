"""Public comments on the provisions of a theme, and on the amendments to them: the newest first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.locales import localize_commas
from accounts.models import Theme
from accounts.queries.themes import theme_at
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.citations import Label
from charter.models import Amendment, Charter, CharterComment
from charter.queries.amending.translated_pieces import Translated
from charter.queries.comments.comment_translations import comments_in_other_language
from charter.queries.comments.public_comments import (
    CommentFilter,
    PublicComment,
    public_comments,
    read_public_comments,
)
from charter.queries.reading import charters
from charter.queries.reading.published_labels import published_labels
from charter.views.public_pages import publicly
from charter.wording.charter_text import in_words, interface_language, language_attributes
from charter.wording.comments import signature_of_comment


@publicly
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """All comments on one theme, a page at a time."""
    charter = charters.current_charter()
    theme = theme_at(slug) if charter else None
    if charter is None or theme is None:
        raise Http404(_("There is no theme at this address."))
    if theme.code != slug:
        return redirect("theme_comments", theme.code, permanent=True)
    page = comment_pages(charter, theme, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    name = in_words(theme.name)
    context = {
        "name": name,
        "page": page,
        "count": page.paginator.count,
        "rows": comment_rows(charter, list(page)),
        "theme": theme,
        "crumbs": breadcrumbs(
            (_("Themes"), reverse("themes")), (name, reverse("theme", args=[slug])), here=_("Comments")
        ),
    }
    return render(request, "charter/versions/themes/comments.html", context)


def comment_pages(charter: Charter, theme: Theme, size: int) -> Paginator[CharterComment]:
    """The comments on a theme, the newest first."""
    rows = public_comments(charter, CommentFilter(theme=theme.code)).order_by("-submit_date", "-pk")
    return Paginator(rows, size)


def comment_rows(charter: Charter, comments: list[CharterComment]) -> list[dict[str, Any]]:
    """Rows of `components/rows.html`, the newest first."""
    if not comments:
        return []
    language = interface_language()
    labels = published_labels(charter, language)
    translations = comments_in_other_language(comments, language)
    newest = reversed(read_public_comments(comments))
    return [_comment_row(row, labels, translations.get(row.comment.pk)) for row in newest]


def _comment_row(row: PublicComment, labels: dict[str, Label], translation: Translated | None) -> dict[str, Any]:
    comment = row.comment
    name, city = signature_of_comment(comment)
    day = date_format(localtime(comment.submit_date))
    return {
        "title": _target_name(row, labels),
        "url": reverse("remark", args=[comment.pk]),
        "text": comment.comment,
        "text_in": language_attributes(comment.language),
        "translation": translation,
        "meta": format_html_join(" · ", "<bdi>{}</bdi>", ((part,) for part in (name, city, day) if part)),
    }


def _target_name(row: PublicComment, labels: dict[str, Label]) -> str:
    """The provision or the amendment that the comment is on."""
    if isinstance(row.target, Amendment):
        return _("Amendment %(number)s") % {"number": row.target}
    label = labels.get(str(row.target.key))
    return localize_commas(label.citation if label else row.target.short)
