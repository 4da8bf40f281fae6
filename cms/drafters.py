"""What a drafter sees of the administration: assigned sections, pages above them, published pages to link to."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from accounts.models import Person
from accounts.numbers import whole_number
from accounts.rules import is_secretariat, roles_of
from accounts.states import RoleKind
from cms.models import SectionPage

# The work on a section. Every other address of the administration is closed, also one that a later Wagtail adds.
ADDRESSES = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_dismissibles",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_block_preview",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_api:pages:detail",
        *(
            f"wagtailadmin_pages:{name}"
            for name in (
                "search",
                "search_results",
                "edit",
                "preview_on_edit",
                "view_draft",
                "history",
                "history_results",
                "lock",
                "unlock",
                "revisions_index",
                "revisions_view",
                "revisions_compare",
                "revisions_revert",
                "revisions_unschedule",
                "workflow_action",
                "workflow_preview",
                "workflow_history",
                "workflow_history_detail",
                "collect_workflow_action_data",
                "confirm_workflow_cancellation",
            )
        ),
    }
)
CHOOSERS = frozenset(
    {
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
    }
)
PAGE_PARTS = ("page_id", "parent_page_id", "pk", "object_id")


def without_sections_of_others(pages: PageQuerySet, person: Person) -> PageQuerySet:
    """The pages without draft sections that are not assigned to the drafter; all of them for the secretariat."""
    if is_secretariat(person):
        return pages
    keys = [key for role in roles_of(person) if role.kind == RoleKind.DRAFTER for key in role.scope]
    return pages.exclude(pk__in=SectionPage.objects.exclude(article__key__in=keys).values("pk"))


def choosable_pages(pages: PageQuerySet, person: Person) -> PageQuerySet:
    """The pages to which the person may link: a drafter to those that everybody may read, and to the own sections."""
    if is_secretariat(person):
        return pages
    return without_sections_of_others(pages.live().public(), person)


def may_enter(request: HttpRequest, person: Person, match: ResolverMatch) -> bool:
    """Whether the address is open to a drafter, and every page that the address names is one that a drafter sees."""
    if match.view_name not in ADDRESSES | CHOOSERS:
        return False
    named = {whole_number(str(match.kwargs[part])) for part in PAGE_PARTS if part in match.kwargs}
    if match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        named |= {whole_number(pk) for pk in request.GET.getlist("id")}
    if match.view_name in CHOOSERS:
        seen = choosable_pages(Page.objects.all(), person)
    else:
        seen = policy_registry.get_by_type(Page).explorable_instances(person)
    return not named or seen.filter(pk__in=named - {None}).count() == len(named)
