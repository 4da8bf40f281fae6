"""Members: names in their own script, what they proposed, what became of it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import create_localized_text
from charter.actions.amending import positions
from charter.models import Position
from charter.queries.city import members
from tests import factories


@pytest.fixture
def port(db):
    member = factories.organisation("x", official_kind_id="city", country="Bahria")
    member.name = create_localized_text("دار البحر", "ar", en="Dar el-Bahr")
    member.save()
    return member


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_site_without_a_campaign_shows_no_step_and_no_member_of_a_campaign(client, port):
    port.is_campaign_member = port.is_committee_member = True
    port.save()
    html = page(client, f"/en/cities/{port.slug}/")
    assert "Members of the committee" in html
    assert "<dt>Step</dt>" not in html and "Members of the campaign" not in html
    factories.wave()
    html = page(client, f"/en/cities/{port.slug}/")
    assert "<dt>Step</dt>" in html and "Members of the campaign" in html


def test_a_name_stands_in_its_own_script_with_its_language(client, port):
    html = page(client, f"/en/cities/{port.slug}/")
    assert '<bdi lang="ar" dir="rtl">دار البحر</bdi>' in html
    assert "Dar el-Bahr" in html and "Bahria" in html


def test_what_it_proposed_stands_with_what_became_of_it(client, version, city, officer, moderator):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(version.charter, 5), "Homes.")
    factories.accepted(amendment, moderator, outcome="kept_for_advocacy")
    html = page(client, f"/en/cities/{city.slug}/")
    assert "Amendment 1/1" in html and "Retained for advocacy (not in the text)" in html


def test_drafts_are_not_shown(client, round_, city, officer):
    factories.draft(round_, city, officer, "Homes for all.")
    assert "Amendments are listed here as soon as the delegate confirms them" in page(
        client, f"/en/cities/{city.slug}/"
    )


def test_a_withheld_name_has_no_page(client, city):
    city.name_withheld = True
    city.save()
    assert client.get(f"/en/cities/{city.slug}/").status_code == 404
    assert "Tamanrit" not in page(client, "/en/cities/")


def test_partners_stand_apart(client, city):
    factories.organisation("Tenants", kind="partner")
    html = page(client, "/en/cities/")
    assert html.index("Tamanrit") < html.index("Partner organizations") < html.index("Tenants")
    assert "1 member today" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_asks_the_same_few_questions(client, db, count, django_assert_max_num_queries):
    for _ in range(count):
        factories.organisation()
    page(client, "/en/cities/")
    with django_assert_max_num_queries(14):
        page(client, "/en/cities/")


def test_a_round_that_hides_what_is_pending_hides_it_here_too(client, version, city, officer):
    round_ = factories.round_(version, pending_is_public=False)
    factories.under_review(round_, city, officer, factories.provision(version.charter, 5), "Homes.")
    assert "Amendment 1/1" not in page(client, f"/en/cities/{city.slug}/")
    assert "1 amendment" not in page(client, "/en/cities/")


def test_narrowed_by_name_section_and_country(client, charter):
    factories.organisation("Aville", country="ES", sections=["europe"])
    factories.organisation("Bville", country="MA", sections=["africa"])

    def found(**query):
        page = client.get("/en/cities/", query).content.decode()
        return [name for name in ("Aville", "Bville") if f"<bdi>{name}</bdi>" in page]

    assert found() == ["Aville", "Bville"]
    assert found(words="avi") == ["Aville"]
    assert found(section="africa") == ["Bville"]
    assert found(country="ES") == ["Aville"]
    assert found(country="XX", section="nowhere") == ["Aville", "Bville"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Évora", ["Évora"]),
        ("évora", ["Évora"]),
        ("EVORA", ["Évora"]),
        ("e\u0301vora", ["Évora"]),
        ("سلا", ["سَلَا"]),
        ("são paulo", ["San Pablo"]),
        ("paulo sao", ["San Pablo"]),
        ("!", []),
        ("nowhere", []),
    ],
)
def test_a_name_is_found_however_it_is_spelt_in_each_of_its_languages(client, charter, words, names):
    factories.organisation("Évora")
    arabic, translated = factories.organisation("x"), factories.organisation("y")
    arabic.name, translated.name = (
        create_localized_text("سَلَا", "ar"),
        create_localized_text("San Pablo", "es", pt="São Paulo"),
    )
    arabic.save()
    translated.save()
    answer = client.get("/en/cities/", {"words": words})
    assert [row["official"]["text"] for row in answer.context["rows"]] == names
    assert answer.context["found"] == len(names)


def test_the_counts_are_of_all_members_and_those_found_are_told_apart(client, charter):
    for name in ("Évora", "Eville", "Fville"):
        factories.organisation(name, country="PT", wave=10)
    factories.organisation("Gone", left_on=timezone.localdate())
    factories.organisation("Hidden", name_withheld=True, wave=100)
    factories.organisation("Tenants", kind="partner")
    context = client.get("/en/cities/", {"words": "ev"}).context
    assert (context["found"], context["count"], context["today"]) == (2, 4, "4 members today")
    assert "Step 10: 3" in str(context["steps"]) and "Step 100: 1" in str(context["steps"])


def test_narrowed_by_kind_population_and_wave(client, charter):
    factories.organisation("Aville", official_kind_id="city", population_band="over_5m", wave=10)
    factories.organisation("Bville", official_kind_id="county", population_band="under_50k", wave=100)

    def found(**query):
        page = client.get("/en/cities/", query).content.decode()
        return [name for name in ("Aville", "Bville") if f"<bdi>{name}</bdi>" in page]

    assert found(kind="city") == ["Aville"]
    assert found(population="under_50k") == ["Bville"]
    assert found(wave="10") == ["Aville"]
    assert found(kind="city", wave="100") == []


def test_the_map_shows_each_place_and_its_title_and_table_say_the_counts(client, charter):
    factories.organisation("Aville", country="ES", latitude=41.4, longitude=2.2)
    factories.organisation("Bville", country="MA", latitude=31.6, longitude=-8.0)
    factories.organisation("Cville", country="MA")
    html = page(client, "/en/cities/")
    summary = (
        "2 members are shown on the map. The members come from 2 countries. 1 member has no location on the map yet."
    )
    assert f'aria-label="{summary}"' in html and f"<p>{summary}</p>" in html
    assert html.split('class="members" d="')[1].split('"')[0].count("M") == 2
    row = '<a href="/en/cities/?country=MA">Morocco</a></th>'
    numbers = '<span class="label">Members: </span>2</td>', '<span class="label">On the map: </span>1</td>'
    assert all(part in html.split(row)[1].split("</tr>")[0] for part in numbers)


def test_who_withholds_its_name_has_no_dot_and_no_row_on_the_map(client, charter):
    factories.organisation("Aville", country="ES", latitude=41.4, longitude=2.2)
    factories.organisation("Bville", country="MA", latitude=31.6, longitude=-8.0, name_withheld=True)
    html = page(client, "/en/cities/")
    assert "1 member is shown on the map. The members come from 1 country. The name of 1 member is withheld." in html
    assert html.split('class="members" d="')[1].split('"')[0].count("M") == 1
    assert "country=MA" not in html and "Morocco" not in html


def test_members_of_a_site_without_a_campaign_have_no_steps(client, charter):
    factories.organisation("Aville", wave=10)
    html = page(client, "/en/cities/")
    assert "1 member today" in html and "Step 10" not in html


def test_waves_are_counted_and_lead_to_their_members(client, charter):
    factories.wave()
    factories.organisation("Aville", wave=10)
    factories.organisation("Bville", wave=1000)
    html = page(client, "/en/cities/")
    assert '<a href="/en/cities/?wave=10">Step 10: 1</a>' in html
    assert '<a href="/en/cities/?wave=1000">Step 1,000: 1</a>' in html


def test_the_facts_of_a_member(client, charter, other_city):
    member = factories.organisation(
        "Aville", sections=["africa", "metropolis"], population_band="1m_5m", is_voting_member=True
    )
    factories.wave()
    member.merged_into = other_city
    member.save()
    html = page(client, f"/en/cities/{member.slug}/")
    for fact in ("Africa and Metropolis", "1 to 5 million", "Members of the campaign and Members with a vote"):
        assert f"<dd>{fact}</dd>" in html
    assert f'<a href="/en/cities/{other_city.slug}/"><bdi>Velmora</bdi></a>' in html


def test_a_renamed_member_shows_the_name_it_bore(client, charter, city, moderator):
    from accounts.actions import organisations

    organisations.rename_organisation(organisation=city, name="Greater Tamanrit", language="en", by=moderator)
    page = client.get(f"/en/cities/{city.slug}/").content.decode()
    assert "Greater Tamanrit</bdi>" in page
    assert '<bdi lang="en">Tamanrit</bdi>' in page


def test_positions_of_one_moment_stand_in_one_order(round_, city, officer, other_delegate):
    other, provision = other_delegate.mandates.get().organisation, factories.provision(round_.charter, 5)
    for words in ("Homes for all.", "Homes for everybody."):
        text = factories.under_review(round_, city, officer, provision, words).text
        positions.take_position(organisation=other, text=text, by=other_delegate, stance="support")
    Position.objects.update(at=timezone.now())
    assert [position.pk for position in members.activity_of(other).positions] == sorted(
        Position.objects.values_list("pk", flat=True)
    )[::-1]
