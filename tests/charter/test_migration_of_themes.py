"""The priority themes and the themes of the index become one list, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [
    ("accounts", "0037_letter_on_text_corrections"),
    ("charter", "0050_names_of_bodies"),
    ("cms", "0008_processes"),
]
AFTER = [("accounts", "0038_themes"), ("charter", "0054_themes_of_the_site"), ("cms", "0010_themes_of_pages")]
RETIRED = datetime(2026, 1, 1, tzinfo=UTC)


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old(transactional_db, version, city):
    """A site from before the one list: an index of five themes, a member and an application with priorities."""
    charter, provision = version.charter_id, version.charter.provisions.order_by("pk").first().pk
    apps = migrate(BEFORE)
    themes, texts = apps.get_model("charter", "Theme"), apps.get_model("accounts", "LocalizedText").objects
    for slug, priorities, retired_at in (
        ("housing", ["housing"], None),
        ("wells", ["water"], None),
        ("care", ["ageing", "children"], None),
        ("streets", [], None),
        ("old", ["digital"], RETIRED),
    ):
        name = texts.create(text=slug.title(), language="en")
        row = {"slug": slug, "priorities": priorities, "retired_at": retired_at, "charter_id": charter}
        theme = themes.objects.create(name=name, **row)
        theme.provisions.add(provision)
    members = apps.get_model("accounts", "Organisation").objects
    members.filter(pk=city.pk).update(themes=["water", "children", "ageing", "digital"])
    return apps


def page_with_theme(apps, code):
    """The id of an event, written in the tables of then: pages of today know no fixed codes and start tasks."""
    Page, Locale = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Locale")
    kind = apps.get_model("contenttypes", "ContentType").objects.get(app_label="cms", model="eventpage")
    page = Page.objects.create(
        title="Fair", slug="fair", path="0001ZZZZ", depth=2, content_type=kind, locale=Locale.objects.first()
    )
    values = {"page_ptr_id": page.pk, "on": "2026-01-01", "place": "", "introduction": "", "body": "", "theme": code}
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO cms_eventpage ({names}) VALUES ({marks})", list(values.values()))
    return page.pk


@pytest.mark.large
def test_priority_themes_and_the_index_become_one_list_and_part_again(old, city):
    page = page_with_theme(old, "water")
    assert_one_list(migrate(AFTER), city, page)
    assert_two_lists(migrate(BEFORE), city, page)


def assert_one_list(apps, city, page):
    themes = apps.get_model("accounts", "Theme").objects
    in_use = set(themes.filter(retired_at=None).values_list("code", flat=True))
    assert in_use == {
        *("housing", "wells", "care", "streets", "participation", "equality", "migration", "gender", "disability"),
        *("culture", "digital", "climate", "work", "safety"),
    }
    merged = dict(themes.exclude(merged_into=None).values_list("code", "merged_into__code"))
    assert merged == {"water": "wells", "ageing": "care", "children": "care"}
    assert themes.get(code="old").retired_at == RETIRED
    assert apps.get_model("accounts", "Organisation").objects.get(pk=city.pk).themes == ["wells", "care", "digital"]
    name = themes.get(code="digital").name
    translations = {row.language: row.text for row in name.translations.all()}
    assert (name.text, translations) == (
        "Digital rights",
        {"fr": "Droits numériques", "es": "Derechos digitales", "ar": "الحقوق الرقمية"},
    )
    assert themes.get(code="housing").name.text == "Housing"
    provision = apps.get_model("charter", "Provision").objects.filter(themes__code="streets").get()
    assert set(provision.themes.values_list("code", flat=True)) == {"housing", "wells", "care", "streets", "old"}
    assert apps.get_model("cms", "EventPage").objects.get(pk=page).theme.code == "wells"


def assert_two_lists(apps, city, page):
    themes = apps.get_model("charter", "Theme").objects
    assert {theme.slug: theme.priorities for theme in themes.all()} == {
        "housing": ["housing"],
        "wells": ["water"],
        "care": ["ageing", "children"],
        "streets": [],
        "old": [],
    }
    assert {theme.provisions.count() for theme in themes.all()} == {1}
    assert apps.get_model("accounts", "Organisation").objects.get(pk=city.pk).themes == ["water", "ageing", "digital"]
    assert apps.get_model("cms", "EventPage").objects.get(pk=page).theme == "water"
