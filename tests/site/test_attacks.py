"""Strings that attack, through every form: stored or refused with a sentence, and everywhere shown as text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from charter import clean
from tests.site import asking, attacking
from tests.site.attacking import Words

HEADERS = {
    *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Reply-To"),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "Content-Transfer-Encoding", "Content-Language", "Precedence"),
}
TABLES = {
    "desk_members_export": [["csv"], ["xlsx"]],
    "download": [["decisions/1", "csv"], ["decisions/1", "xlsx"]],
    "glossary_table": [[]],
}


@pytest.fixture(scope="module")
def attacked(one_stage, django_db_blocker):
    """The consultation after each form was sent with them, and what was answered."""
    cache.clear()
    words = Words(attacking.STORABLE)
    with django_db_blocker.unblock():
        answers = list(attacking.attack(one_stage, words))
    return one_stage, answers, words


def test_there_are_enough_of_them_and_each_is_there_once():
    assert len(attacking.STRINGS) == len(set(attacking.STRINGS)) >= 200
    assert len(attacking.KINDS) == 20


def test_each_form_stores_them_or_says_what_is_wrong(attacked, db):
    _, answers, words = attacked
    stored = [name for name, answer in answers if answer.status_code == 302]
    assert {name: answer.status_code for name, answer in answers if answer.status_code >= 500} == {}
    assert {name: oddities for name, answer in answers if (oddities := attacking.strange(answer))} == {}
    assert [name for name, answer in answers if answer.status_code == 422 and not attacking.refused(answer)] == []
    assert (len(stored) > 40, words.used) == (True, set(attacking.STORABLE))


@pytest.mark.parametrize(
    "role",
    [
        "anonymous",
        *(
            pytest.param(role, marks=pytest.mark.large)
            for role in ("officer", "delegate", "moderator", "administrator")
        ),
    ],
)
def test_no_page_has_an_element_or_a_handler_of_theirs(attacked, db, role):
    stage, odd_pages = attacked[0], {}
    client = asking.client_of(stage, role)
    for name, url in asking.addresses(stage).items():
        with asking.undone(client):
            answer = client.get(url)
        if (odd := attacking.strange(answer)) or (answer.status_code >= 500 and name != "health"):
            odd_pages[name] = odd
    assert odd_pages == {}


def test_no_cell_of_a_table_is_a_formula(attacked, db):
    client, cells = asking.client_of(attacked[0], "moderator"), {}
    for name, kinds in TABLES.items():
        for args in kinds:
            cells |= dict(attacking.cells(client.get(reverse(name, args=args))))
    assert [cell for cell, is_formula in cells.items() if is_formula] == []
    assert len(cells) > 50


def test_mails_have_their_own_headers_and_one_reader(attacked, db):
    tasks.send_waiting(now=timezone.now() + timedelta(days=2))
    sent = [message.message() for message in mail.outbox]
    assert len(sent) > 5
    assert {name for message in sent for name, _ in message.items()} - HEADERS == set()
    assert all(len(message.recipients()) == 1 for message in mail.outbox)
    assert [message["Subject"] for message in sent if "\n" in str(message["Subject"]).replace("\n ", "")] == []


def test_a_null_byte_is_refused_or_taken_out_by_each_form(one_stage, db):
    cache.clear()
    answers = list(attacking.attack(one_stage, Words(attacking.NULLS), everywhere=True))
    assert {name: answer.status_code for name, answer in answers if answer.status_code >= 500} == {}
    assert len(answers) > 50


def test_a_comment_shows_each_of_them_as_it_was_typed(one_stage, db):
    client, words = asking.client_of(one_stage, "officer"), Words(attacking.STORABLE)
    [url] = {url for name, url in asking.addresses(one_stage).items() if name == "remark_post:amendment"}
    while words.used != set(attacking.STORABLE):
        typed = words.many(4000)
        answer = client.post(
            url,
            {"comment": typed, "kind": "argument", "language": "en", "organisation": one_stage.things["own"].slug},
            follow=True,
        )
        shown = " ".join(" ".join(attacking.page_of(answer).itertext()).split())
        assert " ".join(clean.clean_typed_text(typed).text.split()) in shown
