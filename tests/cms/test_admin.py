"""The draft sections in Wagtail's administration: who edits what, what is refused, what is closed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.test.utils.form_data import rich_text

from accounts.models import Person
from accounts.rules import Refused
from cms.models import HomePage, PlainPage, SectionPage
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")
HOMES = 3


@pytest.fixture
def admin(client, moderator, settings):
    """A moderator of a demonstration, where no second factor is asked."""
    settings.DEMONSTRATION = moderator.is_demonstration = True
    moderator.save()
    client.force_login(moderator)
    return client


@pytest.fixture
def superuser(db):
    """An administrator of the site who kept a flag of Django that no role gives."""
    return factories.secretariat("administrator")


def sign_in_with_flags(client, person):
    """Flags are cleared at signing in, so they are set behind it."""
    client.force_login(person)
    Person.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def filled(page, words=None, **fields):
    """What the editing page sends: every block in order, the text it was drawn from, and why."""
    page = SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    blocks = list(page.blocks)
    data = {
        "body-count": len(blocks),
        "bases": json.dumps(page.bases),
        "reason": "It reads better.",
        "asked_by_words": "The secretariat",
        "scope": "all",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    for n, block in enumerate(blocks):
        values = {"deleted": "", "order": n, "type": block.kind, "id": block.key, "value-depth": block.depth}
        html = (words or {}).get(n, block.html)
        data |= {f"body-{n}-{name}": value for name, value in values.items()}
        data[f"body-{n}-value-words"] = rich_text(f"<p>{html}</p>", features=["bold", "underline", "link"])
    return {**data, **fields}


def reload(page):
    return SectionPage.objects.get(pk=page.pk)


def test_publishing_in_the_administration_writes_a_wording(admin, section, charter):
    answer = admin.post(edit(section), filled(section, {HOMES: THIRD}, **{"action-publish": "1"}), follow=True)
    assert answer.status_code == 200
    assert factories.working(factories.provision(charter, 5)).wording.html == THIRD
    assert "The text is now in the working text." in answer.content.decode()


def test_the_form_remembers_the_text_it_was_drawn_from(admin, section):
    html = admin.get(edit(section)).content.decode()
    assert f'name="bases" value="{escape(json.dumps(section.bases))}"' in html


def test_formats_of_the_charter_survive_the_editor(admin, section, charter):
    html = 'A <b>bold</b>, an <u>underlined</u> word and a <a href="https://example.org/">link</a>.'
    admin.post(edit(section), filled(section, {HOMES: html}, **{"action-publish": "1"}))
    assert factories.working(factories.provision(charter, 5)).wording.html == html


def test_a_reason_is_asked_for_beside_its_field(admin, section):
    answer = admin.post(edit(section), filled(section, {HOMES: THIRD}, reason="", **{"action-publish": "1"}))
    assert "Give the reason for the change" in str(answer.context["form"].errors["reason"])
    assert answer.context["form"].instance.blocks[HOMES].html == THIRD


def test_a_refusal_is_said_and_the_words_stay_a_draft(admin, section, round_):
    answer = admin.post(edit(section), filled(section, {HOMES: THIRD}, **{"action-publish": "1"}), follow=True)
    assert "Between the opening of a round and the publication" in answer.content.decode()
    assert reload(section).get_latest_revision_as_object().blocks[HOMES].html == THIRD
    assert reload(section).blocks[HOMES].html == FIFTH


def test_two_blocks_with_one_key_cannot_be_saved(admin, section):
    data = filled(section)
    data["body-4-id"] = data["body-3-id"]
    answer = admin.post(edit(section), data)
    assert "same identifier" in str(answer.context["form"].errors["body"])
    assert section.revisions.count() == 1


def test_a_key_known_elsewhere_cannot_be_saved(admin, section, charter):
    data = filled(section, **{"body-4-id": str(factories.provision(charter, 8).key)})
    answer = admin.post(edit(section), data)
    assert "another place" in str(answer.context["form"].errors["body"])


def test_keys_survive_a_new_order(admin, section):
    before = [block.key for block in section.blocks]
    admin.post(edit(section), filled(section, **{"body-3-order": 4, "body-4-order": 3}))
    after = [block.key for block in reload(section).get_latest_revision_as_object().blocks]
    assert after == [*before[:3], before[4], before[3]]


def test_a_copied_block_has_a_key_of_its_own_and_the_others_keep_theirs(admin, section, charter):
    """A block copied, or pasted, within the page comes with a new id by the editor."""
    before, copy = [block.key for block in section.blocks], "7a6b0a52-7f0e-4d4c-9a9e-222222222222"
    data = filled(section)
    data |= {name.replace("body-4-", "body-5-"): value for name, value in data.items() if name.startswith("body-4-")}
    data |= {"body-count": 6, "body-5-id": copy, "body-5-order": 5}
    admin.post(edit(section), {**data, "action-publish": "1"})
    assert [block.key for block in reload(section).blocks] == [*before, copy]
    charter.refresh_from_db()
    assert [block.key for block in charter.arrangement.section(section.article.key).blocks] == [*before, copy]


def test_a_locked_section_is_changed_by_nobody_else(admin, section, moderator, second_moderator):
    admin.post(reverse("wagtailadmin_pages:lock", args=[section.pk]))
    second_moderator.is_demonstration = True
    second_moderator.save()
    admin.force_login(second_moderator)
    answer = admin.post(edit(section), filled(section, {HOMES: THIRD}), follow=True)
    assert "locked" in answer.content.decode()
    assert reload(section).get_latest_revision_as_object().blocks[HOMES].html == FIFTH
    admin.force_login(moderator)
    admin.post(reverse("wagtailadmin_pages:unlock", args=[section.pk]))
    admin.post(edit(section), filled(section, {HOMES: THIRD}))
    assert reload(section).get_latest_revision_as_object().blocks[HOMES].html == THIRD


def test_the_history_of_a_page_names_who_saved_and_who_published(admin, section, moderator):
    admin.post(edit(section), filled(section, {HOMES: THIRD}))
    admin.post(edit(section), filled(section, {HOMES: THIRD}, **{"action-publish": "1"}))
    html = admin.get(reverse("wagtailadmin_pages:history", args=[section.pk])).content.decode()
    assert moderator.name in html
    logged = [entry.action for entry in PageLogEntry.objects.filter(page=section.pk, user=moderator)]
    assert {"wagtail.edit", "wagtail.publish"} <= {*logged}


def test_a_section_is_scheduled_in_the_administration_and_stays_a_draft_until_then(admin, section, charter):
    later = timezone.localtime() + timedelta(days=1)
    data = filled(section, {HOMES: THIRD}, go_live_at=later.strftime("%Y-%m-%d %H:%M"))
    admin.post(edit(section), {**data, "action-publish": "1"})
    assert factories.working(factories.provision(charter, 5)).wording.html == FIFTH
    with time_machine.travel(later + timedelta(minutes=2), tick=False):
        call_command("publish_scheduled")
    assert factories.working(factories.provision(charter, 5)).wording.html == THIRD


def test_a_form_opened_before_a_merge_follows_the_text(admin, section, charter, moderator):
    data = filled(section, {4: "The city answers within a week."})
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    admin.post(edit(section), data)
    draft = reload(section).get_latest_revision_as_object()
    assert (draft.blocks[HOMES].html, draft.blocks[4].html) == (THIRD, "The city answers within a week.")


def test_a_form_that_meets_a_merge_shows_both_texts(admin, section, charter, moderator):
    data = filled(section, {HOMES: FIFTH.replace("fifth", "quarter")})
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    answer = admin.post(edit(section), data, follow=True)
    assert "The text that you are editing has changed." in answer.content.decode()
    assert "one third of new homes" in answer.content.decode()


def test_the_preview_is_the_article_as_the_public_will_see_it(section, rf, moderator):
    factories.edited(section, HOMES, THIRD, by=moderator)
    draft = reload(section).get_latest_revision_as_object()
    answer = draft.make_preview_request(rf.get("/"))
    html = answer.content.decode() if answer.is_rendered else answer.render().content.decode()
    assert THIRD in html
    assert "<bdi>I.1</bdi>" in html


# --- Who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("assigned", "open_", "status"), [(True, False, 200), (False, False, 302), (True, True, 302)])
def test_a_drafter_edits_the_assigned_sections_before_a_round_opens(client, request, section, assigned, open_, status):
    drafter = factories.secretariat("drafter", scope=[str(section.article.key)] if assigned else [])
    if open_:
        request.getfixturevalue("round_")
    client.force_login(drafter)
    assert client.get(edit(section)).status_code == status


def test_a_drafter_does_not_edit_the_news(client, site):
    client.force_login(factories.secretariat("drafter"))
    assert client.get(edit(PlainPage.objects.first())).status_code == 302


@pytest.mark.parametrize("kind", ["language_editor", "body_member"])
def test_other_roles_do_not_enter(client, section, kind):
    client.force_login(factories.holder(kind))
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    assert client.get(edit(section)).status_code == 302


def test_who_holds_no_role_for_it_is_led_to_the_own_page_and_told_why(client, section, officer):
    client.force_login(officer)
    answer = client.get(reverse("wagtailadmin_explore_root"), follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, reverse("city"))
    assert "None of your roles gives access to the administration of pages." in answer.content.decode()


def test_signing_in_goes_to_the_sites_own_page(client, section):
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.url.startswith(reverse("account_login"))


def test_a_role_that_ended_closes_the_door(client, moderator, site):
    from django.utils import timezone

    role = moderator.roles.get()
    role.ended = timezone.now()
    role.save()
    client.force_login(moderator)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_no_group_may_change_people(admin, site, moderator):
    assert not moderator.has_perm("accounts.change_person")
    assert not moderator.has_perm("accounts.add_person")


# --- Closed -------------------------------------------------------------------------------------------------------

WAYS = ["copy", "move", "delete", "unpublish"]


@pytest.mark.parametrize("way", WAYS)
def test_wagtails_pages_for_it_are_closed_to_everybody(client, section, superuser, way):
    sign_in_with_flags(client, superuser)
    address = reverse(f"wagtailadmin_pages:{way}", args=[section.pk])
    for answer in (client.get(address), client.post(address, {"new_title": "x", "new_slug": "x"})):
        assert answer.status_code in (302, 403)
    assert (SectionPage.objects.count(), reload(section).live) == (9, True)


@pytest.mark.parametrize("way", ["delete", "move", "unpublish"])
def test_wagtails_bulk_actions_are_closed(client, site, section, superuser, way):
    sign_in_with_flags(client, superuser)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", way])
    answer = client.post(f"{address}?id={section.pk}&next=/admin/", {"include_descendants": "on", "chooser": site.pk})
    assert answer.status_code == 302
    assert (SectionPage.objects.count(), reload(section).live) == (9, True)


def test_reverting_is_closed(admin, section, moderator):
    revision = factories.edited(section, HOMES, THIRD, by=moderator)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[section.pk, revision.pk])
    assert admin.get(address, follow=True).redirect_chain
    assert (
        "You cannot copy, move, delete, unpublish or revert these pages"
        in admin.get(address, follow=True).content.decode()
    )


@pytest.mark.parametrize("name", ["copy", "move", "unpublish", "create_alias", "copy_for_translation", "delete"])
def test_by_name_it_is_refused(section, site, name):
    arguments = {"move": [site], "create_alias": [], "copy_for_translation": [Locale.objects.first()]}
    with pytest.raises(Refused):
        getattr(section, name)(*arguments.get(name, []))


@pytest.mark.parametrize("way", ["move", "unpublish", "delete", "copy the home", "delete the home"])
def test_past_the_page_it_is_refused(section, site, way):
    plain = Page.objects.get(pk=section.pk)
    deeds = {
        "move": lambda: plain.move(site),
        "unpublish": plain.unpublish,
        "delete": lambda: Page.objects.filter(pk=section.pk).delete(),
        "copy the home": lambda: HomePage.objects.get(pk=site.pk).copy(recursive=True, update_attrs={"slug": "other"}),
        "delete the home": lambda: HomePage.objects.get(pk=site.pk).delete(),
    }
    with pytest.raises(Refused), transaction.atomic():
        deeds[way]()
    assert (SectionPage.objects.count(), reload(section).live) == (9, True)


def test_no_page_takes_the_charters_address(site):
    with pytest.raises(Exception, match="The charter uses this address"):
        site.add_child(instance=PlainPage(title="Charter", slug="charter"))


def test_the_pages_own_address_leads_to_the_article(client, section):
    answer = client.get(f"/en/sections/{section.slug}/")
    assert answer.url == reverse("article", args=["working", "I"])


def test_the_list_calls_draft_articles_working_text_and_shows_the_site(admin, section):
    page = admin.get(reverse("wagtailadmin_explore", args=[section.get_parent().pk])).content.decode()
    assert "working text" in page and "live" not in page.split("<tbody")[1].split("</tbody>")[0].lower()
    assert '<svg class="mark"' in page and "cms/admin" in page and f"{settings.SITE_NAME}</title>" in page
