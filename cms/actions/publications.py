"""Publishing a section's page: its words go down to the charter, or the page is put back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from accounts.models import Person
from accounts.rules import Refusal, Refused
from charter.actions.languages.draft_sections import Published, SectionBlock, publish_section
from charter.models import Charter
from charter.states import AdoptionScope
from cms.actions.sections import COMPARE, bring_up, is_same_text, updating, working_article, write_letter, write_row
from cms.models import SectionPage

SAY_WHO = _("State who proposed the change: choose a member, or enter another body, group or person.")


@transaction.atomic
def make_wordings(page: SectionPage, revision: Revision) -> Published | None:
    """A page was published: its words become wordings. None where the page says what the text says."""
    charter = Charter.objects.select_for_update(no_key=True).get(pk=page.article.charter_id)
    if is_same_text(page.blocks, working_article(charter, str(page.article.key), page.language)):
        return None
    if page.meetings and not page.compared:
        raise Refused(Refusal(COMPARE))
    writer, agreed_by = _author_and_approver(page, revision)
    with updating(page):
        published = publish_section(
            article=page.article,
            language=page.language,
            blocks=[SectionBlock(b.key, b.kind, b.depth, b.html, b.base) for b in page.blocks],
            by=writer,
            reason=page.reason,
            asked_by=page.asked_by,
            asked_by_words=_who(page),
            scope=page.scope,
            agreed_by=agreed_by,
        )
    bring_up(page.article, page.language) if published.stand else restore_live_page(page)
    return published


def restore_live_page(page: SectionPage) -> None:
    """Puts the live page back to the working text, where its words were refused or wait; a draft they stay."""
    text = working_article(page.article.charter, str(page.article.key), page.language)
    write_row(page, text)
    SectionPage.objects.filter(pk=page.pk).update(has_unpublished_changes=True)


def cancel_schedule(page: SectionPage, revision: Revision, refusal: Refusal) -> None:
    """A scheduled publication was refused: it is scheduled no more, and its editor is told why."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    SectionPage.objects.filter(pk=page.pk).update(has_unpublished_changes=True)
    write_letter(
        revision.user, page, "section_not_published", _("Your article was not published"), refusal.why, revision.pk
    )


def _author_and_approver(page: SectionPage, revision: Revision) -> tuple[Person, Person | None]:
    """Who wrote, and for a misprint who agrees: the publisher, to words that another person saved before."""
    publisher = getattr(revision, "publisher", None) or revision.user
    if publisher is None:
        raise Refused(Refusal(_("The site does not know who publishes the article. Sign in, then publish it again.")))
    if page.scope != AdoptionScope.THIS_LANGUAGE:
        return publisher, None
    for other in page.revisions.exclude(user=publisher).exclude(user=None).order_by("-created_at", "-pk"):
        if is_same_text(other.as_object().blocks, page.blocks):
            return other.user, publisher
    return publisher, None


def _who(page: SectionPage) -> str:
    if page.reason.strip() and not (page.asked_by or page.asked_by_words.strip()):
        raise Refused(Refusal(SAY_WHO))
    return page.asked_by_words
