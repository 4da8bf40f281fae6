"""The list of kinds as it comes with the site, and as forms and files read it."""

from __future__ import annotations

from django.utils import translation

from accounts.models import OfficialKind
from accounts.queries import kinds


def test_the_first_list_has_a_name_in_every_language(db):
    names = [kind.name for kind in OfficialKind.objects.with_names()]
    assert len(names) == 15
    assert {tuple(sorted(t.language for t in name.translations.all())) for name in names} == {("ar", "es", "fr")}


def test_forms_offer_them_in_order_and_in_the_language_of_the_page(db):
    OfficialKind.objects.filter(code="metropolis").update(is_offered=False)
    with translation.override("fr"):
        assert kinds.kind_choices("government")[:2] == [("city", "Ville"), ("municipality", "Municipalité")]
    assert [code for code, _name in kinds.kind_choices("partner")] == ["civil_society", "university", "international"]


def test_the_list_counts_its_members(city):
    city.official_kind_id = "city"
    city.save()
    assert {kind.code: kind.members for kind in kinds.kinds_with_counts() if kind.members} == {"city": 1}


def test_a_file_may_name_a_kind_by_its_code_or_in_any_language(db):
    codes = kinds.kind_codes_by_word()
    assert (codes["city"], codes["ciudad"], codes["université"]) == ("city", "city", "university")
