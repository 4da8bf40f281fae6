"""Initiatives of members: written by the team, published by the delegate, reviewed by the secretariat, read by all."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import Letter, Organisation, Record, Wave
from charter.actions.city import initiatives as initiative_actions
from charter.actions.city.initiatives import InitiativeEntry
from charter.actions.versions import themes as theme_actions
from charter.models import Initiative, InitiativePicture
from charter.states import InitiativeState
from tests import factories
from tests.cms.test_campaign import initiative as write_page

TYPED = {
    "title_en": "Keys before winter",
    "summary_en": "Empty flats are let to families.",
    "title_ar": "مفاتيح قبل الشتاء",
    "summary_ar": "تؤجر الشقق الخالية للعائلات.",
    "text_en": "The city buys flats.\n\nFamilies move in.",
    "place": "Tamanrit, Morocco",
    "provisions": "I.1.1",
    "observance": "12-10",
    "themes": ["homes"],
}


def jpeg():
    out = BytesIO()
    image = Image.new("RGB", (60, 40), "#7a1d4b")
    exif = Image.Exif()
    exif[0x010F] = "Numbat cameras"
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("keys.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def campaign(version, moderator):
    factories.wave()
    factories.site(version.charter)
    theme_actions.save_theme(charter=version.charter, names={"en": "Homes"}, typed="I.1.1", by=moderator)
    return version.charter


@pytest.fixture
def delegate(city):
    return factories.member(city, "delegate")


def write(charter, city, by, title="Keys before winter", **more):
    entry = InitiativeEntry({"en": title}, {"en": "Empty flats."}, "Tamanrit", **more)
    return initiative_actions.write_initiative(charter=charter, organisation=city, entry=entry, by=by)


def publish(charter, city, delegate, title="Keys before winter", **more):
    made = write(charter, city, delegate, title, **more)
    return initiative_actions.send_initiative(initiative=made, by=delegate, revision=made.revision)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def desk(client, moderator, pk, act, because="", revision=1):
    client.force_login(moderator)
    typed = {"act": act, "because": because, "revision": f"{revision}"}
    return client.post(reverse("desk_initiative", args=[pk]), typed)


def test_staff_writes_the_delegate_publishes_and_everybody_reads(client, campaign, city, officer, delegate):
    client.force_login(officer)
    assert "No initiative has been written yet." in text(client.get(reverse("city") + f"?as={city.slug}"))
    for _time in range(2):
        picture = {"picture": jpeg(), "description": "A street with lit houses", "author": "Tarik"}
        answer = client.post(reverse("city_initiative_new", args=[city.slug]), {**TYPED, **picture, "token": "a"})
    initiative = Initiative.objects.get()
    assert answer.url == reverse("city_initiative", args=[initiative.pk])
    address = reverse("initiative", args=[initiative.pk])
    assert client.get(address).status_code == 200
    client.post(reverse("city_initiative_send", args=[initiative.pk]), {"revision": "1"})
    assert Initiative.objects.get().state == InitiativeState.AWAITING
    assert Letter.objects.filter(kind="initiative_to_confirm", to=delegate).count() == 1
    client.logout()
    assert client.get(address).status_code == 404
    assert (
        client.get(reverse("initiative_picture", args=[InitiativePicture.objects.get().pk, "jpg"])).status_code == 404
    )
    client.force_login(officer)
    assert "Action required" not in text(client.get(reverse("city") + f"?as={city.slug}"))
    client.force_login(delegate)
    room = text(client.get(reverse("city") + f"?as={city.slug}"))
    assert "Action required: 1" in room and "Confirm an initiative" in room
    assert "1 initiative must be confirmed by the delegate." in text(client.get(reverse("city") + f"?as={city.slug}"))
    assert "Return to the team with comments" in text(client.get(reverse("city_initiative", args=[initiative.pk])))
    client.post(reverse("city_initiative_send", args=[initiative.pk]), {"revision": "1"})
    client.logout()
    page = text(client.get(address))
    for part in ("Keys before winter", "A street with lit houses", ">I.1.1<", "Human Rights Day", "Families move in."):
        assert part in page, part
    assert "مفاتيح قبل الشتاء" in text(client.get(address.replace("/en/", "/ar/")))
    assert 'lang="en"' in text(client.get(address.replace("/en/", "/fr/"))).partition("<h1")[2].partition(">")[0]
    answer = client.get(reverse("initiative_picture", args=[InitiativePicture.objects.get().pk, "jpg"]))
    assert answer["Content-Type"] == "image/jpeg" and b"Numbat cameras" not in b"".join(answer.streaming_content)
    acts = set(Record.objects.filter(about=f"initiative:{initiative.pk}").values_list("act", flat=True))
    assert {"initiative written", "initiative sent to the delegate", "initiative published"} <= acts


def test_it_is_on_the_pages_of_its_member_its_theme_its_provision_in_lists_and_in_search(
    client, campaign, city, delegate
):
    initiative = publish(campaign, city, delegate, themes=("homes",), typed="I.1.1")
    address = reverse("initiative", args=[initiative.pk])
    short = initiative.provisions.get().short
    pages = [
        reverse("member", args=[city.slug]),
        reverse("theme", args=["homes"]),
        reverse("provision", args=[short]),
        "/en/initiatives/",
        "/en/initiatives/?theme=homes",
        "/en/",
        reverse("search") + "?q=winter",
        reverse("search") + "?q=homes",
        "/sitemap.xml",
    ]
    for page in pages:
        assert address in text(client.get(page)), page
    Organisation.objects.filter(pk=city.pk).update(name_withheld=True)
    for page in pages:
        response = client.get(page)
        assert response.status_code == 404 or address not in response.content.decode(), page
    assert client.get(address).status_code == 404


def test_a_day_of_the_united_nations_leads_to_its_initiatives(client, campaign, city, delegate):
    publish(campaign, city, delegate, "Keys", observance="12-10")
    publish(campaign, city, delegate, "Wells", observance="03-22")
    write(campaign, city, delegate, "Draft", observance="03-22")
    calendar = text(client.get("/en/calendar/"))
    assert calendar.count('/en/initiatives/?day=12-10">1 initiative<') == 1
    assert calendar.count('/en/initiatives/?day=03-22">1 initiative<') == 1
    page = text(client.get("/en/initiatives/?day=12-10"))
    assert "Human Rights Day" in page and ">Keys<" in page and ">Wells<" not in page
    assert "/fr/initiatives/?day=12-10" in text(client.get("/fr/calendar/"))


def test_pages_of_the_secretariat_keep_their_addresses_beside_what_members_write(client, campaign, city, delegate):
    publish(campaign, city, delegate, "Written by a member", themes=("homes",))
    write_page("keys", "housing", member=city)
    page = text(client.get("/en/initiatives/"))
    assert "Written by a member" in page and "/en/initiatives/keys/" in page
    assert client.get("/en/initiatives/keys/").status_code == 200
    assert "/en/initiatives/keys/" not in text(client.get("/en/initiatives/?theme=homes"))
    narrowed = text(client.get("/en/initiatives/?theme=housing"))
    assert "/en/initiatives/keys/" in narrowed and "Written by a member" not in narrowed
    member = text(client.get(reverse("member", args=[city.slug])))
    assert "Written by a member" in member and "/en/initiatives/keys/" in member


def test_by_the_rule_of_the_member_staff_publishes(client, campaign, city, officer, delegate):
    initiative = write(campaign, city, officer)
    rule = reverse("city_initiative_rule", args=[city.slug])
    client.force_login(officer)
    assert "Only the delegate of" in text(client.post(rule, {"staff_publishes": "on"}), 403)
    assert not Organisation.objects.get(pk=city.pk).staff_publishes_initiatives
    client.force_login(delegate)
    client.post(rule, {"staff_publishes": "on"})
    client.force_login(officer)
    assert "its staff can publish initiatives too" in text(client.get(reverse("city_initiatives")))
    client.post(reverse("city_initiative_send", args=[initiative.pk]), {"revision": "1"})
    assert Initiative.objects.public().count() == 1
    client.force_login(delegate)
    client.post(rule, {})
    assert not Organisation.objects.get(pk=city.pk).staff_publishes_initiatives


def test_the_secretariat_features_returns_unpublishes_and_publishes_again(
    client, campaign, city, officer, delegate, moderator
):
    factories.with_second_factor(moderator)
    older, newer = publish(campaign, city, delegate, "Older"), publish(campaign, city, delegate, "Newer")
    assert desk(client, moderator, older.pk, "feature").status_code == 302
    listed = text(client.get("/en/initiatives/"))
    assert listed.index("Older") < listed.index("Newer") and "Featured" in listed
    assert "Write the comments or the reason." in text(desk(client, moderator, older.pk, "unpublish"), 422)
    desk(client, moderator, older.pk, "unpublish", "The numbers are wrong.")
    assert not Initiative.objects.public().filter(pk=older.pk).exists()
    client.force_login(officer)
    assert "The numbers are wrong." in text(client.get(reverse("city_initiatives")))
    client.post(reverse("city_initiative_send", args=[older.pk]), {"revision": "1"})
    assert Initiative.objects.get(pk=older.pk).state == InitiativeState.UNPUBLISHED
    desk(client, moderator, older.pk, "publish")
    assert Initiative.objects.public().filter(pk=older.pk).exists()
    desk(client, moderator, newer.pk, "return", "Which year?")
    client.force_login(officer)
    assert "Which year?" in text(client.get(reverse("city_initiative", args=[newer.pk])))
    assert "1 initiative was returned." in text(client.get(reverse("city") + f"?as={city.slug}"))
    assert Letter.objects.filter(kind="initiative_returned").count() == 4


def test_the_delegate_returns_what_awaits_the_confirmation(client, campaign, city, officer, delegate):
    initiative = write(campaign, city, officer)
    initiative_actions.send_initiative(initiative=initiative, by=officer, revision=1)
    address = reverse("city_initiative_return", args=[initiative.pk])
    client.force_login(officer)
    assert client.post(address, {"because": "No.", "revision": "1"}).status_code == 403
    client.force_login(delegate)
    assert "Write the comments or the reason." in text(client.post(address, {"because": "", "revision": "1"}), 422)
    client.post(address, {"because": "Name the quarter.", "revision": "1"})
    client.force_login(officer)
    assert "Name the quarter." in text(client.get(reverse("city_initiative", args=[initiative.pk])))


def test_of_two_people_on_one_draft_the_second_keeps_what_was_typed(client, campaign, city, officer, delegate):
    initiative = write(campaign, city, officer)
    address = reverse("city_initiative", args=[initiative.pk])
    client.force_login(delegate)
    assert client.post(address, {**TYPED, "title_en": "First", "revision": "1"}).status_code == 302
    client.force_login(officer)
    page = text(client.post(address, {**TYPED, "title_en": "Second", "revision": "1"}), 422)
    assert "The initiative has changed since you opened this page." in page and 'value="Second"' in page
    assert Initiative.objects.get().title.text == "First"


def test_who_publishes_another_text_than_the_one_on_the_page_reads_it_first(client, campaign, city, officer, delegate):
    initiative = write(campaign, city, officer)
    client.force_login(delegate)
    answer = client.post(reverse("city_initiative_send", args=[initiative.pk]), {"revision": "0"}, follow=True)
    assert "The initiative has changed since you opened this page." in text(answer)
    assert Initiative.objects.get().state == InitiativeState.DRAFT


def test_what_is_changed_is_not_public_until_it_is_published_again(client, campaign, city, officer, delegate):
    initiative = publish(campaign, city, delegate)
    client.force_login(officer)
    answer = client.post(
        reverse("city_initiative", args=[initiative.pk]),
        {**TYPED, "text_en": "", "revision": "1", "title_ar": "", "summary_ar": ""},
    )
    assert answer.status_code == 302 and Initiative.objects.get().state == InitiativeState.DRAFT
    assert Initiative.objects.get().title.translations.count() == 0
    client.logout()
    assert client.get(reverse("initiative", args=[initiative.pk])).status_code == 404


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"title_en": ""}, "This field is required."),
        ({"title_fr": "Des clés"}, "Give the title and the summary in the same languages."),
        ({"provisions": "XL.9"}, "There is no provision XL.9."),
        ({"place": ""}, "This field is required."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"description": "A street"}, "Choose the file of the picture too"),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed(client, campaign, city, officer, more, fault):
    client.force_login(officer)
    page = text(client.post(reverse("city_initiative_new", args=[city.slug]), {**TYPED, **more}), 422)
    assert fault in page and "Empty flats are let to families." in page
    assert not Initiative.objects.exists()


def test_a_picture_needs_its_description_and_must_be_a_picture(client, campaign, city, officer):
    client.force_login(officer)
    new = reverse("city_initiative_new", args=[city.slug])
    assert "Describe what the picture shows" in text(client.post(new, {**TYPED, "picture": jpeg()}), 422)
    page = text(client.post(new, {**TYPED, "picture": SimpleUploadedFile("a.png", b"MZ"), "description": "A"}), 422)
    assert "The file is not a readable image." in page and not Initiative.objects.exists()


def test_deleting_takes_texts_and_pictures_along(client, campaign, city, officer, django_capture_on_commit_callbacks):
    client.force_login(officer)
    picture = {"picture": jpeg(), "description": "A street"}
    client.post(reverse("city_initiative_new", args=[city.slug]), {**TYPED, **picture})
    initiative, file = Initiative.objects.get(), InitiativePicture.objects.get().file
    title = initiative.title
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("city_initiative_delete", args=[initiative.pk]))
    assert not Initiative.objects.exists() and not default_storage.exists(file.name)
    assert not type(title).objects.filter(pk=title.pk).exists()
    assert Record.objects.filter(act="initiative deleted", about=f"initiative:{initiative.pk}").count() == 1


def test_others_find_no_initiative_that_is_not_public(client, campaign, city, officer, moderator):
    initiative = write(campaign, city, officer)
    addresses = [reverse(name, args=[initiative.pk]) for name in ("initiative", "city_initiative", "desk_initiative")]
    for person in (factories.member(factories.organisation(), "delegate"), factories.with_second_factor(moderator)):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
        for act in ("send", "delete", "return"):
            assert client.post(reverse(f"city_initiative_{act}", args=[initiative.pk])).status_code == 404


def test_without_a_campaign_the_pages_are_not_there(client, version, city, officer):
    client.force_login(officer)
    for address in (reverse("city_initiatives"), reverse("city_initiative_new", args=[city.slug])):
        assert client.get(address).status_code == 404
    assert "Our initiatives" not in text(client.get(reverse("city") + f"?as={city.slug}"))


def test_pages_with_three_initiatives_ask_no_more_than_with_one(
    client, campaign, city, delegate, django_assert_max_num_queries
):
    def count(address):
        client.get(address)
        with django_assert_max_num_queries(200) as context:
            text(client.get(address))
        return len(context)

    publish(campaign, city, delegate, themes=("homes",), typed="I.1.1")
    short = factories.provision(campaign, 5).short
    pages = ["/en/initiatives/", reverse("member", args=[city.slug]), reverse("theme", args=["homes"])]
    pages += [reverse("provision", args=[short]), reverse("search") + "?q=winter"]
    for_one = [count(page) for page in pages]
    for number in range(2):
        publish(campaign, city, delegate, f"Keys of winter {number}", themes=("homes",), typed="I.1.1")
    assert [count(page) for page in pages] == for_one


def test_an_address_of_an_email_tells_those_concerned_that_the_campaign_has_ended(client, campaign, city, delegate):
    shown, awaiting = publish(campaign, city, delegate), write(campaign, city, delegate, "Saola before winter")
    Wave.objects.all().delete()
    page, change = reverse("initiative", args=[shown.pk]), reverse("city_initiative", args=[awaiting.pk])
    assert "The campaign on this site has ended." in text(client.get(page), 410)
    client.force_login(delegate)
    assert "Saola" not in text(client.get(change), 410)
    client.post(change, {**TYPED, "revision": "0"})
    assert str(Initiative.objects.get(pk=awaiting.pk)) == "Saola before winter"
    client.force_login(factories.member(factories.organisation(), "officer"))
    text(client.get(change), 404)
