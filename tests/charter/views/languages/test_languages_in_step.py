"""One amendment's way through the languages: asked for in Spanish, behind in three, in step or excepted, published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from charter.actions.amending import positions
from charter.actions.amending import translations as translation_actions
from charter.actions.merging import merges
from charter.exports.office_details import parts_of
from charter.files import pandoc
from charter.files.archives import pack_archive
from charter.models import Alignment, Article, Charter, Round, SignedException
from charter.queries.amending import translations
from charter.queries.languages import ledger
from tests import factories

HOMES = 5
ASKED = factories.WORDS["es"][HOMES].replace("una quinta parte", "un tercio")
TIERS = factories.WORDS["fr"][HOMES].replace("un cinquième", "un tiers")
THULTH = factories.WORDS["ar"][HOMES].replace("خُمس", "ثُلث")
THIRD = factories.WORDS["en"][HOMES].replace("one fifth", "one third")

pytestmark = pytest.mark.skipif(pandoc.find_pandoc() is None, reason="There is no pandoc here.")


@pytest.fixture
def charter(db):
    return factories.charter(languages=("en", "fr", "es", "ar"))


@pytest.fixture
def keeper(db):
    return factories.secretariat("moderator")


@pytest.fixture
def asked(charter, round_, city, other_city, keeper):
    """A Spanish amendment that a city read in French and supports, accepted and merged in Spanish."""
    delegate = factories.member(city, "delegate")
    amendment = factories.confirmed(round_, city, delegate, ASKED, HOMES, language="es")
    words = {translations.pieces_of_text(amendment.text)[-1].of: TIERS}
    translation_actions.save_translation(amendment=amendment, language="fr", words=words, by=delegate)
    supporter = factories.member(other_city, "delegate")
    supporter.language = "fr"
    supporter.save(update_fields=["language"])
    positions.take_position(organisation=other_city, text=amendment.text, by=supporter, stance="support")
    over = timezone.now() - timedelta(days=1)
    windows = {"proposals_until": over - timedelta(2), "confirm_until": over - timedelta(1), "support_until": over}
    Round.objects.filter(pk=round_.pk).update(opens_at=over - timedelta(9), **windows)
    amendment = factories.accepted(type(amendment).objects.get(pk=amendment.pk), keeper)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="es", round_=amendment.round, by=keeper)
    merges.apply_merge(merge=merges.choose_amendments(merge=merge, amendments=[amendment], by=keeper), by=keeper)
    return amendment


def as_(client, person):
    client.force_login(person)
    return client


def states(charter):
    return {
        line.language: line.state for line in ledger.ledger_lines(charter) if line.provision.pk == place(charter).pk
    }


def place(charter):
    return factories.provision(charter, HOMES)


def by_word(client, charter):
    """One editor takes the table for Word away, writes in its last column, and takes it in again."""
    data = client.get(reverse("language_work_file", args=["fr", "docx"])).content
    parts = parts_of(data)
    original = parts["word/document.xml"]
    parts["word/document.xml"] = original.replace(factories.WORDS["fr"][HOMES].encode(), TIERS.encode())
    assert parts["word/document.xml"] != original
    file = SimpleUploadedFile("work.docx", pack_archive(parts))
    address = reverse("language_work", args=["fr"])
    form = client.post(address, {"file": file, "act": "check"}).context["rows_form"]
    return client.post(address, {"act": "send", "table": form["table"].value(), "rows": form["rows"].value()})


def approve(client, charter, code):
    address = reverse("alignment", args=[code, place(charter).short])
    running = Alignment.objects.get(language=code)
    token = client.get(address).context["form"]["token"].value()
    client.post(address, {"token": token, "revision": running.revision, "act": "approve"})


def test_a_spanish_amendment_brings_every_language_in_step(client, charter, asked, keeper, settings):
    assert states(charter) == {"en": "behind", "fr": "behind", "es": "in_step", "ar": "behind"}
    gate = as_(client, keeper).get(reverse("desk_publish")).content.decode()
    assert all(f"I.1.1 ({code}): Out of date" in gate for code in ("en", "fr", "ar"))
    assert by_word(as_(client, factories.holder("language_editor", "fr")), charter).context["changed"] == 1
    approve(as_(client, factories.holder("language_editor", "fr")), charter, "fr")
    _align_on_the_page(client, charter)
    _sign(as_(client, keeper), charter)
    assert states(charter) == {"en": "in_step", "fr": "in_step", "es": "in_step", "ar": "excepted"}
    _publish(client, keeper, factories.secretariat("moderator"))
    arabic = client.get(f"/ar/charter/2/{_article(charter)}/").content.decode()
    assert "The editor is ill." in arabic
    for code, words in (("en", "third"), ("fr", "tiers"), ("es", "tercio")):
        page = client.get(f"/{code}/charter/2/{_article(charter)}/", {"who": "I.1.1"}).content.decode()
        assert words in page
        assert reverse("amendment", args=[asked.round.number, asked.number])[3:] in page
    french = client.get(f"/fr{reverse('amendment', args=[asked.round.number, asked.number])[3:]}").content.decode()
    assert french.index("tercio") < french.index('class="translated"') < french.index("tiers")
    both = client.get(f"/en/charter/1..2/{_article(charter)}/", {"beside": "fr"}).context["beside_rows"]
    assert [["third" in row["sides"][0]["words"], "tiers" in row["sides"][1]["words"]] for row in both] == [[True] * 2]
    _align_on_the_page(client, charter, "ar", THULTH)
    assert states(charter) == dict.fromkeys(("en", "fr", "es", "ar"), "in_step")
    arabic = client.get(f"/ar/charter/working/{_article(charter)}/", {"who": "I.1.1"}).content.decode()
    assert reverse("amendment", args=[asked.round.number, asked.number])[3:] in arabic


def _align_on_the_page(client, charter, code="en", words=THIRD):
    as_(client, factories.holder("language_editor", code))
    address = reverse("alignment", args=[code, place(charter).short])
    form = client.get(address).context["form"]
    sent = {"token": form["token"].value(), "source": form["source"].value(), "revision": 0}
    client.post(address, {**sent, "words": words, "act": "send"})
    approve(as_(client, factories.holder("language_editor", code)), charter, code)


def _sign(client, charter):
    address = reverse("desk_exception", args=["ar", place(charter).short])
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    form = client.get(address).context["form"]
    sent = {name: "The editor is ill." for name in form.fields if name.startswith("reason")}
    client.post(address, {**sent, "until": until, "token": form["token"].value(), "act": "sign"})
    assert SignedException.objects.get().language == "ar"


def _publish(client, first, second):
    url = reverse("desk_publish")
    as_(client, first).post(url, {"act": "propose", "status": "draft", "token": "t"})
    waiting = Charter.objects.get().publications.get(version=None)
    as_(client, second).post(url, {"act": "agree", "publication": waiting.pk, "token": "u"})


def _article(charter):
    return charter.arrangement.section_of(place(charter).key).number
