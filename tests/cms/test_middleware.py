"""The policy of content: style elements below the administration alone, scripts within a page nowhere."""

from __future__ import annotations

from django.urls import reverse

from tests import factories

POLICY = "Content-Security-Policy"


def test_the_administration_may_have_style_elements_and_no_script(client, site):
    client.force_login(factories.secretariat("administrator"))
    policy = client.get(reverse("wagtailadmin_home"), follow=True).headers[POLICY]
    assert "style-src-elem 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "default-src 'none';" in f"{policy};"


def test_elsewhere_nothing_stands_within_a_page(client, site):
    policy = client.get("/en/").headers[POLICY]
    assert "unsafe" not in policy


def test_date_fields_have_no_script_within_them(site):
    from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

    for widget in (AdminDateInput(), AdminDateTimeInput(), AdminTimeInput()):
        html = widget.render("when", None, {"id": "id_when"})
        assert "<script" not in html
        assert 'data-chooser-for="id_when"' in html
