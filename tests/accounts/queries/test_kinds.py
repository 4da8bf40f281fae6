"""The list of kinds as it comes with the site, and as forms and files read it."""

from __future__ import annotations

from django.utils import translation

from accounts.models import OfficialKind
from accounts.queries import kinds


def test_the_first_list_has_a_name_in_every_language(db):
    said = [one.name for one in OfficialKind.objects.with_names()]
    assert len(said) == 15
    assert {tuple(sorted(t.language for t in name.translations.all())) for name in said} == {("ar", "es", "fr")}


def test_forms_offer_them_in_order_and_in_the_language_of_the_page(db):
    OfficialKind.objects.filter(code="metropolis").update(is_offered=False)
    with translation.override("fr"):
        assert kinds.choices("government")[:2] == [("city", "Ville"), ("municipality", "Municipalité")]
    assert [code for code, _name in kinds.choices("partner")] == ["civil_society", "university", "international"]


def test_the_list_counts_its_members(city):
    city.official_kind_id = "city"
    city.save()
    assert {one.code: one.members for one in kinds.listed() if one.members} == {"city": 1}


def test_a_file_may_name_a_kind_by_its_code_or_in_any_language(db):
    found = kinds.by_word()
    assert (found["city"], found["ciudad"], found["université"]) == ("city", "city", "university")
