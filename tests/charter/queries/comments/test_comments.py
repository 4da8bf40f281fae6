"""Reading comments: all of them, in order of time, in a number of queries that does not grow."""

from __future__ import annotations

import pytest

from charter.actions.comments import comments as comment_actions
from charter.models import CharterComment, Provision
from charter.queries.comments import comments
from tests import factories


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 4)


def post(provision, by, round_, text="A word.", **fields):
    return comment_actions.post_comment(target=provision, by=by, text=text, language="en", round_=round_, **fields)


def shape(nodes):
    return [(node.comment.comment, shape(node.replies)) for node in nodes]


def test_replies_stand_under_what_they_answer(provision, officer, round_):
    first = post(provision, officer, round_, "one")
    post(provision, officer, round_, "two")
    post(provision, officer, round_, "answer", reply_to=first)
    assert shape(comments.comment_trees(provision)) == [("one", [("answer", [])]), ("two", [])]


def test_replies_stand_by_time_whatever_place_the_package_gave_them(provision, officer, round_):
    """Its counter of places is taken without a lock, so several answers at once share one."""
    first = post(provision, officer, round_, "one")
    for text in ("early", "late"):
        post(provision, officer, round_, text, reply_to=first)
    CharterComment.objects.update(order=1)
    CharterComment.objects.filter(comment="early").update(order=9)
    assert shape(comments.comment_trees(provision)) == [("one", [("early", []), ("late", [])])]


def test_no_comment_is_lost_where_its_parent_is_hidden(provision, officer, round_):
    first = post(provision, officer, round_, "one")
    post(provision, officer, round_, "answer", reply_to=first)
    post(provision, officer, round_, "two")
    CharterComment.objects.filter(pk=first.pk).update(is_public=False)
    nodes = comments.comment_trees(provision)
    assert [(node.comment.comment, node.is_orphan) for node in nodes] == [("answer", True), ("two", False)]


def test_counts_leave_out_removed_ones_and_ask_once(provision, charter, officer, round_, django_assert_num_queries):
    other = factories.provision(charter, 5)
    for _ in range(3):
        post(provision, officer, round_)
    comment_actions.remove_comment(comment=post(other, officer, round_), by=officer)
    CharterComment.objects.all().exists()
    comments.count_comments(Provision, [provision.pk])
    with django_assert_num_queries(1):
        counts = comments.count_comments(Provision, [provision.pk, other.pk])
    assert (counts[provision.pk], counts[other.pk]) == (3, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_a_thread_is_read_in_four_queries(provision, officer, city, round_, number, django_assert_num_queries):
    for _ in range(number):
        post(provision, officer, round_, organisation=city)
    comments.comment_trees(provision)
    with django_assert_num_queries(4):
        nodes = comments.comment_trees(provision)
        assert [str(node.comment.organisation) for node in nodes] == ["Tamanrit"] * number


def test_a_comment_on_earlier_words_says_so(provision, officer, round_):
    comment = post(provision, officer, round_)
    [then] = comments.comment_trees(provision, standing={"en": comment.wording_id})
    [now] = comments.comment_trees(provision, standing={"en": comment.wording_id + 1000})
    assert (then.words_changed, now.words_changed) == (False, True)
