"""Joining on paper: the form as PDF asks what the form asks, and the letter of invitation."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.forms.joining import PAGES
from accounts.models import SiteSettings
from accounts.views import joining_paper


@pytest.mark.parametrize("name", ["form", "letter"])
def test_form_and_letter_are_files(client, db, name):
    answer = client.get(reverse("join_paper", args=[name]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{name}.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_there_is_no_other_file(client, db):
    assert client.get(reverse("join_paper", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("template", ["members/join/form_paper.html", "members/join/sheet.html"])
def test_the_paper_asks_every_question_of_the_pages(db, template):
    html = render_to_string(template, joining_paper.paper_context())
    labels = [field.label for page in PAGES for name, field in page().fields.items() if name not in ("trap", "letter")]
    assert [label for label in labels if f"<strong>{label}</strong>" not in html] == []
    assert "Association of local governments" in html and "Signature and seal" in html


def test_without_a_press_it_leads_to_the_page_that_prints(client, db, no_press):
    answer = client.get(reverse("join_paper", args=["form"]))
    assert (answer.status_code, reverse("join_sheet") in answer.content.decode()) == (503, True)


def test_the_first_page_of_the_form_leads_to_both(client, db):
    html = client.get(reverse("join")).content.decode()
    assert reverse("join_paper", args=["form"]) in html and reverse("join_paper", args=["letter"]) in html


PAPERS = ["members/join/form_paper.html", "members/join/sheet.html", "members/join/letter_paper.html"]


@pytest.mark.parametrize("template", PAPERS)
def test_the_paper_has_the_postal_address_of_the_secretariat(db, template):
    SiteSettings.objects.create(pk=1, contact="office@example.org", postal_address="1 Sample Street\n08000 Sampletown")
    html = render_to_string(template, joining_paper.paper_context())
    assert "1 Sample Street<br>08000 Sampletown" in html and "office@example.org" not in html


@pytest.mark.parametrize("template", PAPERS)
def test_the_paper_has_the_email_of_the_secretariat_where_no_postal_address_is_set(db, template):
    SiteSettings.objects.create(pk=1, contact="office@example.org")
    assert "office@example.org" in render_to_string(template, joining_paper.paper_context())
