"""The filters of the table of amendments: the long list of members, and what it costs."""

from __future__ import annotations

import pytest
from django import forms
from django.test.html import parse_html
from django.utils import translation

from accounts.models import LocalizedText
from charter.forms.amending.filters import AmendmentFilters, LongSelect
from tests import factories

CHOICES = [("", "All"), ("tamanrit", "Tamanrit & Co"), ("velmora", "Velmora")]


@pytest.mark.parametrize("value", [None, "", "velmora", "nowhere"])
def test_a_long_choice_is_written_as_django_writes_it(value):
    plain, long = (one(choices=CHOICES).render("city", value, {"id": "id_city"}) for one in (forms.Select, LongSelect))
    assert parse_html(long) == parse_html(plain)


def test_members_are_offered_by_their_name_in_the_language_of_the_page(charter, round_, city, delegate):
    factories.confirmed(round_, city, delegate)
    LocalizedText.objects.create(text="Tamanrit-la-Neuve", language="fr", original=city.name)
    with translation.override("fr"):
        assert AmendmentFilters(charter=charter).fields["city"].choices[1:] == [(city.slug, "Tamanrit-la-Neuve")]
    with translation.override("es"):
        assert AmendmentFilters(charter=charter).fields["city"].choices[1:] == [(city.slug, "Tamanrit")]
