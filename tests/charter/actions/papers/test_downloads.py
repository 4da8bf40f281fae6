"""Files for readers: asked for once, made once, made again when what they show has moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from charter.actions.papers import downloads
from charter.queries.papers import downloads as download_queries

NAME = {"name": "charter/1.docx", "language": "en"}
NOW = timezone.now()


def asked(made_of="a", at=NOW):
    return downloads.request_download(**NAME, made_of=made_of, at=at)[1]


def test_who_asks_first_has_it_made(db):
    assert [asked(), asked()] == [True, False]


def test_what_was_made_is_not_made_again(db):
    downloads.keep_file(**NAME, made_of="a", data=b"words", at=NOW)
    assert asked(at=NOW + timedelta(days=900)) is False
    assert bytes(download_queries.kept_download(**NAME, made_of="a").data) == b"words"


def test_it_is_made_again_when_what_it_shows_has_moved(db):
    downloads.keep_file(**NAME, made_of="a", data=b"words", at=NOW)
    assert asked("b") is True
    assert download_queries.kept_download(**NAME, made_of="b") is None
    assert download_queries.download_sources([NAME["name"]], "en") == {NAME["name"]: "b"}


@pytest.mark.parametrize(("minutes", "again"), [(9, False), (11, True)])
def test_one_that_never_came_is_asked_for_again(db, minutes, again):
    asked()
    assert asked(at=NOW + timedelta(minutes=minutes)) is again


def test_one_that_failed_is_tried_again_after_a_minute(db):
    asked()
    downloads.note_failure(**NAME, made_of="a")
    assert [asked(at=NOW + timedelta(seconds=30)), asked(at=NOW + timedelta(seconds=90))] == [False, True]


def test_sizes_are_known_of_what_is_made(db):
    downloads.keep_file(**NAME, made_of="a", data=b"words", at=NOW)
    assert download_queries.download_sizes([NAME["name"], "charter/2.docx"], "en") == {NAME["name"]: ("a", 5)}
