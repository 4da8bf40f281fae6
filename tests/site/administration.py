"""Wagtail's addresses below `/admin/` and `/documents/`, and who is let in at each: what the sweep compares with.

`plant` puts something that not everybody may read behind each of them. `PARTS` has, for each part of an address, the
things to put there; an address with a part that is not in it fails the sweep.
"""

from __future__ import annotations

import io
import itertools
import re
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
)
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from accounts.models import Role
from charter.models import Article
from cms.models import (
    CalendarPage,
    EventPage,
    HomePage,
    InitiativeIndexPage,
    InitiativePage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
    ProcessIndexPage,
    ProcessPage,
    ResourceIndexPage,
    ResourcePage,
    SectionPage,
)
from tests import factories
from tests.site.asking import WAGTAILS, walk
from tests.site.permissions import EVERYBODY
from tests.site.stage import Stage

PLACE = {"a-home-one-can-keep": 3, "water-for-all": 1}  # of a block within its section


def plant(stage: Stage) -> None:
    """Pages, files and words that only some may read, each with a secret word of its own."""
    things, moderator = stage.things, stage.people["moderator"]
    home = HomePage.objects.order_by("pk")[0]
    things["home"] = home
    news = NewsIndexPage.objects.descendant_of(home).get()
    today = timezone.localdate()
    unpublished = NewsPage(
        title="The pademelon", slug="unpublished", date=today, body="<p>Of the pademelon.</p>", live=False
    )
    things["unpublished"] = news.add_child(instance=unpublished)
    things["revision"] = unpublished.save_revision(user=moderator)
    Comment.objects.create(
        page=things["unpublished"], user=moderator, text="the wallaroo of a comment", contentpath="body"
    )
    things["private"] = _restricted(
        news, NewsPage(title="The potoroo", slug="private", date=today, introduction="A potoroo.")
    )
    for index, page in (
        (CalendarPage, EventPage(title="The potoroo meets", slug="private-day", on=today + timedelta(days=3))),
        (
            InitiativeIndexPage,
            InitiativePage(
                title="The potoroo builds", slug="private-deed", theme_id="housing", place="A", summary="A potoroo."
            ),
        ),
        (
            ProcessIndexPage,
            ProcessPage(title="The potoroo reports", slug="private-process", institution="The potoroo", on=today),
        ),
        (
            ResourceIndexPage,
            ResourcePage(
                title="The potoroo writes",
                slug="private-guide",
                kind="guide",
                language="en",
                address="https://example.org/",
            ),
        ),
    ):
        _restricted(index.objects.descendant_of(home).get(), page)
    plain = PlainPage.objects.descendant_of(home).first()
    plain.body = "<p>The dibbler is not published yet.</p>"
    things["plain"], things["unpublished words"] = plain, plain.save_revision(user=moderator)
    for name, slug, secret in (
        ("section", "a-home-one-can-keep", "mulgara"),
        ("own section", "water-for-all", "ningaui"),
    ):
        article = Article.objects.get(slug=slug)
        things[name] = SectionPage.objects.get(article=article, locale=home.locale)
        factories.edited(things[name], PLACE[slug], f"The city has a {secret}.", by=moderator)
    Role.objects.filter(person=stage.people["drafter"]).update(scope=[str(article.key)])
    _files(things, moderator)
    things["workflow"] = Workflow.objects.first() or Workflow.objects.create(name="W")
    things["task"] = Task.objects.first()
    things["translation"] = _translation(plain)


def _restricted(index: Page, page: Page) -> Page:
    """A published page that the group of the moderators alone reads."""
    index.add_child(instance=page)
    page.save_revision().publish()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get(name="Moderators"))
    return page


def _files(things: dict[str, Any], moderator: Any) -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name="Moderators"))
    document, image = get_document_model(), get_image_model()
    file = ContentFile(b"the bettong in a file", name="bettong.txt")
    by = {"collection": closed, "uploaded_by_user": moderator}
    things["document"] = document.objects.create(title="The bettong", file=file, **by)
    things["image"] = image.objects.create(title="The quoll", file=_picture(), **by)
    for kept in (things["document"], things["image"]):  # else the first look at them does
        kept.get_file_size()
        kept.get_file_hash()
    things["collection"] = closed


def _picture() -> ContentFile[bytes]:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), name="quoll.png")


def _translation(page: Page) -> Translation:
    source, _made = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="fr"))


# Who is let in, by methods, people and address. All other addresses are closed to everybody, by every method.
PEOPLE = {
    "everybody": EVERYBODY,
    "anonymous": ("anonymous",),
    "inside": ("moderator", "administrator", "drafter"),
    "secretariat": ("moderator", "administrator"),
    "moderator": ("moderator",),
}
OPEN = """
get+post secretariat wagtail_localize:download_pofile
get      secretariat wagtail_localize:javascript_catalog
get+post secretariat wagtail_localize:preview_translation
post     secretariat wagtail_localize:stop_translation
get+post secretariat wagtail_localize:submit_page_translation of home, own section, private, section, unpublished
get      secretariat wagtail_localize:translations_report
get      secretariat wagtail_localize:translations_report_results
get+post secretariat wagtail_localize:update_translations
get+post inside      wagtailadmin_account
get      moderator   wagtailadmin_api:documents:detail
get      secretariat wagtailadmin_api:documents:listing
get      moderator   wagtailadmin_api:images:detail
get      secretariat wagtailadmin_api:images:listing
get      inside      wagtailadmin_api:pages:detail of home, own section
get      secretariat wagtailadmin_api:pages:detail of private, section, unpublished
get      inside      wagtailadmin_api:pages:listing
get      inside      wagtailadmin_choose_page
get+post inside      wagtailadmin_choose_page_anchor_link
get      inside      wagtailadmin_choose_page_child of home, own section
get      secretariat wagtailadmin_choose_page_child of private, section, unpublished
get      inside      wagtailadmin_choose_page_chosen_multiple
get+post inside      wagtailadmin_choose_page_email_link
get      inside      wagtailadmin_choose_page_external_link
get+post inside      wagtailadmin_choose_page_phone_link
get      inside      wagtailadmin_choose_page_search
get      inside      wagtailadmin_dismissibles
post     secretariat wagtailadmin_editing_sessions:ping
post     inside      wagtailadmin_editing_sessions:release
get      inside      wagtailadmin_explore of home, own section
get      secretariat wagtailadmin_explore of private, section, unpublished
get      inside      wagtailadmin_explore_results of home, own section
get      secretariat wagtailadmin_explore_results of private, section, unpublished
get      inside      wagtailadmin_explore_root
get      inside      wagtailadmin_home
get      inside      wagtailadmin_javascript_catalog
get      anonymous   wagtailadmin_javascript_catalog
get      secretariat wagtailadmin_pages:add_subpage of home
get+post secretariat wagtailadmin_pages:choose_parent
get+post inside      wagtailadmin_pages:confirm_workflow_cancellation of home, own section
get+post secretariat wagtailadmin_pages:confirm_workflow_cancellation of private, section, unpublished
get      secretariat wagtailadmin_pages:copy of home, private, unpublished
get+post secretariat wagtailadmin_pages:delete of private, unpublished
get+post secretariat wagtailadmin_pages:edit of home, private, unpublished
get      secretariat wagtailadmin_pages:edit of own section, section
get      secretariat wagtailadmin_pages:history of home, own section, private, section, unpublished
get      secretariat wagtailadmin_pages:history_results of home, own section, private, section, unpublished
post     secretariat wagtailadmin_pages:lock of home, own section, private, section, unpublished
get+post secretariat wagtailadmin_pages:move of home, private, unpublished
get      secretariat wagtailadmin_pages:move_confirm of home, own section, private, section, unpublished
get+post secretariat wagtailadmin_pages:preview_on_add of home
get+post secretariat wagtailadmin_pages:preview_on_edit of home, own section, private, section, unpublished
get      secretariat wagtailadmin_pages:revisions_compare
get+post secretariat wagtailadmin_pages:revisions_revert of unpublished
get+post secretariat wagtailadmin_pages:revisions_unschedule of unpublished
get      secretariat wagtailadmin_pages:revisions_view of unpublished
get      inside      wagtailadmin_pages:search
get      inside      wagtailadmin_pages:search_results
post     secretariat wagtailadmin_pages:set_page_position of home, private, unpublished
get+post secretariat wagtailadmin_pages:set_privacy of home, private, unpublished
get      secretariat wagtailadmin_pages:type_use
get      secretariat wagtailadmin_pages:type_use_results
get+post secretariat wagtailadmin_pages:unpublish of home, private
get      secretariat wagtailadmin_pages:usage of home, own section, private, section, unpublished
get+post secretariat wagtailadmin_pages:view_draft of home, own section, private, section, unpublished
get      secretariat wagtailadmin_pages:workflow_history of home, own section, private, section, unpublished
get      secretariat wagtailadmin_reports:aging_pages
get      secretariat wagtailadmin_reports:aging_pages_results
get      secretariat wagtailadmin_reports:locked_pages
get      secretariat wagtailadmin_reports:locked_pages_results
get      secretariat wagtailadmin_reports:page_types_usage
get      secretariat wagtailadmin_reports:page_types_usage_results
get      secretariat wagtailadmin_reports:site_history
get      secretariat wagtailadmin_reports:site_history_results
get      secretariat wagtailadmin_reports:workflow
get      secretariat wagtailadmin_reports:workflow_results
get      secretariat wagtailadmin_reports:workflow_tasks
get      secretariat wagtailadmin_reports:workflow_tasks_results
get+post inside      wagtailadmin_sprite
get+post anonymous   wagtailadmin_sprite
get+post secretariat wagtailadmin_tag_autocomplete
get      secretariat wagtailadmin_workflows:task_chooser
get      secretariat wagtailadmin_workflows:task_chooser_create
get      secretariat wagtailadmin_workflows:task_chooser_results
get+post secretariat wagtailadmin_workflows:task_chosen
get+post secretariat wagtaildocs:add
get      secretariat wagtaildocs:add_multiple
get+post secretariat wagtaildocs:delete
post     secretariat wagtaildocs:delete_multiple
get      secretariat wagtaildocs:document_usage
get+post secretariat wagtaildocs:edit
post     secretariat wagtaildocs:edit_multiple
get      secretariat wagtaildocs:index
get      secretariat wagtaildocs:index_results
get+post everybody   wagtaildocs_authenticate_with_password
get      secretariat wagtaildocs_chooser:choose
get      secretariat wagtaildocs_chooser:choose_results
get      secretariat wagtaildocs_chooser:chosen
get      secretariat wagtaildocs_chooser:chosen_multiple
get+post secretariat wagtaildocs_chooser:create
get+post secretariat wagtailembeds:chooser
get+post secretariat wagtailembeds:chooser_upload
get      secretariat wagtailforms:index
get      secretariat wagtailforms:index_results
get+post secretariat wagtailimages:add
get      secretariat wagtailimages:add_multiple
get+post secretariat wagtailimages:delete
post     secretariat wagtailimages:delete_multiple
get+post secretariat wagtailimages:edit
post     secretariat wagtailimages:edit_multiple
get      secretariat wagtailimages:image_usage
get      secretariat wagtailimages:index
get      secretariat wagtailimages:index_results
get+post secretariat wagtailimages:preview
get      secretariat wagtailimages_chooser:choose
get      secretariat wagtailimages_chooser:choose_results
get      secretariat wagtailimages_chooser:chosen
get      secretariat wagtailimages_chooser:chosen_multiple
get+post secretariat wagtailimages_chooser:create
get+post secretariat wagtailimages_chooser:select_format
"""
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
# Addresses without a name, and one whose parts have none.
BY_HAND = {
    "admin/login/": "/admin/login/",
    "admin/test404/": "/admin/test404/",
    "admin/failwhale/": "/admin/failwhale/",
    "admin/.*/$": "/admin/of-nobody/",
}


def addresses(stage: Stage) -> dict[str, str]:
    """Every address below `/admin/` and `/documents/` by its name and what stands in it."""
    parts_by_name, urls = parts(stage), {}
    for name, route in walk(get_resolver().url_patterns):
        if not route.startswith(WAGTAILS) or name == "wagtailadmin_login":
            continue
        if not name:
            urls[route] = BY_HAND[route]
            continue
        names = [in_path or in_pattern for in_path, in_pattern in PART.findall(route)]
        choices = [parts_by_name.get(f"{name.rpartition(':')[0]}:{part}") or parts_by_name[part] for part in names]
        for chosen in itertools.product(*(choice.items() for choice in choices)):
            of = " ".join(which for which, _value in chosen if which)
            kwargs = dict(zip(names, (value for _which, value in chosen), strict=True))
            url = (
                reverse(name, args=[stage.things["document"].pk, stage.things["document"].filename])
                if "(.*)" in route
                else reverse(name, kwargs=kwargs)
            )
            urls[f"{name} {of}".strip()] = url
    return urls


def parts(stage: Stage) -> dict[str, dict[str, Any]]:
    """By part of an address, or by namespace and part: the things to put there, by a name."""
    things, people = stage.things, stage.people
    pages = {name: things[name].pk for name in ("home", "section", "own section", "unpublished", "private")}
    page = {"": things["home"].pk}
    segment = StringSegment.objects.filter(source=things["translation"].source).first()
    return {
        "page_id": pages,
        "parent_page_id": pages,
        "page_to_move_id": pages,
        "destination_id": page,
        "page_pk": page,
        "wagtailadmin_api:pages:pk": pages,
        "wagtailadmin_pages:pk": {"": things["plain"].pk},
        "revision_id": {"": things["revision"].pk},
        "revision_id_a": {"": "earliest"},
        "revision_id_b": {"": "latest"},
        "content_type_app_name": {"": "cms"},
        "content_type_model_name": {"": "newspage"},
        "app_label": {"": "wagtailcore"},
        "model_name": {"": "page"},
        "app_name": {"": "wagtailcore"},
        "action": {action: action for action in ("delete", "move", "publish", "unpublish")},
        "action_name": {"": "approve"},
        "task_state_id": {"": 1},
        "task_id": {"": things["task"].pk if things["task"] else 1},
        "workflow_state_id": {"": 1},
        "workflow_pk": {"of a workflow": things["workflow"].pk},
        "wagtailadmin_workflows:pk": {"": things["workflow"].pk},
        "collection_id": {"": things["collection"].pk},
        "wagtailadmin_collections:pk": {"": things["collection"].pk},
        "object_id": {"": things["unpublished"].pk},
        "session_id": {"": 1},
        "translation_source_id": {"": things["translation"].source_id},
        "translation_id": {"": things["translation"].pk},
        "string_segment_id": {"": segment.pk if segment else 1},
        "overridable_segment_id": {"": 1},
        "mode": {"as a form": "form"},
        "redirect_id": {"": 1},
        "document_id": {"": things["document"].pk},
        "doc_id": {"": things["document"].pk},
        "wagtaildocs_chooser:pk": {"": things["document"].pk},
        "wagtailadmin_api:documents:pk": {"": things["document"].pk},
        "image_id": {"": things["image"].pk},
        "wagtailimages_chooser:pk": {"": things["image"].pk},
        "wagtailadmin_api:images:pk": {"": things["image"].pk},
        "filter_spec": {"": "width-100"},
        "uploaded_file_id": {"": 1},
        "wagtaillocales:pk": {"": Locale.objects.order_by("pk")[0].pk},
        "wagtailsites:pk": {"": Site.objects.order_by("pk")[0].pk},
        "wagtailusers_users:pk": {"": people["delegate"].pk},  # type: ignore[union-attr]
        "wagtailusers_groups:pk": {"": Group.objects.order_by("pk")[0].pk},
        "wagtailsettings:pk": {"of a site": 1},
        "wagtail_localize:pk": {"": things["home"].pk},
        "restriction_id": {"": PageViewRestriction.objects.order_by("pk")[0].pk},
        "uidb64": {"": "1"},
        "token": {"": "nothing"},
    }


def answer_of(response: Any, tables: set[str]) -> str:
    """`in` where something is shown or written, `closed` where it is not, or `fault`.

    Wagtail sends away who may not come in, to its first page or to the sign-in, and Django who asks for what is not
    there, to a language.
    """
    if response.status_code >= 500:
        return "fault"
    return "in" if tables or 200 <= response.status_code < 300 else "closed"


def read() -> dict[tuple[str, str, str], str]:
    """The answer by address, method and role, for those addresses that are open to somebody."""
    expected = {}
    for line in filter(None, OPEN.splitlines()):
        methods, group, rest = line.split(maxsplit=2)
        name, _of, things = rest.partition(" of ")
        for thing, method, role in itertools.product(things.split(", "), methods.split("+"), PEOPLE[group]):
            expected[f"{name} {thing}".strip(), method, role] = "in"
    return expected
