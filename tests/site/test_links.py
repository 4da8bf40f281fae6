"""Every link leads somewhere: no page of the site points at what is not there."""

from __future__ import annotations

import pytest
from django.core.management import call_command, get_commands

from accounts.models import Person
from tests.site import asking
from tests.site.crawling import Crawl

HOMES = ("/en/", "/fr/", "/es/", "/ar/")


@pytest.mark.parametrize(
    "role",
    [
        "anonymous",
        pytest.param("delegate", marks=pytest.mark.large),
        pytest.param("moderator", marks=pytest.mark.large),
        pytest.param("body", marks=pytest.mark.large),
        pytest.param("second editor", marks=pytest.mark.large),
        pytest.param("administrator", marks=pytest.mark.large),
    ],
)
def test_no_link_of_a_small_consultation_is_broken(stage, role):
    crawl = Crawl(asking.client_of(stage, role), most=400).walk("/en/")
    assert crawl.faults == {}


@pytest.fixture
def demonstration(db, settings, tmp_path):
    if "load_demo" not in get_commands():
        pytest.skip("There is no demonstration yet.")
    settings.DEMONSTRATION, settings.VAR_DIR, settings.MEDIA_ROOT = True, tmp_path, tmp_path / "media"
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}  # Wagtail hands documents out from the disk
    settings.STORAGES = {**settings.STORAGES, "default": files}
    call_command("load_demo", verbosity=0)


@pytest.mark.large
@pytest.mark.nightly
def test_no_link_of_the_demonstration_is_broken(demonstration, client):
    faults = Crawl(client).walk(*HOMES).faults
    for person in _one_of_each_kind():
        client.force_login(person)
        faults |= {f"{person.email} {url}": why for url, why in Crawl(client, most=250).walk("/en/").faults.items()}
    assert faults == {}


def _one_of_each_kind() -> list[Person]:
    """A person for each mandate and each role."""
    people_by_kind = {}
    for person in Person.objects.prefetch_related("mandates", "roles").order_by("pk"):
        for function in (*person.mandates.all(), *person.roles.all()):
            people_by_kind.setdefault(function.kind, person)
    return list({person.pk: person for person in people_by_kind.values()}.values())
