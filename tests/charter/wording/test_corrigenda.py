"""A corrigendum is printed beside the version that stays as it is."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import create_localized_text
from charter.actions.languages import wordings
from charter.models import Corrigendum
from charter.states import CameFrom
from tests import factories


def corrected(version, place, html, language="en"):
    provision = factories.provision(version.charter, place)
    one, two = factories.holder("moderator"), factories.holder("moderator")
    wording = wordings.write_wording(
        provision=provision,
        language=language,
        html=html,
        came_from=CameFrom.CORRIGENDUM,
        by=one,
        at=timezone.now(),
        parent=factories.working(provision, language).wording,
        adoptions=(),
    )
    return Corrigendum.objects.create(
        version=version,
        number=1,
        provision=provision,
        language=language,
        wording=wording,
        reason=create_localized_text("A letter was missing.", "en"),
        signed_by=one,
        agreed_by=two,
        at=timezone.now(),
    )


def test_it_stands_below_the_words_it_corrects(client, version):
    corrected(version, 6, "The city answers every request within thirty days.")
    html = client.get("/en/charter/1/I/").content.decode()
    assert "Corrigendum 1, " in html
    assert "A letter was missing." in html
    assert "The city answers each request within thirty days." in html


def test_only_the_language_it_is_of_shows_it(client, version):
    corrected(version, 6, "The city answers every request within thirty days.")
    assert "Corrigendum" not in client.get("/fr/charter/1/I/").content.decode()


def test_it_is_part_of_the_provisions_life(client, version):
    corrigendum = corrected(version, 6, "The city answers every request within thirty days.")
    html = client.get(f"/en/provisions/{corrigendum.provision.short}/").content.decode()
    assert "Corrigendum 1" in html and "<ins" in html
