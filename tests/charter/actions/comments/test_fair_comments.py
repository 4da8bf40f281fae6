"""A comment states the mandate of its author, and its author and moderators learn why it was removed or reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter, Mandate
from accounts.rules import Refused
from charter.actions.comments import comments
from charter.models import CommentReport
from charter.queries.comments import comments as comment_queries
from charter.queries.secretariat.pending_items import PendingQuery
from charter.queries.secretariat.pending_items import pending_comments as reported
from charter.wording.pending_items import title_of_item
from tests import factories


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 4)


def post(target, by, round_, **fields):
    return comments.post_comment(target=target, by=by, round_=round_, **{"text": "So.", "language": "en", **fields})


@pytest.fixture
def second(officer, city):
    """A second mandate of the officer for the same city."""
    return Mandate.objects.create(
        person=officer, organisation=city, kind="focal_point", since=timezone.now() - timedelta(days=9)
    )


def test_who_has_two_mandates_states_under_which_one(provision, officer, city, round_, second):
    with pytest.raises(Refused, match="Choose the mandate for this comment"):
        post(provision, officer, round_, organisation=city)
    for mandate in (second, officer.mandates.get(kind="officer")):
        comment = post(provision, officer, round_, organisation=city, mandate=mandate)
        assert comment.mandate == mandate
        shown = next(
            thread_comment
            for thread_comment in comment_queries.comments_in_threads(
                provision, comment_queries.threads_on(provision).ids
            )
            if thread_comment.pk == comment.pk
        )
        assert shown.office == mandate.kind


def test_nobody_writes_under_the_mandate_of_another(provision, officer, city, delegate, round_):
    with pytest.raises(Refused):
        post(provision, officer, round_, organisation=city, mandate=delegate.mandates.get())


def test_the_author_of_a_removed_comment_is_told_why(provision, officer, moderator, round_):
    comment = post(provision, officer, round_, text="Mayor Zed is a thief.")
    with pytest.raises(Refused, match="Give the reason"):
        comments.remove_comment(comment=comment, by=moderator)
    comments.remove_comment(comment=comment, by=moderator, because="It names a private person.")
    letter = Letter.objects.get(kind="comment_removed")
    assert letter.to == officer
    assert "Mayor Zed is a thief." in letter.body and "It names a private person." in letter.body


def test_who_removes_an_own_comment_is_not_told(provision, officer, round_):
    comments.remove_comment(comment=post(provision, officer, round_), by=officer)
    assert not Letter.objects.exists()


def test_a_report_may_say_why_and_moderators_read_it(charter, provision, officer, stranger, moderator, round_):
    comment = post(provision, officer, round_)
    comments.report_comment(comment=comment, by=stranger)
    assert not CommentReport.objects.exists()
    comments.report_comment(comment=comment, by=stranger, why="It insults a city.")
    assert CommentReport.objects.get().why == "It insults a city."
    [waiting] = reported(PendingQuery(charter, round_, moderator, timezone.now(), "en"))
    assert title_of_item(waiting) == f"Comment of {officer}, reported. Reason: “It insults a city.”"
