"""The list of first steps: on an empty site nothing is done, and in an open round everything is."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, SiteSettings
from accounts.queries.site_settings import forget_settings
from charter.actions.versions import versions
from charter.queries.reading import charters
from cms.actions import sites
from cms.models import HomePage
from consultation.first_steps import list_steps, steps_for
from consultation.watching import checks
from consultation.watching.findings import Level
from tests import factories

NAMES = ["home page", "moderators", "editors", "charter", "checked", "people", "version", "round"]


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


@pytest.fixture
def complete(db, city):
    """A site on which every step was done."""
    factories.site(charter := factories.charter(languages=("en", "fr")))
    cache.clear()
    for home in HomePage.objects.filter(locale__language_code__in=["en", "fr"]):
        home.headline, home.introduction = "Our charter", "<p>Read it.</p>"
        home.save_revision().publish()
    for kind, language in [("moderator", ""), ("moderator", ""), ("language_editor", "en"), ("language_editor", "fr")]:
        factories.holder(kind, language)
    factories.member(city, "delegate")
    return factories.round_(factories.version(charter))


def undone() -> list[str]:
    return [step.name for step in list_steps() if not step.is_done]


def test_nothing_is_done_on_an_empty_site(db):
    sites.catch_up()
    assert undone() == NAMES


def test_everything_is_done_in_the_first_round(complete):
    assert undone() == []


def test_a_language_without_a_text_of_the_home_page_is_named_and_opened(complete):
    french = HomePage.objects.get(locale__language_code="fr")
    HomePage.objects.filter(pk=french.pk).update(headline="", introduction="")
    [step] = [step for step in list_steps() if not step.is_done]
    assert (step.name, step.address) == ("home page", reverse("wagtailadmin_pages:edit", args=[french.pk]))
    assert str(step.sentence).endswith("Languages without a text: French.")


def test_a_language_without_an_editor_is_named(complete):
    Role.objects.filter(language="fr").update(ended=timezone.now())
    [step] = [step for step in list_steps() if not step.is_done]
    assert (step.name, step.sentence) == (
        "editors",
        "Invite a language editor for each language. Languages without an editor: French.",
    )


def test_doctor_shows_the_same_list(db):
    findings = dict(checks.run_checks(checks.ALL))
    assert [name for name in findings if name in NAMES] == NAMES
    assert {findings[name].level for name in NAMES} == {Level.WARN}
    assert findings["moderators"].sentence == (
        "Invite moderators. Moderators needed to publish a version: 2. Moderators on this site: 0."
    )
    assert str(findings["moderators"].remedy).endswith(reverse("desk_roles"))


@pytest.mark.parametrize("page", ["desk_first_steps", "desk_members", "desk_roles"])
def test_the_secretariat_reads_what_comes_next_until_all_is_done(client, complete, page):
    Role.objects.filter(language="fr").update(ended=timezone.now())
    client.force_login(factories.secretariat("administrator"))
    assert b"Languages without an editor" in client.get(reverse(page)).content
    factories.holder("language_editor", "fr")
    answer = client.get(reverse(page)).content
    assert b"Languages without an editor" not in answer
    assert b"Next steps" not in answer


@pytest.mark.parametrize("page", ["desk_members", "desk_settings", "desk_first_steps"])
def test_the_pages_of_an_administrator_lead_to_the_first_steps_and_back(client, db, page):
    client.force_login(factories.secretariat("administrator"))
    shown = client.get(reverse(page)).content.decode()
    assert all(f'<a href="{reverse(name)}"' in shown for name in ("desk_first_steps", "desk_settings", "desk_members"))


def test_an_import_in_another_process_is_seen_at_once(db):
    assert steps_by_name()["charter"].is_done is False
    kept = cache.get(charters.LANGUAGES_KEY)
    factories.charter(languages=("en",))
    # The receiver of this process forgot what it kept; the other process still has what it had.
    cache.set(charters.LANGUAGES_KEY, kept) if kept is not None else None
    assert steps_by_name()["charter"].is_done is True


def steps_by_name():
    return {step.name: step for step in list_steps()}


def test_a_page_of_a_moderator_is_no_link_for_an_administrator(db):
    steps = {step.name: step.address for step in steps_for(factories.secretariat("administrator"))}
    assert (steps["version"], steps["round"], steps["charter"]) == ("", "", reverse("desk_import"))


def test_a_proposed_version_waits_for_its_second_moderator(db, moderator):
    factories.site(charter := factories.charter())
    versions.propose_version(charter=charter, by=moderator)
    [step] = [step for step in list_steps() if step.name == "version"]
    assert (step.status["shape"], str(step.sentence)) == (
        "waiting",
        f"{moderator} proposed version 1. A second moderator publishes it.",
    )


def test_a_checked_text_names_the_languages_that_are_not_complete(db):
    SiteSettings.objects.create(pk=1, languages=["en", "fr"])
    forget_settings()
    factories.charter(languages=("en",))
    step = steps_by_name()["checked"]
    assert (step.is_done, str(step.sentence)) == (
        True,
        "Nothing prevents the publication of version 1. Complete languages: English. "
        "Languages that are incomplete or not imported: French.",
    )
    SiteSettings.objects.update(languages=[])
    forget_settings()
    sentence = "All languages are complete, and nothing prevents the publication of version 1."
    assert str(steps_by_name()["checked"].sentence) == sentence
