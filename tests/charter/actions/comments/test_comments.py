"""Comments: who speaks, on what, how deep; each fault of the package that we close has its test here or in views."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter.actions.comments import comments
from charter.models import CharterComment
from tests import factories


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 4)


def post(provision, by, round_, **fields):
    values = {"text": "A home is more than a roof.", "language": "en", "round_": round_, **fields}
    return comments.post_comment(target=provision, by=by, **values)


def test_a_comment_keeps_who_spoke_for_whom_and_about_which_words(provision, officer, city, round_):
    comment = post(provision, officer, round_, organisation=city, quote="safe")
    assert (comment.user, comment.organisation, comment.quote) == (officer, city, "safe")
    assert comment.wording == factories.working(provision).wording
    assert (comment.user_name, comment.user_email) == ("", "")


def test_posting_is_an_act_of_the_record(provision, officer, city, round_):
    comment = post(provision, officer, round_, organisation=city)
    assert Record.objects.get(act="comment posted").about == f"remark:{comment.pk}"


def test_one_cannot_speak_for_a_city_of_others(provision, officer, other_city, round_):
    with pytest.raises(Refused):
        post(provision, officer, round_, organisation=other_city)
    assert not CharterComment.objects.exists()


def test_somebody_without_a_mandate_is_refused(provision, round_):
    with pytest.raises(Refused, match="Only members and partner organizations"):
        post(provision, factories.person(), round_)


def test_comments_close_with_the_round(provision, officer, version):
    closed = factories.deciding(version)
    with pytest.raises(Refused, match="Comments are closed now"):
        post(provision, officer, closed)


def test_replies_go_three_levels_deep_and_no_deeper(provision, officer, round_):
    first = post(provision, officer, round_)
    second = post(provision, officer, round_, reply_to=first)
    third = post(provision, officer, round_, reply_to=second)
    assert [first.level, second.level, third.level] == [0, 1, 2]
    with pytest.raises(Refused, match="three levels"):
        post(provision, officer, round_, reply_to=third)
    assert CharterComment.objects.count() == 3


def test_a_reply_stays_on_the_thing_it_answers(charter, provision, officer, round_):
    elsewhere = post(factories.provision(charter, 5), officer, round_)
    with pytest.raises(Refused, match="no longer exists"):
        post(provision, officer, round_, reply_to=elsewhere)


def test_a_removed_comment_cannot_be_answered_and_keeps_its_replies(provision, officer, stranger, round_):
    first = post(provision, officer, round_)
    reply = post(provision, stranger, round_, reply_to=first)
    comments.remove_comment(comment=first, by=officer)
    reply.refresh_from_db()
    assert (reply.is_public, reply.is_removed) == (True, False)
    with pytest.raises(Refused):
        post(provision, stranger, round_, reply_to=CharterComment.objects.get(pk=first.pk))


def test_what_was_commented_on_is_not_deleted_and_takes_no_comment_with_it(provision, officer, city, round_):
    """Fault 10: the package leaves comments behind, or replies, where what they hang on is deleted."""
    amendment = factories.under_review(round_, city, officer, provision, "Another home.")
    for target in (provision, amendment):
        comments.post_comment(target=target, by=officer, text="A word.", language="en", round_=round_)
        with pytest.raises(ProtectedError):
            target.delete()
    assert CharterComment.objects.count() == 2


def test_the_author_may_change_a_comment_for_fifteen_minutes(provision, officer, round_):
    comment = post(provision, officer, round_)
    comments.edit_comment(comment=comment, by=officer, text="A home is a roof and a door.")
    assert CharterComment.objects.get().comment == "A home is a roof and a door."
    with pytest.raises(Refused, match="15 minutes"):
        comments.edit_comment(comment=comment, by=officer, text="late", at=timezone.now() + timedelta(minutes=16))


def test_nobody_else_changes_or_removes_it_but_a_moderator(provision, officer, stranger, moderator, round_):
    comment = post(provision, officer, round_)
    with pytest.raises(Refused):
        comments.edit_comment(comment=comment, by=stranger, text="mine")
    with pytest.raises(Refused):
        comments.remove_comment(comment=comment, by=stranger)
    comments.remove_comment(comment=comment, by=moderator, because="It names a private person.")
    assert CharterComment.objects.get().removed_because == "It names a private person."


def test_changing_a_comment_neither_counts_nor_publishes_its_replies(provision, officer, round_):
    first = post(provision, officer, round_)
    reply = post(provision, officer, round_, reply_to=first)
    CharterComment.objects.filter(pk=reply.pk).update(is_public=False)
    comments.edit_comment(comment=CharterComment.objects.get(pk=first.pk), by=officer, text="again")
    CharterComment.objects.get(pk=first.pk).save()
    assert not CharterComment.objects.get(pk=reply.pk).is_public
    assert CharterComment.objects.get(pk=first.pk).nested_count == 1


def test_who_is_answered_gets_a_letter_once(provision, officer, stranger, round_):
    first = post(provision, officer, round_)
    post(provision, stranger, round_, reply_to=first)
    assert list(Letter.objects.values_list("to", "kind")) == [(officer.pk, "comment_answered")]


def test_many_comments_in_a_short_time_are_refused_with_the_reason(provision, officer, round_):
    for _ in range(comments.MOST_IN_A_WHILE):
        post(provision, officer, round_)
    with pytest.raises(Refused, match="many comments"):
        post(provision, officer, round_)


def test_a_report_asked_twice_is_one_request(provision, officer, stranger, round_):
    comment = post(provision, officer, round_)
    comments.report_comment(comment=comment, by=stranger)
    comments.report_comment(comment=comment, by=stranger)
    assert comment.flags.count() == 1


def post_rows(provision, officer, city, round_, count, **more):
    rows = [comments.NewComment(provision, f"Comment {n}.", "argument", "en", round_) for n in range(count)]
    return comments.post_table(new_comments=rows, by=officer, organisation=city, **more)


def test_a_table_of_comments_counts_as_one_comment_in_a_short_time(provision, officer, city, round_):
    assert len(post_rows(provision, officer, city, round_, 50)) == 50
    for _ in range(comments.MOST_IN_A_WHILE - 1):
        post(provision, officer, round_)
    with pytest.raises(Refused, match="many comments"):
        post(provision, officer, round_)
    with pytest.raises(Refused, match="many comments"):
        post_rows(provision, officer, city, round_, 1)


def test_tables_have_a_limit_of_their_own_and_are_refused_whole(provision, officer, city, round_):
    most, now = comments.MOST_IMPORTED_IN_A_WHILE, timezone.now()
    post_rows(provision, officer, city, round_, most - 1, at=now)
    with pytest.raises(Refused, match=f"at most {most} comments within ten minutes"):
        post_rows(provision, officer, city, round_, 2, at=now + timedelta(minutes=9))
    assert CharterComment.objects.count() == most - 1
    assert len(post_rows(provision, officer, city, round_, 2, at=now + timedelta(minutes=11))) == 2


def test_an_empty_table_and_one_of_another_city_are_refused(provision, officer, city, other_city, round_):
    with pytest.raises(Refused, match="Choose at least one row"):
        post_rows(provision, officer, city, round_, 0)
    with pytest.raises(Refused):
        post_rows(provision, officer, other_city, round_, 1)
    assert not CharterComment.objects.exists()
