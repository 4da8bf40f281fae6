"""Public comments on provisions and amendments."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from accounts.models import Theme
from accounts.queries.themes import current_code
from charter.api.addresses import here, page
from charter.api.query_parameters import Asked, AskedForPage, Number, Page, Word, paged_together, spoken, the_charter
from charter.api.shapes import FAULTS, AmendmentRef, Member, amendment_ref, member
from charter.models import Amendment, Charter, CharterComment, CommentTranslation, Provision
from charter.queries.amending import amendments
from charter.queries.comments import public_comments
from charter.queries.comments.comment_translations import translations_of_comments
from charter.queries.comments.public_comments import CommentFilter, PublicComment
from charter.queries.reading.published_labels import published_labels
from charter.states import CommentKind, TranslatedBy
from charter.wording.comments import signature_of_comment

router = Router(tags=["Process"])


class CommentTranslationShape(Schema):
    """A comment in another language, for information. The comment itself is decisive."""

    language: str
    text: str
    made_by: TranslatedBy = Field(description="Who made it; a translation by a machine was not reviewed.")
    at: datetime


class CommentShape(Schema):
    """A comment of a person on a provision or an amendment. Removed comments are not listed."""

    id: int
    kind: CommentKind
    text: str
    quote: str = Field(description="The text that the comment is about; empty where it is about the whole.")
    language: str
    at: datetime
    came_on: date | None = Field(
        description="The day on which the secretariat received it, if it entered it on behalf of the member."
    )
    author: str = Field(description="The name of the author if it is public, otherwise the office.")
    member: Member | None = Field(description="The member for which the author wrote. Null for the secretariat.")
    provision: str | None = Field(description="Permanent address of the provision, null for an amendment.")
    citation: str = Field(description="The citation of the provision in the latest version; else empty.")
    themes: list[str] = Field(description="Slugs of the themes of the provisions that the comment is about.")
    amendment: AmendmentRef | None = Field(description="The amendment that the comment is on.")
    reply_to: int | None = Field(description="Id of the comment to which this one replies.")
    translations: list[CommentTranslationShape] = Field(description="Working translations into other languages.")
    answers: list[int] = Field(description="Ids of the comments with which the secretariat answered.")
    proposals: list[AmendmentRef] = Field(description="Public amendments that members made of the comment.")
    page: str
    here: str


class AskedForComments(AskedForPage):
    """Filters for comments."""

    kind: CommentKind | None = None
    article: Word | None = Field(None, description="The current printed number or slug of an article.")
    provision: Word | None = Field(None, description="The permanent address of a provision.")
    city: Word | None = Field(None, description="A member's slug.")
    theme: Word | None = Field(None, description="The slug of a theme of the provisions that they are about.")


@router.get("/comments", response={200: Page[CommentShape], **FAULTS}, url_name="api_comments")
@spoken
def comments(request: HttpRequest, query: Annotated[AskedForComments, Query()]) -> object:
    """Public comments on the provisions of published versions and on public amendments, the oldest first."""
    charter = the_charter()
    wanted = CommentFilter(
        kind=query.kind or "",
        keys=amendments.keys_in(charter, query.article) if query.article else None,
        provision=query.provision or "",
        city=query.city or "",
        theme=current_code(query.theme) if query.theme else "",
    )
    rows = public_comments.public_comments(charter, wanted)
    return paged_together(request, query, rows, lambda comments: _comments(comments, charter, query.code))


@router.get("/comments/{number}", response={200: CommentShape, **FAULTS}, url_name="api_comment")
@spoken
def comment(request: HttpRequest, number: Annotated[Number, Path()], query: Annotated[Asked, Query()]) -> object:
    """One comment by its id."""
    charter = the_charter()
    rows = list(public_comments.public_comments(charter).filter(pk=number))
    if not rows:
        raise Http404(_("The comment does not exist."))
    return _comments(rows, charter, query.code)[0]


def _comments(rows: list[CharterComment], charter: Charter, language: str) -> list[CommentShape]:
    labels = published_labels(charter, language)
    citations = {key: label.citation for key, label in labels.items()}
    translations = translations_of_comments(rows)
    read = public_comments.read_public_comments(rows)
    themes = public_comments.themes_of_comments(read)
    return [_comment(row, citations, translations[row.comment.pk], themes[row.comment.pk]) for row in read]


def _comment(
    row: PublicComment,
    citations: dict[str, str],
    translations: Iterable[CommentTranslation],
    themes: Iterable[Theme],
) -> CommentShape:
    comment, target = row.comment, row.target
    author, _city = signature_of_comment(comment)
    organisation, provision = comment.organisation, target if isinstance(target, Provision) else None
    return CommentShape(
        id=comment.pk,
        kind=CommentKind(comment.kind),
        text=comment.comment,
        quote=comment.quote,
        language=comment.language,
        at=comment.submit_date,
        came_on=comment.came_on,
        author=author,
        member=member(organisation, comment.submit_date) if organisation else None,
        provision=provision.short if provision else None,
        citation=citations.get(str(provision.key), "") if provision else "",
        themes=[theme.code for theme in themes],
        amendment=amendment_ref(target) if isinstance(target, Amendment) else None,
        reply_to=row.reply_to,
        translations=[
            CommentTranslationShape(language=t.language, text=t.text, made_by=TranslatedBy(t.made_by), at=t.at)
            for t in translations
        ],
        answers=[answer.pk for answer in row.answers],
        proposals=[amendment_ref(amendment) for amendment in row.proposals],
        page=page("remark", comment.pk),
        here=here("comment", comment.pk),
    )
