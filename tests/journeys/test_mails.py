"""The HTML of each kind of mail for axe, as a program for mail draws it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone

from accounts import tasks
from tests.site import stage as stages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.large,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def sent(guarded_tables):
    """One mail of each subject, of all that the consultation sends."""
    stages.build()
    tasks.send_waiting(now=timezone.now() + timedelta(days=2))
    return {one.subject: one for one in mail.outbox}


def faults(page, html):
    page.set_content(html)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    said = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
    return said + ([] if page.evaluate("document.documentElement.lang") else ["no language"])


def test_axe_finds_no_fault_in_a_mail(sent, reader):
    page = reader().page
    found = {subject: faults(page, one.alternatives[0][0]) for subject, one in sent.items()}
    print(len(found), *(f"{subject}: {wrong}" for subject, wrong in found.items() if wrong), sep="\n")
    assert len(found) > 5
    assert {subject for subject, wrong in found.items() if wrong} == set()
