from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.rules import Refused
from charter.actions.languages import uploads
from charter.models import Upload


def keep(by, days: int = 0) -> Upload:
    at = timezone.now() - timedelta(days=days)
    return uploads.keep_upload(by=by, filename="a.html", digest="0" * 64, reading={}, language="en", at=at)


def test_one_file_a_person(moderator, second_moderator) -> None:
    keep(moderator), keep(second_moderator), keep(moderator)
    assert sorted(Upload.objects.values_list("person", flat=True)) == sorted([moderator.pk, second_moderator.pk])


def test_what_is_older_than_a_day_is_forgotten(moderator, second_moderator) -> None:
    keep(moderator, days=2)
    assert (uploads.delete_old_uploads(now=timezone.now()), Upload.objects.count()) == (1, 0)
    keep(moderator)
    assert uploads.delete_old_uploads(now=timezone.now()) == 0


def test_others_keep_nothing(officer) -> None:
    with pytest.raises(Refused):
        keep(officer)
    assert not Upload.objects.exists()
