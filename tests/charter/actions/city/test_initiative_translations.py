"""Translations of initiatives by a connected machine: which it makes, how long they hold, and where they are shown."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Record, Wave
from charter.actions.city import initiative_translations, initiatives
from charter.actions.city.initiatives import InitiativeEntry
from charter.models import InitiativeTranslation
from tests.charter.views.city import test_initiatives
from tests.charter.views.city.test_initiatives import publish, text, write

campaign, delegate = test_initiatives.campaign, test_initiatives.delegate


def shout(words, source, target):
    return f"{source}-{target}: {words}"


def fail(words, source, target):
    raise ConnectionError("no answer")


def draft_all(charter, languages=("en", "fr", "ar"), most=5):
    return initiative_translations.draft_missing_translations(
        charter=charter, languages=languages, most=most, at=timezone.now()
    )


@pytest.fixture
def connected(settings):
    settings.MACHINE_TRANSLATION = f"{__name__}.shout"


def test_without_a_machine_nothing_is_translated(campaign, city, delegate, settings):
    settings.MACHINE_TRANSLATION = ""
    publish(campaign, city, delegate)
    assert draft_all(campaign) == 0


def test_each_language_that_the_member_did_not_write_is_asked_for_once(campaign, city, delegate, connected):
    initiative = publish(campaign, city, delegate, texts={"en": "The city buys flats."})
    assert [draft_all(campaign), draft_all(campaign)] == [2, 0]
    rows = InitiativeTranslation.objects.order_by("language").values_list("language", "title", "text")
    assert list(rows) == [
        (code, f"en-{code}: Keys before winter", f"en-{code}: The city buys flats.") for code in ("ar", "fr")
    ]
    act = Record.objects.order_by("-number").first()
    assert (act.act, act.about) == ("initiative translated by a machine", f"initiative:{initiative.pk}")


def test_only_public_initiatives_are_given_to_the_machine(campaign, city, delegate, moderator, connected):
    write(campaign, city, delegate)
    hidden = publish(campaign, city, delegate, "Hidden")
    initiatives.unpublish_initiative(initiative=hidden, because="No.", by=moderator, revision=hidden.revision)
    assert draft_all(campaign) == 0


def test_after_the_end_of_the_campaign_the_machine_gets_nothing(campaign, city, delegate, connected):
    publish(campaign, city, delegate)
    Wave.objects.all().delete()
    assert draft_all(campaign) == 0


def test_a_changed_initiative_loses_its_translations(campaign, city, delegate, connected):
    initiative = publish(campaign, city, delegate)
    draft_all(campaign)
    entry = InitiativeEntry({"en": "Wells"}, {"en": "Water."}, "Tamanrit")
    initiatives.change_initiative(initiative=initiative, entry=entry, by=delegate, revision=initiative.revision)
    assert not InitiativeTranslation.objects.exists()


def test_an_initiative_that_changes_while_the_machine_works_gets_nothing(campaign, city, delegate):
    initiative = publish(campaign, city, delegate)
    entry = InitiativeEntry({"en": "Wells"}, {"en": "Water."}, "Tamanrit")

    def change(words, source, target):
        if words == "Keys before winter":
            arguments = {"entry": entry, "by": delegate, "revision": initiative.revision}
            changed = initiatives.change_initiative(initiative=initiative, **arguments)
            initiatives.send_initiative(initiative=changed, by=delegate, revision=changed.revision)
        return words

    arguments = {"language": "fr", "hook": change, "at": timezone.now()}
    assert initiative_translations.draft_by_machine(initiative=initiative, **arguments) is False
    assert not InitiativeTranslation.objects.exists()


def test_a_machine_that_fails_stops_nothing(campaign, city, delegate, settings):
    publish(campaign, city, delegate)
    settings.MACHINE_TRANSLATION = f"{__name__}.fail"
    assert draft_all(campaign) == 0


def test_the_page_marks_the_translation_and_has_the_original(client, campaign, city, delegate, connected):
    initiative = publish(campaign, city, delegate, texts={"en": "The city buys flats."})
    draft_all(campaign)
    address = reverse("initiative", args=[initiative.pk])
    assert "en-fr" not in text(client.get(address))
    page = text(client.get(address.replace("/en/", "/fr/")))
    shown, original = page.split('<details class="section">')
    assert "Traduction de travail automatique, non relue" in shown
    assert "Empty flats." in original and "The city buys flats." in original


def test_the_api_names_the_translations_as_those_of_a_machine(client, campaign, city, delegate, connected):
    initiative = publish(campaign, city, delegate)
    draft_all(campaign, ("fr",))
    [translation] = client.get(f"/api/v1/initiatives/{initiative.pk}").json()["machine_translations"]
    assert (translation["language"], translation["title"]) == ("fr", "en-fr: Keys before winter")
    assert client.get(f"/api/v1/initiatives/{initiative.pk}").json()["languages"] == ["en"]
