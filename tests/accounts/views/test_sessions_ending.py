"""What ends everything that a person has open: at the next request each device has to sign in again."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.actions import erasures, security
from accounts.models import Person
from tests.site.asking import just_proved

PASSWORD, OTHER = "a good long password", "another good long password"


def open_on_two_devices(person: Person) -> list[Client]:
    devices = [Client(), Client(headers={"user-agent": "The telephone"})]
    for device in devices:
        device.force_login(person)
        assert is_in(device)
    return devices


def is_in(device: Client) -> bool:
    return device.get(reverse("account")).status_code == 200


def change_password(person: Person, device: Client) -> None:
    just_proved(device).post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )
    assert Person.objects.get(pk=person.pk).check_password(OTHER)


def set_password_by_mail(person: Person, device: Client) -> None:
    elsewhere = Client()
    elsewhere.post(reverse("account_reset_password"), {"email": person.email})
    [link] = re.findall(r"https?://[^/]+(/\S*/reset/key/\S+)", mail.outbox[-1].body)
    form = elsewhere.get(link, follow=True).request["PATH_INFO"]
    elsewhere.post(form, {"password1": OTHER, "password2": OTHER})
    assert Person.objects.get(pk=person.pk).check_password(OTHER)


def disable(person: Person, device: Client) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def erase(person: Person, device: Client) -> None:
    erasures.erase_person(person=person)


def reset_second_factor(person: Person, device: Client) -> None:
    security.reset_second_factor(person=person)


@pytest.mark.parametrize("end", [set_password_by_mail, disable, erase, reset_second_factor])
def test_each_device_is_signed_out(officer, end):
    cache.clear()
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    devices = open_on_two_devices(officer)
    end(officer, devices[0])
    assert [is_in(device) for device in devices] == [False, False]


def test_who_changes_the_password_stays_and_every_other_device_is_signed_out(officer):
    devices = open_on_two_devices(officer)
    change_password(officer, devices[0])
    assert [is_in(device) for device in devices] == [True, False]
