"""The columns of a table of comments: their titles, and the titles of other tables that mean the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from accounts.folding import fold_text


class Column(StrEnum):
    """What a column has. On paper one column, `WHO`, has member, author and date."""

    NUMBER = "number"
    MEMBER = "member"
    AUTHOR = "author"
    WHO = "who"
    DATE = "date"
    LANGUAGE = "language"
    PLACE = "place"
    PARAGRAPH = "paragraph"
    TYPE = "type"
    COMMENT = "comment"
    TRANSLATION = "translation"
    TRANSLATED_BY = "translated_by"
    CAME_ON = "came_on"
    PROPOSED = "proposed"
    OBSERVATIONS = "observations"
    KEY = "key"
    THEMES = "themes"


# As the tables of this site have them; other tables part a place into clause and paragraph.
TITLES: Mapping[Column, str | Promise] = {
    Column.NUMBER: _("No."),
    Column.MEMBER: _("Member"),
    Column.AUTHOR: _("Author"),
    Column.WHO: _("Member and author"),
    Column.DATE: _("Date"),
    Column.LANGUAGE: _("Language"),
    Column.PLACE: pgettext_lazy("in the text", "Place"),
    Column.TYPE: _("Type of comment"),
    Column.COMMENT: _("Comment"),
    Column.TRANSLATION: _("Working translation"),
    Column.TRANSLATED_BY: _("Who made the working translation"),
    Column.CAME_ON: _("Received on"),
    Column.PROPOSED: _("Proposed change"),
    Column.OBSERVATIONS: _("Observations of the secretariat"),
    Column.KEY: _("Key"),
    Column.THEMES: _("Themes"),
}
# Of the ISO commenting template in its editions, and of tables that offices make after it.
OTHER_TITLES: Mapping[Column, str] = {
    Column.MEMBER: "MB/NC|MB|NC|country|organization|ville|city|ciudad|entité|المدينة",
    Column.PLACE: "clause/subclause|clause|subclause|clause no|provision|article|citation|"
    "article/paragraphe|disposition|lieu|artículo|disposición|artículo/apartado|lugar|البند|المادة|المكان",
    Column.PARAGRAPH: "paragraph/figure/table|paragraph/figure/table/note|paragraph|"
    "paragraphe/figure/tableau|paragraphe|alinéa|párrafo|apartado|الفقرة",
    Column.TYPE: "type|comment type|type de commentaire|tipo|tipo de comentario|نوع التعليق",
    Column.COMMENT: "comments|comment (justification for change)|comments (justification for change)|commentaires|"
    "commentaire (justification de la modification)|comentarios|التعليقات",
    Column.PROPOSED: "proposed changes|proposed change by the MB|proposal|modification proposée|proposition|propuesta|"
    "cambio propuesto|التغيير المقترح",
    Column.OBSERVATIONS: "observations|secretariat observations|observations on each comment submitted|"
    "observations du secrétariat|observaciones de la secretaría|ملاحظات الأمانة",
}


@cache
def columns_by_title() -> dict[str, Column]:
    """Each column by its title in each language of the interface, and by titles of other tables, as `bare_title`."""
    columns = {bare_title(title): column for column, titles in OTHER_TITLES.items() for title in titles.split("|")}
    for language in settings.INTERFACE_LANGUAGES:
        with override(language):
            columns |= {bare_title(str(title)): column for column, title in TITLES.items()}
    return columns


def bare_title(title: str) -> str:
    """A title as titles are compared: its letters without case and marks, and without the number of a footnote."""
    return "".join(re.findall(r"[^\W\d_]+", fold_text(title)))
