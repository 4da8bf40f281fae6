"""The HTML of each kind of mail for axe, as a program for mail draws it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone

from accounts import tasks
from tests.site import stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.large,
]


@pytest.fixture
def sent(transactional_db):
    """One mail of each subject, of all that the consultation sends."""
    stage.build()
    tasks.send_waiting(now=timezone.now() + timedelta(days=2))
    return {message.subject: message for message in mail.outbox}


def faults(page, html):
    page.set_content(html)
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    sentences = [f"{violation['id']}: {violation['nodes'][0]['html'][:120]}" for violation in violations]
    return sentences + ([] if page.evaluate("document.documentElement.lang") else ["no language"])


def test_axe_finds_no_fault_in_a_mail(sent, reader):
    page = reader().page
    results = {subject: faults(page, message.alternatives[0][0]) for subject, message in sent.items()}
    print(len(results), *(f"{subject}: {wrong}" for subject, wrong in results.items() if wrong), sep="\n")
    assert len(results) > 5
    assert {subject for subject, wrong in results.items() if wrong} == set()
