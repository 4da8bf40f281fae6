"""Following without an account: asked, confirmed, told once a day in one mail, ended, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import messages
from accounts.actions import erasures, following, mail_batches, retention
from accounts.actions.following import News
from accounts.models import Follow, Follower, Letter
from accounts.queries import following as following_queries

READER = "reader@example.org"
LATER = timezone.now() + timedelta(days=2)


def ask(about="round/1", address=READER, language="en", **more):
    following.email_confirmation_link(
        address=address, language=language, about=about, title=f"What {about} is", **more
    )


def followed(about="round/1", **more):
    ask(about, **more)
    follow = Follow.objects.get(about=about)
    following.confirm_follow(follow=follow)
    follow.refresh_from_db()
    return follow


def tell(*follows, until=LATER):
    news = [(follow, follow.title, [News("It was decided", "Because.", "http://x/en/", "a")]) for follow in follows]
    return following.write_news(follower=follows[0].follower, news=news, until=until)


def take(address=READER):
    return mail_batches.take_batch(None, address, LATER)


def test_an_address_is_asked_first_and_told_nothing(db):
    ask()
    follow, letter = Follow.objects.get(), Letter.objects.get()
    assert (follow.confirmed_at, follow.told_until, letter.address, letter.kind) == (
        None,
        None,
        READER,
        "follow_asked",
    )
    assert "/en/accounts/mail/follow/" in letter.link


def test_capitals_in_an_address_make_no_second_follower(db):
    ask()
    ask(address="Reader@Example.org")
    assert (Follower.objects.count(), Follow.objects.count()) == (1, 1)


def test_a_link_for_the_same_thing_is_mailed_once_a_day(db):
    now = timezone.now()
    for at in (now, now, now + timedelta(days=1)):
        ask(at=at)
    assert Letter.objects.count() == 2


def test_nobody_can_fill_a_mailbox_with_links(db):
    for number in range(9):
        ask(f"round/{number}")
    assert Letter.objects.count() == following.MOST_UNCONFIRMED


def test_who_follows_already_is_told_so_by_mail_alone(db):
    followed()
    ask()
    assert Letter.objects.filter(subject="You already follow: What round/1 is").count() == 1
    assert Follow.objects.count() == 1


def test_nobody_can_fill_the_mailbox_of_a_follower(db):
    for number in range(9):
        followed(f"round/{number}")
    Letter.objects.all().delete()
    for number in range(9):
        ask(f"round/{number}")
    assert Letter.objects.count() == 1


def test_the_language_is_that_of_the_last_confirmation(db):
    first = followed()
    ask("round/2", language="fr")
    first.follower.refresh_from_db()
    assert first.follower.language == "en"
    following.confirm_follow(follow=Follow.objects.get(about="round/2"))
    first.follower.refresh_from_db()
    assert first.follower.language == "fr"


def test_all_news_of_a_day_leaves_in_one_mail_with_a_link_that_ends_it(db):
    first, second = followed(), followed("round/2")
    Letter.objects.all().delete()
    assert tell(first, second) == 2
    batch = take()
    assert (len(batch.letters), take()) == (2, None)
    mail = messages.compose_mail(batch.bundle, batch.letters)
    assert mail.to == [READER]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/en/accounts/mail/followed/" in mail.extra_headers["List-Unsubscribe"]
    assert READER not in mail.extra_headers["List-Unsubscribe"]
    assert "What round/1 is" in mail.body and "What round/2 is" in mail.body


def test_what_was_told_is_not_told_again(db):
    follow = followed()
    assert (tell(follow), tell(follow)) == (1, 0)


def test_a_confirmation_leaves_by_itself(db):
    follow = followed()
    tell(follow)
    ask("round/2")
    assert [letter.kind for letter in take().letters] == ["follow_asked"]


def test_nothing_is_kept_of_what_was_mailed(db):
    follow = followed()
    Letter.objects.all().delete()
    tell(follow)
    mail_batches.mark_as_sent(take(), LATER)
    assert Letter.objects.count() == 0


def test_an_address_that_refuses_for_ever_follows_nothing(db):
    follow = followed()
    Letter.objects.all().delete()
    tell(follow)
    for _try in range(mail_batches.REFUSALS):
        mail_batches.mark_as_failed(take(), "550 no such person", timezone.now(), refused=True)
    assert (Follower.objects.count(), Letter.objects.count()) == (0, 0)


def test_what_ended_is_not_mailed(db):
    first, second = followed(), followed("round/2")
    Letter.objects.all().delete()
    tell(first, second)
    following.end_follow(follow=first)
    assert [letter.heading for letter in take().letters] == ["What round/2 is"]


def test_whoever_ends_the_last_one_is_forgotten(db):
    following.end_follow(follow=followed())
    assert (Follower.objects.count(), Letter.objects.count()) == (0, 0)


def test_what_goes_on_under_another_name_is_followed_there(db):
    follow = followed()
    ask(address="other@example.org")
    following.move_follows(about="round/1", to="round/2")
    assert list(Follow.objects.values_list("about", "told_until")) == [
        ("round/2", follow.told_until),
        ("round/2", None),
    ]


@pytest.mark.parametrize("confirmed", [("round/1", "round/2"), ("round/1",), ("round/2",), ()])
def test_it_is_followed_once_and_confirmed_where_either_was(db, confirmed):
    for about in ("round/1", "round/2"):
        ask(about)
    second = Follow.objects.get(about="round/2")
    for follow in Follow.objects.filter(about__in=confirmed):
        following.confirm_follow(follow=follow)
    following.move_follows(about="round/1", to="round/2")
    left = Follow.objects.get()
    assert (left.pk, left.about, left.confirmed_at is not None) == (second.pk, "round/2", bool(confirmed))
    assert following_queries.follow_to_confirm(following_queries.confirm_token(second)) == left


def test_a_link_that_confirms_nothing_more_is_not_mailed(db):
    ask()
    ask("round/2")
    following.move_follows(about="round/1", to="round/2")
    assert [letter.subject for letter in Letter.objects.all()] == ["Confirm that you follow: What round/2 is"]


def test_it_is_named_as_it_was_named_when_it_was_told_last(db):
    follow = followed()
    following.write_news(follower=follow.follower, news=[(follow, "What it is now", [])], until=LATER)
    follow.refresh_from_db()
    assert (follow.title, follow.told_until) == ("What it is now", LATER)


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_an_address_that_was_not_confirmed_is_forgotten(db, days, left):
    ask()
    retention.delete_outdated_rows(at=timezone.now() + timedelta(days=days))
    assert (Follow.objects.count(), Follower.objects.count(), Letter.objects.count()) == (left, left, left)


def test_a_confirmed_one_is_kept(db):
    followed()
    retention.delete_outdated_rows(at=timezone.now() + timedelta(days=400))
    assert Follow.objects.count() == 1


def test_an_erased_person_follows_nothing(officer):
    followed(address=officer.email)
    erasures.erase_person(person=officer, by=officer)
    assert Follower.objects.count() == 0


def test_a_person_takes_away_what_the_own_address_follows(officer):
    followed(address=officer.email)
    [row] = erasures.export_person(officer)["accounts.Follow.follower.address"]
    assert row["about"] == "round/1"


def test_the_database_refuses_to_tell_what_was_not_confirmed(db):
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.update(told_until=timezone.now())


def test_the_morning_is_the_last_that_has_passed(settings):
    settings.TIME_ZONE = "UTC"
    with timezone.override("UTC"):
        night = timezone.now().replace(hour=6, minute=59)
        assert following.last_morning(night) == night.replace(hour=7, minute=0, second=0, microsecond=0) - timedelta(1)
        assert following.last_morning(night.replace(hour=7)).day == night.day


def test_links_do_not_open_each_other(db):
    follow = followed()
    assert following_queries.follower_of_link(following_queries.confirm_token(follow)) == (False, None)
    assert following_queries.follow_to_confirm(following_queries.end_token(READER)) is None
