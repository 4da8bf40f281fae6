"""What happens in the charter comes up to the pages, what is published on them goes down: one line each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, pre_page_move
from wagtail_localize.models import TranslationSource

from accounts.models import Organisation, Person, Role, Theme
from accounts.rules import Refusal, Refused
from charter.actions.languages import wordings
from charter.models import Arrangement, Charter, CharterLanguage, Wording
from charter.queries.city import events as charter_events
from charter.queries.city import initiatives as member_initiatives
from charter.queries.city import processes as charter_processes
from charter.queries.reading import searching
from cms import events, finding, initiatives, processes
from cms.actions import groups, publications, sections, sites
from cms.models import CharterPage, SectionPage, turned_back
from cms.models.closed import refuse_change


@receiver(wordings.words_moved)
def update_pages(moves: list[tuple[Wording | None, Wording]], **kwargs: Any) -> None:
    sections.update_pages(moves)


@receiver(wordings.arrangement_moved)
def arrangement_moved(charter: Charter, old: Arrangement, new: Arrangement, **kwargs: Any) -> None:
    sections.arrangement_moved(charter, old, new)


@receiver(post_save, sender=CharterLanguage)
def language_added(instance: CharterLanguage, created: bool, **kwargs: Any) -> None:
    if created:
        sites.follow_charter(instance.charter)


@receiver(page_published, sender=SectionPage)
def published(instance: SectionPage, revision: Revision, **kwargs: Any) -> None:
    """Refused, the page says again what the text says, also where Wagtail saved it before it asked."""
    if sections.is_under_way(instance):
        return
    try:
        publications.make_wordings(instance, revision)
    except Refused:
        publications.restore_live_page(instance)
        raise


@receiver(turned_back)
def scheduled_in_vain(page: SectionPage, revision: Revision, refusal: Refusal, **kwargs: Any) -> None:
    publications.cancel_schedule(page, revision, refusal)


@receiver(page_unpublished, sender=SectionPage)
@receiver(page_unpublished, sender=CharterPage)
def note_unpublished(instance: Page, **kwargs: Any) -> None:
    """A way round the page's own refusal: it is live again."""
    Page.objects.filter(pk=instance.pk).update(live=True)
    refuse_change()


@receiver(pre_delete, sender=SectionPage)
@receiver(pre_delete, sender=CharterPage)
def deleted(**kwargs: Any) -> None:
    refuse_change()


@receiver(pre_page_move, sender=SectionPage)
@receiver(pre_page_move, sender=CharterPage)
def moved(**kwargs: Any) -> None:
    refuse_change()


@receiver(pre_save, sender=TranslationSource)
def translated(instance: TranslationSource, **kwargs: Any) -> None:
    """Synchronising would write over words that were published by hand."""
    if instance.specific_content_type.model_class() in (CharterPage, SectionPage):
        refuse_change()


@receiver(user_logged_in)
def signed_in(user: Person, **kwargs: Any) -> None:
    groups.sync_groups(user)


@receiver(post_save, sender=Role)
def update_groups(instance: Role, **kwargs: Any) -> None:
    groups.sync_groups(Person.objects.get(pk=instance.person_id))


@receiver(page_published)
def index_page(instance: Page, **kwargs: Any) -> None:
    finding.enter_page(instance)


@receiver(page_unpublished)
@receiver(pre_delete)
def remove_from_index(instance: Any, **kwargs: Any) -> None:
    finding.forget_page(instance)


@receiver(searching.pages_wanted)
def find_page_rows(refs: list[int], language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return finding.page_rows(refs, language)


@receiver(member_initiatives.initiatives_counted)
def initiatives_counted(**kwargs: Any) -> dict[int, int]:
    return initiatives.count_by_member()


@receiver(member_initiatives.initiatives_wanted)
def initiatives_listed(organisation: Organisation, language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return initiatives.rows_of_member(organisation.pk, language)


@receiver(member_initiatives.themed_initiatives_wanted)
def themed_initiatives_listed(theme: Theme, language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return initiatives.rows_on_theme(theme, language)


@receiver(member_initiatives.initiative_data_wanted)
def initiatives_as_data(theme: Theme | None, language: str, **kwargs: Any) -> list[Any]:
    return initiatives.pages_as_data(theme, language)


@receiver(charter_events.themed_events_wanted)
def themed_events_listed(theme: Theme, language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return events.rows_on_theme(theme, language)


@receiver(charter_events.member_events_wanted)
def member_events_listed(organisation: Organisation, language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return events.rows_of_member(organisation.pk, language)


@receiver(charter_events.dated_events_wanted)
def dated_events_listed(first: date, last: date, language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return events.rows_between(first, last, language)


@receiver(charter_processes.member_processes_wanted)
def processes_listed(organisation: Organisation, language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return processes.rows_of_member(organisation.pk, language)


@receiver(charter_processes.themed_processes_wanted)
def themed_processes_listed(theme: Theme, language: str, **kwargs: Any) -> list[dict[str, Any]]:
    return processes.rows_on_theme(theme.pk, language)


@receiver(charter_events.event_data_wanted)
def events_as_data(language: str, newest_first: bool, **kwargs: Any) -> Any:
    return events.events_as_data(language, newest_first=newest_first)


@receiver(charter_processes.process_data_wanted)
def processes_as_data(language: str, newest_first: bool, **kwargs: Any) -> Any:
    return processes.processes_as_data(language, newest_first=newest_first)
