"""Joining: saved half-way, sent, asked back, reminded, accepted, deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.actions import erasures, pledges
from accounts.models import Invitation, Letter, Mandate, Organisation, Person, Pledge, Record
from accounts.rules import Refused
from tests import factories

BEGUN = {"name": "Tamanrit", "name_language": "fr", "email": "amina@example.org"}
REST = {
    "country": "MA",
    "official_kind": "city",
    "population_band": "250k_1m",
    "sections": ["africa"],
    "head_name": "Salma Idrissi",
    "head_office": "Présidente du conseil",
    "pledges": True,
    "contact_name": "Amina Diarra",
    "themes": ["housing"],
    "may_be_named": True,
    "agrees_to_keep": True,
}


@pytest.fixture
def unconfirmed(db):
    return pledges.begin_pledge(language="fr", **BEGUN)


@pytest.fixture
def begun(unconfirmed):
    pledge, token = unconfirmed
    return factories.confirm_address(pledge, token), token


@pytest.fixture
def sent(begun):
    pledges.save_pledge(pledge=begun[0], **REST)
    return pledges.send_pledge(pledge=begun[0])


def test_a_begun_form_is_pledged_and_its_link_is_mailed_in_its_language(begun):
    pledge, token = begun
    letter = Letter.objects.get(address="amina@example.org")
    assert (pledge.state, letter.language) == ("pledged", "fr")
    assert letter.link.startswith(f"/fr/join/{token}/confirm/")
    assert pledges.pledge_by_token(token) == pledge
    assert token not in str(vars(pledge))


def test_it_is_not_sent_before_everything_needed_is_there(begun):
    with pytest.raises(Refused, match="Add the missing answers: the country, the type of local government"):
        pledges.send_pledge(pledge=begun[0])
    assert Pledge.objects.get().state == "pledged"


def test_sent_it_is_complete_and_closed(sent):
    assert (sent.state, sent.sent_at is not None) == ("complete", True)
    with pytest.raises(Refused, match="already been sent"):
        pledges.save_pledge(pledge=sent, name="Another")


def test_asked_back_it_is_open_again_by_a_new_link(begun, sent, moderator):
    token = pledges.ask_back(pledge=sent, by=moderator, words="Qui signe ?")
    assert pledges.pledge_by_token(begun[1]) is None
    assert (pledges.pledge_by_token(token).state, pledges.pledge_by_token(token).asked) == (
        "incomplete",
        "Qui signe ?",
    )
    assert Letter.objects.filter(body__endswith="\n\nQui signe ?", link=f"/fr/join/{token}/1/").count() == 1


def test_a_reminder_carries_a_new_link(begun, moderator):
    token = pledges.remind_contact(pledge=begun[0], by=moderator)
    assert pledges.pledge_by_token(token).reminded_at is not None


def test_forms_that_lay_for_a_week_are_reminded_together_and_not_again(begun, sent, moderator):
    week = timedelta(days=7, minutes=1)
    for email, later in (("second@example.org", timedelta()), ("fresh@example.org", week)):
        pledge_and_token = pledges.begin_pledge(language="en", at=timezone.now() + later, **{**BEGUN, "email": email})
        factories.confirm_address(*pledge_and_token)
    at = timezone.now() + week
    assert pledges.remind_contacts(by=moderator, at=at) == 1
    assert Pledge.objects.exclude(reminded_at=None).get().email == "second@example.org"
    assert pledges.remind_contacts(by=moderator, at=at) == 0


def test_acceptance_makes_the_member_its_wave_and_first_invitations(sent, moderator):
    city = pledges.accept_pledge(pledge=sent, by=moderator, wave=100)
    assert (str(city.name), city.wave, city.country, city.sections) == ("Tamanrit", 100, "MA", ["africa"])
    assert (str(city.official_kind), city.population_band) == ("City", "250k_1m")
    assert city.themes == ["housing"]
    assert list(Invitation.objects.values_list("kind", "email")) == [("focal_point", "amina@example.org")]
    assert Record.objects.get(act="joining accepted").content == {"member": city.pk}


def test_the_political_head_is_invited_as_delegate_where_an_address_is_given(begun, moderator):
    pledges.save_pledge(pledge=begun[0], head_email="head@example.org", **REST)
    pledges.accept_pledge(pledge=pledges.send_pledge(pledge=begun[0]), by=moderator, wave=1000)
    assert Invitation.objects.get(kind="delegate").email == "head@example.org"


def test_who_may_not_be_named_is_withheld(begun, moderator):
    pledges.save_pledge(pledge=begun[0], **{**REST, "may_be_named": False})
    assert pledges.accept_pledge(pledge=pledges.send_pledge(pledge=begun[0]), by=moderator, wave=1000).name_withheld
    assert Record.objects.get(act="name withheld").person == moderator.pk


def test_accepted_twice_it_makes_one_member(sent, moderator):
    pledges.accept_pledge(pledge=sent, by=moderator, wave=10)
    with pytest.raises(Refused, match="The secretariat has already decided on the application"):
        pledges.accept_pledge(pledge=sent, by=moderator, wave=10)
    assert Organisation.objects.count() == 1


def test_only_the_secretariat_decides(sent, officer):
    for deed in (
        lambda: pledges.accept_pledge(pledge=sent, by=officer, wave=10),
        lambda: pledges.decline_pledge(pledge=sent, by=officer, words="no"),
        lambda: pledges.delete_pledge(pledge=sent, by=officer),
    ):
        with pytest.raises(Refused):
            deed()


def test_declined_with_a_reason(sent, moderator):
    pledges.decline_pledge(pledge=sent, by=moderator, words="It is no government.")
    assert Letter.objects.filter(body__endswith="\n\nIt is no government.").count() == 1


def test_deleted_nothing_of_it_is_left_but_numbers(begun):
    number = begun[0].pk
    pledges.delete_pledge(pledge=begun[0])
    assert (Pledge.objects.count(), Letter.objects.count()) == (0, 0)
    assert Record.objects.get(act="joining form deleted").about == f"pledge:{number}"


def test_an_unnamed_member_stays_out_of_the_public_list(begun, moderator, client, charter):
    pledges.save_pledge(pledge=begun[0], **{**REST, "may_be_named": False})
    city = pledges.accept_pledge(pledge=pledges.send_pledge(pledge=begun[0]), by=moderator, wave=1000)
    assert "Tamanrit" not in client.get("/en/cities/").content.decode()
    assert client.get(f"/en/cities/{city.slug}/").status_code == 404


def test_two_governments_of_one_name_get_two_addresses(moderator, db):
    from accounts.actions import members

    common = {"name": "جماعة", "language": "ar", "kind": "government", "by": moderator}
    slugs = [members.register_member(**common).slug, members.register_member(**common).slug]
    assert slugs == ["member-1", "member-2"]
    assert members.register_member(**common, names={"fr": "Tamanrit"}).slug == "tamanrit"
    assert factories.organisation().slug not in slugs


PEOPLE = ("Salma Idrissi", "Présidente du conseil", "Amina Diarra", "amina@example.org", "Cheffe de cabinet")


@pytest.fixture
def accepted(begun, moderator):
    """A form of which everything is filled in, letter and all, that became a membership."""
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 signed")
    whole = {**REST, "contact_office": "Cheffe de cabinet", "head_email": "salma@example.org", "phone": "+212"}
    pledges.save_pledge(pledge=begun[0], letter=letter, **whole)
    pledges.accept_pledge(pledge=pledges.send_pledge(pledge=begun[0]), by=moderator, wave=10)
    return Pledge.objects.get()


def said_on(pledge) -> list[str]:
    """Which of the people still stand on the form."""
    return [words for words in PEOPLE if words in str(vars(pledge))]


@pytest.mark.parametrize("by_the_secretariat", [True, False])
def test_people_and_letter_go_from_an_accepted_form(
    accepted, moderator, by_the_secretariat, django_capture_on_commit_callbacks
):
    kept = str(accepted.letter)
    assert (len(said_on(accepted)), default_storage.exists(kept)) == (5, True)
    with django_capture_on_commit_callbacks(execute=True):
        pledges.delete_personal_data(pledge=accepted, by=moderator if by_the_secretariat else None)
    accepted.refresh_from_db()
    assert (said_on(accepted), str(accepted.letter), default_storage.exists(kept)) == ([], "", False)
    assert (accepted.name, accepted.state) == ("Tamanrit", "accepted")
    assert Pledge.objects.with_people().count() == 0
    assert Record.objects.get(act="people taken off joining form").about == f"pledge:{accepted.pk}"


def test_its_private_link_ends_with_that(accepted, begun):
    pledges.delete_personal_data(pledge=accepted)
    assert pledges.pledge_by_token(begun[1]) is None


def test_an_accepted_form_is_not_deleted_and_no_officer_empties_one(accepted, moderator, officer):
    with pytest.raises(Refused, match="has become a membership"):
        pledges.delete_pledge(pledge=accepted, by=moderator)
    with pytest.raises(Refused):
        pledges.delete_personal_data(pledge=accepted, by=officer)


@pytest.mark.parametrize(
    ("email", "name", "left"),
    [
        ("amina@example.org", "Amina D.", {"Salma Idrissi", "Présidente du conseil"}),
        ("salma@example.org", "S. I.", {"Amina Diarra", "amina@example.org", "Cheffe de cabinet"}),
        ("other@example.org", "Salma Idrissi", {"Amina Diarra", "amina@example.org", "Cheffe de cabinet"}),
    ],
)
def test_who_is_erased_goes_from_the_form_with_the_letter(accepted, email, name, left):
    person = factories.person(name)
    Person.objects.filter(pk=person.pk).update(email=email)
    Mandate.objects.create(
        organisation=accepted.organisation, person=person, kind="officer", since=accepted.decided_at
    )
    erasures.erase_person(person=Person.objects.get(pk=person.pk))
    accepted.refresh_from_db()
    assert (set(said_on(accepted)), str(accepted.letter)) == (left, "")


def test_a_namesake_of_another_city_takes_nobody_off(accepted, other_city):
    person = factories.member(other_city, "officer")
    Person.objects.filter(pk=person.pk).update(name="Salma Idrissi")
    erasures.erase_person(person=Person.objects.get(pk=person.pk))
    accepted.refresh_from_db()
    assert len(said_on(accepted)) == 5


def test_a_letter_that_is_sent_again_replaces_the_first_one(begun, django_capture_on_commit_callbacks):
    first = pledges.save_pledge(
        pledge=begun[0], letter=SimpleUploadedFile("letter.pdf", b"%PDF-1.4 first")
    ).letter.name
    with django_capture_on_commit_callbacks(execute=True):
        second = pledges.save_pledge(
            pledge=begun[0], letter=SimpleUploadedFile("letter.pdf", b"%PDF-1.4 second")
        ).letter.name
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)


TYPED = {
    "name": "WIN A PRIZE at http://evil.example",
    "head_name": "WIN A PRIZE",
    "contact_name": "WIN A PRIZE at http://evil.example",
    "practices": "WIN A PRIZE",
}


def test_no_typed_word_is_mailed_to_an_address_that_nobody_confirmed(db, moderator):
    """Whoever fills the form in may give the address of anybody."""
    pledge, token = pledges.begin_pledge(
        language="en", **{**BEGUN, "name": TYPED["name"], "email": "victim@example.org"}
    )
    pledges.save_pledge(pledge=pledge, **{**REST, **TYPED})
    for deed in (
        lambda: pledges.send_pledge(pledge=pledge),
        lambda: pledges.remind_contact(pledge=pledge, by=moderator),
        lambda: pledges.ask_back(pledge=pledge, by=moderator, words="Who are you?"),
        lambda: pledges.decline_pledge(pledge=pledge, by=moderator, words="No."),
    ):
        with pytest.raises(Refused, match="address"):
            deed()
    assert pledges.remind_contacts(by=moderator, at=timezone.now() + timedelta(days=30)) == 0
    letter = Letter.objects.get()
    assert [part for part in ("PRIZE", "evil") if part in f"{letter.subject} {letter.body} {letter.link}"] == []
    assert token in letter.link


def test_no_subject_and_no_first_line_about_a_form_has_a_typed_word(begun, moderator):
    pledge = begun[0]
    pledges.save_pledge(pledge=pledge, **{**REST, **TYPED})
    pledges.remind_contact(pledge=pledge, by=moderator)
    pledges.ask_back(
        pledge=pledges.send_pledge(pledge=pledge), by=moderator, words="WIN A PRIZE, asks the secretariat"
    )
    pledges.decline_pledge(pledge=pledge, by=moderator, words="WIN A PRIZE, says the secretariat")
    letters = Letter.objects.filter(kind="joining")
    assert letters.count() == 5
    assert [letter for letter in letters if "PRIZE" in letter.subject + letter.body.splitlines()[0]] == []


def test_a_changed_address_is_asked_to_confirm_itself_and_nothing_else_is_mailed_there(begun):
    pledge, token = begun
    pledge = pledges.save_pledge(pledge=pledge, token=token, email=" Victim@Example.org", **REST)
    with pytest.raises(Refused, match=r"victim@example\.org"):
        pledges.send_pledge(pledge=pledge)
    assert Letter.objects.get(address="victim@example.org").key.startswith("pledge_begun")
    factories.confirm_address(pledge, token)
    assert pledges.send_pledge(pledge=pledge).state == "complete"


def test_a_link_mailed_to_another_address_confirms_none(begun):
    pledge, token = begun
    old = Letter.objects.get(address="amina@example.org").link.rstrip("/").rpartition("/")[2]
    pledge = pledges.save_pledge(pledge=pledge, token=token, email="victim@example.org")
    for proof in (old, "made-up", "é"):
        with pytest.raises(Refused, match="link is not valid"):
            pledges.confirm_address(pledge=pledge, token=token, proof=proof)
    assert Pledge.objects.get().confirmed_at is None
