"""Wagtail's administration below /admin/ and accounts with flags: rights come by roles alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from wagtail.models import Site

from accounts.models import Person
from cms.models import HomePage, SectionPage
from tests.site import asking


@pytest.fixture
def stage(one_stage, db):
    return one_stage


def names(patterns, space="") -> set[str]:
    collected = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            collected |= names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            collected.add(f"{space}{pattern.name}")
    return collected


def rooms() -> dict[str, str]:
    """Every address of the administration that needs no part, or the number of a page, by its name."""
    [admin] = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    home, section = HomePage.objects.first(), SectionPage.objects.first()
    urls = {}
    for name in names(admin.url_patterns):
        for suffix, args in (("", []), (" of the home", [home.pk]), (" of a section", [section.pk])):
            try:
                urls[name + suffix] = reverse(name, args=args)
            except NoReverseMatch:
                continue
    return urls


def test_flags_and_groups_without_a_role_open_nothing(stage):
    """As an account of an older version, or one that somebody gave a flag past the site."""
    with asking.as_role(stage, "officer") as client:
        person = stage.people["officer"]
        person.groups.add(*Group.objects.all())
        Person.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)
        assert [name for name, url in rooms().items() if asking.answer_of(client.get(url)) != "sign in"] == []


@pytest.mark.parametrize("name", ["wagtailusers_users", "wagtailusers_groups", "wagtailsites"])
@pytest.mark.parametrize("act", ["index", "add", "edit", "delete", "copy"])
def test_nobody_edits_people_groups_or_sites_there_with_a_flag_neither(stage, name, act):
    with asking.as_role(stage, "administrator") as client:
        Person.objects.filter(pk=stage.people["administrator"].pk).update(is_superuser=True, is_staff=True)
        model = {"wagtailusers_users": Person, "wagtailusers_groups": Group, "wagtailsites": Site}[name]
        pk = model.objects.order_by("pk")[0].pk
        try:
            url = reverse(f"{name}:{act}", args=[] if act in ("index", "add") else [pk])
        except NoReverseMatch:
            assert (name, act) == ("wagtailusers_groups", "copy")
            return
        before = [*model.objects.order_by("pk").values()]
        assert (client.get(url).status_code, client.post(url, {"email": "x@example.org"}).status_code) == (302, 302)
        assert [*model.objects.order_by("pk").values()] == before


@pytest.mark.parametrize("act", ["delete", "set_active_state", "assign_role"])
def test_nobody_edits_many_people_there_either(stage, act):
    with asking.as_role(stage, "administrator") as client:
        Person.objects.filter(pk=stage.people["administrator"].pk).update(is_superuser=True, is_staff=True)
        target = stage.people["delegate"]
        url = f"{reverse('wagtail_bulk_action', args=['accounts', 'person', act])}?id={target.pk}"
        for answer in (client.get(url), client.post(url, {"mark_as_active": "", "role": "1"})):
            assert (answer.status_code, target.email in asking.text_of(answer)) == (302, False)
        assert Person.objects.get(pk=target.pk).is_active
