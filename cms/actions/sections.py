"""The pages of the draft sections: made by our own action, and brought up to the text whenever it moves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page

from accounts.actions import letters
from accounts.models import Person
from charter import texts
from charter.models import Arrangement, Article, Charter, CurrentWording, Section, Wording
from charter.states import AdoptionScope
from cms.blocks import stream_data
from cms.models import CharterPage, SectionPage
from cms.rebasing import DraftBlock, EditorConflict, rebase_draft

COMPARE = _("The text that you are editing has changed. Compare both texts, and tick “I have compared both texts”.")

# The page whose own publication is under way: its words are on it already.
_publishing: ContextVar[int | None] = ContextVar("publishing", default=None)


def working_article(charter: Charter, article_key: str, language: str) -> tuple[DraftBlock, ...]:
    """The article as it stands in the working text; a provision without words in the language has none."""
    section = charter.arrangement.section(article_key) if charter.arrangement else None
    if section is None:
        return ()
    rows = CurrentWording.objects.filter(provision__key__in=[b.key for b in section.blocks], language=language)
    return _drafted(section, {str(row.provision.key): row.wording for row in _with_words(rows)})


@transaction.atomic
def make_pages(charter: Charter) -> None:
    """The page of every article in every language of the charter that has a home page: what is there already stays."""
    for language in charter.languages.values_list("code", flat=True):
        parent = _charter_page(charter, language)
        if parent is not None:
            for article in charter.articles.all():
                if charter.arrangement and charter.arrangement.section(article.key):
                    _page(parent, article) or _make_page(parent, article)


def update_pages(moves: Iterable[tuple[Wording | None, Wording]]) -> None:
    """Words of the working text moved: their pages follow."""
    moves = list(moves)
    charters = {new.provision.charter_id: new.provision.charter for _old, new in moves}
    for charter in _with_pages(charters.values()):
        articles = {str(a.key): a for a in charter.articles.all()}
        arrangement = Charter.objects.select_related("arrangement").get(pk=charter.pk).arrangement
        section_of = {b.key: s.key for s in arrangement.sections for b in s.blocks} if arrangement else {}
        mine = [new for _old, new in moves if new.provision.charter_id == charter.pk]
        places = {(section_of.get(str(new.provision.key)), new.language) for new in mine}
        for key, language in sorted((key, language) for key, language in places if key):
            bring_up(articles[key], language)


def arrangement_moved(charter: Charter, old: Arrangement, new: Arrangement) -> None:
    """The order of an article changed: its pages in all languages follow, and a new article gets its pages."""
    if not _with_pages([charter]):
        return
    before = {section.key: section.blocks for section in old.sections}
    changed = [section.key for section in new.sections if before.get(section.key) != section.blocks]
    for article in charter.articles.filter(key__in=changed):
        for language in charter.languages.values_list("code", flat=True):
            bring_up(article, language)


@transaction.atomic
def bring_up(article: Article, language: str) -> None:
    """The page says what the working text says; a draft on it is carried over, or its editor sees both texts."""
    charter = Charter.objects.select_related("arrangement").get(pk=article.charter_id)
    parent = _charter_page(charter, language)
    page = _page(parent, article) if parent else None
    if page is None or page.pk == _publishing.get():
        if parent is not None and page is None:
            _make_page(parent, article)
        return
    before, text = page.blocks, working_article(charter, str(article.key), language)
    latest = page.latest_revision
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    if is_same_text(page.blocks, text):
        write_row(page, text)
    else:
        _go_live(page, text)
    if draft is not None and latest is not None:
        _carry_draft(page, draft, latest.user, before_of(draft) or before, text)


def before_of(page: SectionPage) -> tuple[DraftBlock, ...]:
    """The text that a draft was begun on: the wordings, kinds and depths that it remembers."""
    ids = [wording for _key, wording, _kind, _depth in page.bases if wording]
    html = dict(Wording.objects.filter(pk__in=ids).values_list("pk", "html"))
    return tuple(
        DraftBlock(key, kind, depth, html.get(wording, ""), wording) for key, wording, kind, depth in page.bases
    )


def carried_over(page: SectionPage) -> bool:
    """Brings an unsaved draft onto the text as it stands now; says whether anything was carried or met."""
    charter = Charter.objects.select_related("arrangement").get(pk=page.article.charter_id)
    text = working_article(charter, str(page.article.key), page.language)
    before = before_of(page)
    if bases_of(text) == [list(base) for base in page.bases] or not text:
        return False
    carried = rebase_draft(page.blocks, before, text)
    _fill(page, carried.blocks, text)
    _meet(page, carried.meetings)
    return True


def bases_of(text: Iterable[DraftBlock]) -> list[list[Any]]:
    """What a page remembers of the text it was drawn from, as JSON holds it."""
    return [[b.key, b.base, b.kind, b.depth] for b in text]


def is_under_way(page: SectionPage) -> bool:
    """Whether the page is being brought up to the text, so that nothing goes down."""
    return _publishing.get() == page.pk


@contextmanager
def updating(page: SectionPage) -> Iterator[None]:
    """While this lasts, what moves in the text leaves the page alone, and its publishing hands nothing down."""
    token = _publishing.set(page.pk)
    try:
        yield
    finally:
        _publishing.reset(token)


def _carry_draft(
    page: SectionPage,
    draft: SectionPage,
    editor: Person | None,
    before: tuple[DraftBlock, ...],
    text: tuple[DraftBlock, ...],
) -> None:
    carried = rebase_draft(draft.blocks, before, text)
    if is_same_text(carried.blocks, text) and not carried.meetings:
        SectionPage.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
        return
    _fill(draft, carried.blocks, text)
    _meet(draft, carried.meetings)
    revision = draft.save_revision(user=editor, clean=False, log_action=False)
    if carried.meetings:
        subject = _("The text that you are editing has changed")
        write_letter(editor, page, "section_met", subject, COMPARE, revision.pk)


def _fill(page: SectionPage, blocks: Iterable[DraftBlock], text: Iterable[DraftBlock]) -> None:
    page.body = json.dumps(stream_data((b.key, b.kind, b.depth, b.html) for b in blocks))
    page.bases = bases_of(text)


def _meet(page: SectionPage, meetings: Iterable[EditorConflict]) -> None:
    new = [asdict(meeting) for meeting in meetings]
    if new:
        keys = {meeting["key"] for meeting in new}
        page.meetings = [m for m in page.meetings if m["key"] not in keys] + new
        page.compared = False


def _go_live(page: SectionPage, text: tuple[DraftBlock, ...]) -> None:
    _fill(page, text, text)
    _empty(page)
    page.title = page.draft_title = _name(text, page.article)
    revision = page.save_revision(clean=False, log_action=False)
    with updating(page):
        PublishPageRevisionAction(revision, user=None).execute(skip_permission_checks=True)


def write_row(page: SectionPage, text: tuple[DraftBlock, ...]) -> None:
    """The live row alone, without a revision: the words are the same, or what was published is undone."""
    _fill(page, text, text)
    _empty(page)
    name = _name(text, page.article)
    SectionPage.objects.filter(pk=page.pk).update(
        title=name,
        draft_title=name,
        body=page.body,
        bases=page.bases,
        meetings=[],
        compared=False,
        reason="",
        asked_by=None,
        asked_by_words="",
        scope=page.scope,
    )


def _empty(page: SectionPage) -> None:
    page.meetings, page.compared, page.reason, page.asked_by, page.asked_by_words = [], False, "", None, ""
    page.scope = AdoptionScope.ALL_LANGUAGES


def is_same_text(blocks: Iterable[DraftBlock], other_blocks: Iterable[DraftBlock]) -> bool:
    """Whether both say the same words in the same order, whatever they were written over."""
    return [_comparable(b) for b in blocks] == [_comparable(b) for b in other_blocks]


def _comparable(block: DraftBlock) -> tuple[str, str, int, str]:
    return block.key, block.kind, block.depth, block.html


def _drafted(section: Section, words: dict[str, Wording]) -> tuple[DraftBlock, ...]:
    return tuple(
        DraftBlock(
            block.key,
            block.kind,
            block.depth,
            words[block.key].html if block.key in words else "",
            words[block.key].pk if block.key in words else None,
        )
        for block in section.blocks
    )


def _with_words(rows: Any) -> Any:
    return rows.select_related("provision", "wording").defer("wording__runs")


def _with_pages(charters: Iterable[Charter]) -> list[Charter]:
    ids = set(CharterPage.objects.values_list("charter_id", flat=True))
    return [charter for charter in charters if charter.pk in ids]


def _charter_page(charter: Charter, language: str) -> CharterPage | None:
    return CharterPage.objects.filter(charter=charter, locale__language_code=language).first()


def _page(parent: CharterPage, article: Article) -> SectionPage | None:
    return (
        SectionPage.objects.child_of(parent)
        .filter(article=article)
        .select_related("article__charter__arrangement", "locale", "latest_revision__user")
        .first()
    )


def _make_page(parent: CharterPage, article: Article) -> SectionPage:
    """Our own action makes a language's page: translation by synchronising would write over published words."""
    text = working_article(article.charter, str(article.key), parent.locale.language_code)
    page = SectionPage(
        title=_name(text, article),
        slug=article.slug,
        article=article,
        locale=Locale.objects.get(pk=parent.locale_id),
        translation_key=article.key,
    )
    _fill(page, text, text)
    parent.add_child(instance=page)
    revision = page.save_revision(clean=False, log_action=False)
    Page.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)
    return page


def _name(text: Iterable[DraftBlock], article: Article) -> str:
    """The page is called as its first words say: the article's title."""
    return texts.plain_text(next((block.html for block in text if block.html), "") or article.slug)[:255]


def write_letter(person: Person | None, page: SectionPage, kind: str, subject: Any, body: Any, number: int) -> None:
    """A letter about a page; `number` tells one occasion from another."""
    if person is not None:
        letters.write_letters(
            to=[person],
            kind=kind,
            subject=subject,
            body=body,
            link=settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
            key=f"{kind}:{page.pk}:{number}",
        )
