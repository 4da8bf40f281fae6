"""Local human rights frameworks on My city and on the secretariat pages."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Wave
from charter.models import Framework
from charter.states import FrameworkReview
from tests import factories
from tests.charter.importing.test_documents import ODT, PDF

TYPED = {"kind": "plan", "state": "announced", "title": "Plan for homes", "language": "en", "provisions": "I.1"}


@pytest.fixture
def campaign(version):
    factories.wave()
    return version.charter


@pytest.fixture
def team(client, campaign, officer):
    client.force_login(officer)
    return client


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def enter(client, city, **more):
    return client.post(reverse("city_framework_new", args=[city.slug]), {**TYPED, **more})


def test_a_staff_member_enters_changes_and_deletes_a_framework(team, city):
    assert "No framework has been entered yet." in text(team.get(reverse("city") + f"?as={city.slug}"))
    for _time in range(2):
        answer = enter(team, city, token="a")
    page = text(team.get(answer.url))
    assert "Plan for homes" in page and "Awaiting confirmation" in page
    framework = Framework.objects.get()
    delete = reverse("city_framework_delete", args=[framework.pk])
    assert delete in page.partition("<details>")[2] and "You cannot undo this." in page
    form = text(team.get(reverse("city_framework", args=[framework.pk])))
    assert 'value="Plan for homes"' in form and ">I.1</textarea>" in form.replace("\n", "")
    team.post(reverse("city_framework", args=[framework.pk]), {**TYPED, "title": "Plan for all homes"})
    assert Framework.objects.get().title == "Plan for all homes"
    team.post(reverse("city_framework_delete", args=[framework.pk]))
    assert not Framework.objects.exists()


def test_the_form_keeps_the_themes_of_an_entry(team, client, city, moderator):
    enter(team, city, themes=["housing", "water"])
    framework = Framework.objects.get()
    form = text(team.get(reverse("city_framework", args=[framework.pk])))
    chosen = re.findall(r'name="themes" value="([a-z-]+)"[^>]* checked', form)
    assert set(chosen) == {"housing", "water"}
    assert 'href="/en/themes/housing/">Housing</a>' in text(team.get(reverse("city_frameworks") + f"?as={city.slug}"))
    team.post(reverse("city_framework", args=[framework.pk]), {**TYPED, "themes": ["work"]})
    assert [theme.code for theme in framework.themes.all()] == ["work"]
    client.force_login(factories.with_second_factor(moderator))
    assert "/en/themes/work/" in text(client.get(reverse("desk_framework", args=[framework.pk])))


def pdf(content=PDF, name="The mayor signed.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def statuses(client, address, people):
    """Who may download the document, by name."""
    answers = {}
    for name, person in people.items():
        client.logout()
        if person is not None:
            client.force_login(person)
        answers[name] = client.get(address).status_code
    return answers


def test_a_document_is_open_to_all_only_while_the_entry_is_confirmed(team, client, city, officer, moderator):
    assert enter(team, city, document=pdf(), adopted_on="2024-02-02").status_code == 302
    framework = Framework.objects.get()
    address = reverse("framework_document", args=[framework.pk, "pdf"])
    page = text(team.get(reverse("city_frameworks") + f"?as={city.slug}"))
    assert f'href="{address}">Document (PDF)' in page
    people = {
        "reader": None,
        "officer": officer,
        "other": factories.member(factories.organisation(), "delegate"),
        "moderator": factories.with_second_factor(moderator),
    }
    hidden = {"reader": 404, "officer": 200, "other": 404, "moderator": 200}
    assert statuses(client, address, people) == hidden
    review = reverse("desk_framework", args=[framework.pk])
    assert address in text(client.get(review))
    client.post(review, {"act": "confirm", "revision": "1"})
    assert statuses(client, address, people) == dict.fromkeys(hidden, 200)
    client.logout()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{city.slug}-{framework.pk}.pdf"'
    assert client.get(address.replace(".pdf", ".odt")).status_code == 404
    client.force_login(people["moderator"])
    client.post(review, {"act": "return", "because": "Which text?", "revision": "1"})
    assert statuses(client, address, people) == hidden
    type(city).objects.filter(pk=city.pk).update(name_withheld=True)
    Framework.objects.update(review=FrameworkReview.CONFIRMED, returned_because="")
    assert statuses(client, address, people) == hidden
    Wave.objects.all().delete()
    assert set(statuses(client, address, people).values()) == {404}


def test_the_form_keeps_replaces_and_removes_a_document(team, city):
    assert "Remove the present document" not in text(team.get(reverse("city_framework_new", args=[city.slug])))
    enter(team, city, document=pdf())
    address = reverse("city_framework", args=[Framework.objects.get().pk])
    form = text(team.get(address))
    for part in ('enctype="multipart/form-data"', "If you choose no file, the present document stays.", "(PDF)"):
        assert part in form, part
    team.post(address, TYPED)
    assert Framework.objects.get().document_ending == "pdf"
    team.post(address, {**TYPED, "document": pdf(ODT, "plan.pdf")})
    assert Framework.objects.get().document_ending == "odt"
    team.post(address, {**TYPED, "removes_document": "on"})
    assert not Framework.objects.get().document


def test_a_file_of_another_type_comes_back_with_the_reason(team, city):
    page = text(enter(team, city, document=pdf(b"<html></html>"), title="Typed title"), 422)
    assert "The file is not a PDF, Word (DOCX) or OpenDocument (ODT) file." in page and "Typed title" in page
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"title": ""}, "This field is required."),
        ({"provisions": "XL.9"}, "There is no provision XL.9."),
        ({"state": "adopted"}, "Enter the date of adoption."),
        ({"adopted_on": "2024-02-02", "in_force_on": "2024-02-01"}, "before its adoption"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"themes": ["no-such-theme"]}, "Select a valid choice."),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed(team, city, more, fault):
    page = text(enter(team, city, **{"title": "Typed title", "provisions": "I.1", **more}), 422)
    assert fault in page and ("Typed title" in page or not more.get("title", "x"))
    assert not Framework.objects.exists()


def test_the_secretariat_confirms_an_entry_and_everybody_reads_it(team, client, city, moderator):
    enter(team, city)
    framework = Framework.objects.get()
    client.force_login(factories.with_second_factor(moderator))
    assert "Local frameworks 1" in text(client.get(reverse("desk_frameworks")))
    page = text(client.get(reverse("desk_framework", args=[framework.pk])))
    assert 'name="revision" value="1"' in page and "Plan for homes" in page
    client.post(reverse("desk_framework", args=[framework.pk]), {"act": "confirm", "revision": "1"})
    assert Framework.objects.get().review == FrameworkReview.CONFIRMED
    client.logout()
    assert "Plan for homes" in text(client.get(reverse("frameworks")))


def test_the_secretariat_returns_an_entry_and_the_team_reads_the_reason(team, client, city, officer, moderator):
    enter(team, city)
    address = reverse("desk_framework", args=[Framework.objects.get().pk])
    client.force_login(factories.with_second_factor(moderator))
    assert "Write comments" in text(client.post(address, {"act": "return", "revision": "1"}), 422)
    with_reason = client.post(address, {"act": "confirm", "revision": "1", "because": "Which provisions?"})
    assert "Which provisions?" in text(with_reason, 422) and not Framework.objects.public().exists()
    client.post(address, {"act": "return", "revision": "1", "because": "Which provisions?"})
    client.force_login(officer)
    assert "Which provisions?" in text(client.get(reverse("city_frameworks")))
    assert "1 entry was returned by the secretariat." in text(client.get(reverse("city") + f"?as={city.slug}"))
    assert "Which provisions?" in text(client.get(reverse("city_framework", args=[Framework.objects.get().pk])))


def test_an_entry_that_changed_meanwhile_is_shown_again(team, client, city, moderator):
    enter(team, city)
    framework = Framework.objects.get()
    team.post(reverse("city_framework", args=[framework.pk]), {**TYPED, "title": "Another plan"})
    client.force_login(factories.with_second_factor(moderator))
    page = text(client.post(reverse("desk_framework", args=[framework.pk]), {"act": "confirm", "revision": "1"}), 422)
    assert "The entry has changed since you opened this page." in page and "Another plan" in page
    assert Framework.objects.get().review == FrameworkReview.AWAITING


def test_others_find_no_entry(client, team, city, moderator):
    enter(team, city)
    pk = Framework.objects.get().pk
    client.force_login(factories.member(factories.organisation(), "delegate"))
    assert client.get(reverse("city_framework", args=[pk])).status_code == 404
    assert client.post(reverse("city_framework_delete", args=[pk])).status_code == 404
    assert enter(client, city).status_code == 404
    assert client.get(reverse("desk_framework", args=[pk])).status_code == 404
    client.force_login(factories.with_second_factor(moderator))
    assert client.get(reverse("city_framework", args=[pk])).status_code == 404


def test_without_a_campaign_the_pages_are_not_there(client, version, city, officer):
    client.force_login(officer)
    for address in (reverse("city_frameworks"), reverse("city_framework_new", args=[city.slug])):
        assert client.get(address).status_code == 404
    assert "Local human rights frameworks" not in text(client.get(reverse("city")))


def test_an_address_of_an_email_tells_its_team_that_the_campaign_has_ended(team, city):
    enter(team, city)
    framework = Framework.objects.get()
    Wave.objects.all().delete()
    address = reverse("city_framework", args=[framework.pk])
    page = text(team.get(address), 410)
    assert "The campaign on this site has ended." in page and "Plan for homes" not in page
    team.post(address, {**TYPED, "title": "Plan for all homes"})
    assert Framework.objects.get().title == "Plan for homes"
    team.force_login(factories.member(factories.organisation(), "officer"))
    text(team.get(address), 404)
