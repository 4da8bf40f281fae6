"""Each kind of letter: in the language of who reads it, whoever caused it, with one link that opens the item."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from accounts.actions import interface_texts, members, organisations, security
from accounts.interface_texts import InterfaceText
from accounts.models import Letter, Person, Theme
from accounts.states import MailKind
from charter import tasks
from charter.actions.amending import amendments, positions, timetables
from charter.actions.city import frameworks, help_entries, initiatives, suggested_positions
from charter.actions.city.frameworks import FrameworkEntry
from charter.actions.city.help_entries import HelpEntryInput
from charter.actions.city.initiatives import InitiativeEntry
from charter.actions.comments import comments
from charter.actions.deciding import compromises
from charter.actions.languages import alignments
from charter.actions.languages import tasks as task_actions
from charter.actions.papers import received_papers
from charter.actions.versions import themes, versions
from charter.models import Round
from charter.queries.languages import ledger
from charter.states import FrameworkKind, FrameworkState, HelpKind
from tests import factories

HOMES, HEARD = 5, 6
DAY = timedelta(days=1)
THIRD = factories.WORDS["en"][HOMES].replace("fifth", "third")
QUARTER = factories.WORDS["en"][HOMES].replace("fifth", "quarter")
HALF = factories.WORDS["en"][HOMES].replace("fifth", "half")
# Written by Wagtail's side, to an address without an account, or by the server: tests/cms/actions/test_sections.py,
# tests/accounts/actions/test_invitations.py, test_pledges.py, test_following.py, tests/consultation/watching.
ELSEWHERE = {"section_met", "section_not_published", "invitation", "joining", "server", "follow_asked", "followed"}

QUOTES = {"alignment_returned", "language_question"}  # the body is what an editor wrote


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """A round with two cities in it: what each kind of letter may come from."""
    with django_db_blocker.unblock(), transaction.atomic():
        charter = factories.charter(languages=("en", "fr"))
        version = factories.version(charter)
        city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
        yield SimpleNamespace(
            charter=charter,
            round=factories.round_(version),
            city=city,
            other=other,
            officer=factories.member(city, "officer"),
            delegate=factories.member(city, "delegate"),
            colleague=factories.member(other, "delegate"),
            moderator=factories.secretariat(),
            editor=factories.holder("language_editor", "fr"),
            second=factories.holder("language_editor", "fr"),
        )
        transaction.set_rollback(True)


@pytest.fixture
def scene(built, db):
    return fresh(built)


def fresh(scene):
    """The same things as they stand in the database now, with nothing remembered on them."""
    return SimpleNamespace(**{name: type(row).objects.get(pk=row.pk) for name, row in vars(scene).items()})


def _sent(s):
    s.round.refresh_from_db()
    return factories.sent(s.round, s.city, s.officer, THIRD)


def _public(s, words=THIRD):
    s.round.refresh_from_db()
    return amendments.confirm_amendment(
        amendment=(sent := factories.sent(s.round, s.city, s.officer, words)), by=s.delegate, seen_text=sent.text_id
    )


def _theirs(s, words=QUARTER):
    s.round.refresh_from_db()
    return factories.confirmed(s.round, s.other, s.colleague, words)


def _supported(s):
    theirs = _theirs(s)
    positions.take_position(organisation=s.city, text=theirs.text, by=s.delegate, stance="support")
    return theirs


def send_back(s):
    amendments.send_back(amendment=_sent(s), by=s.delegate, word="Give the reason.")


def not_confirmed(s):
    _sent(s)
    tasks.run_due(s.round.confirm_until + DAY)


def moved(s):
    _public(s)
    factories.adopt(factories.provision(s.charter, HOMES), QUARTER, by=s.moderator)


def ask_again(s):
    _supported(s)
    factories.adopt(factories.provision(s.charter, HOMES), HALF, by=s.moderator)


def suggest(s):
    suggested_positions.suggest_position(
        organisation=s.city, text=_theirs(s).text, by=s.officer, stance="support", word="It is ours too."
    )


def ask_to_join(s):
    positions.join_amendment(amendment=_theirs(s), organisation=s.city, by=s.officer)


def carry_on(s):
    theirs = _theirs(s)
    positions.join_amendment(amendment=theirs, organisation=s.city, by=s.delegate)
    amendments.withdraw_amendment(amendment=theirs, by=s.colleague)


def put(s):
    mine, theirs = _public(s), _theirs(s)
    return compromises.propose_compromise(
        round_=s.round,
        amendments=[mine, theirs],
        provision=factories.provision(s.charter, HOMES),
        language="en",
        html=HALF,
        reason={"en": "It meets both."},
        by=s.moderator,
        answer_by=timezone.now() + 9 * DAY,
    )


def put_on_what_is_supported(s):
    theirs = _supported(s)
    return compromises.propose_compromise(
        round_=s.round,
        amendments=[theirs],
        provision=factories.provision(s.charter, HOMES),
        language="en",
        html=HALF,
        reason={"en": "It meets both."},
        by=s.moderator,
        answer_by=timezone.now() + 9 * DAY,
    )


def answers_end(s):
    tasks.run_due(put(s).answer_by + DAY)


def decide(s):
    mine = _public(s)
    Round.objects.filter(pk=s.round.pk).update(**_long_ago())
    s.round.refresh_from_db()
    mine.refresh_from_db()
    factories.accepted(mine, s.moderator)


def answer_a_comment(s):
    arguments = {"target": factories.provision(s.charter, HOMES), "language": "en", "round_": s.round}
    first = comments.post_comment(by=s.officer, text="Who pays?", **arguments)
    comments.post_comment(by=s.colleague, text="The state.", reply_to=first, **arguments)


def remove_a_comment(s):
    arguments = {"target": factories.provision(s.charter, HOMES), "language": "en", "round_": s.round}
    first = comments.post_comment(by=s.officer, text="Who pays?", **arguments)
    comments.remove_comment(comment=first, by=s.moderator, because="It names a private person.")


def round_opens(s):
    tasks.run_due(s.round.opens_at + DAY)


def round_closes(s):
    tasks.run_due(s.round.proposals_until - 3 * DAY)


def round_closed(s):
    tasks.run_due(s.round.proposals_until + DAY)


def publish(s):
    publication = versions.propose_version(charter=s.charter, by=s.moderator)
    versions.publish_version(publication=publication, by=factories.holder("moderator"))


def extend(s):
    timetables.change_timetable(
        round_=s.round,
        by=s.moderator,
        note={"fr": "Noël.", "en": "Holidays."},
        support_until=s.round.support_until + 9 * DAY,
    )


def _behind(s):
    place = factories.provision(s.charter, HEARD)
    factories.adopt(place, "The city answers each request within twenty days.", by=s.moderator)
    source = ledger.ledger_line(s.charter, place, "fr").source
    arguments = {"provision": place, "language": "fr", "source": source, "by": s.editor}
    written = alignments.write_alignment(words="La ville répond dans les vingt jours.", **arguments)
    return alignments.submit_alignment(alignment=written, by=s.editor)


def align(s):
    _behind(s)


def send_words_back(s):
    alignments.return_(alignment=_behind(s), word="Say days.", by=s.second)


def hand_over(s):
    place = _behind(s).provision
    task_actions.assign_translation(provision=place, language="fr", editor=s.second, due=None, by=s.moderator)


def ask_what_is_meant(s):
    Round.objects.filter(pk=s.round.pk).update(**_long_ago())
    s.round.refresh_from_db()
    words = {HEARD: "The city answers each request within twenty days."}
    factories.merged(s.round, words, by=s.moderator, city=s.city, proposer=s.officer)
    place = factories.provision(s.charter, HEARD)
    task_actions.send_question(provision=place, language="fr", member=s.city, text="Calendar days?", by=s.editor)


def exception_ends(s):
    factories.adopt(factories.provision(s.charter, HOMES), QUARTER, by=s.moderator)
    exception = factories.excepted(s.charter, "fr", HOMES)
    Person.objects.filter(pk=exception.signed_by_id).update(language=s.moderator.language)
    tasks.run_due(timezone.now() + 25 * DAY)


def away(s):
    members.mark_away(mandate=s.delegate.mandates.get(), by=s.delegate, note="until May")


def away_and_gone(s):
    away(s)
    organisations.leave_network(organisation=s.other, on=timezone.localdate(), by=s.moderator)


def return_framework(s):
    factories.wave()
    entry = FrameworkEntry(FrameworkKind.PLAN, FrameworkState.ANNOUNCED, "Plan de vivienda", "es")
    made = frameworks.enter_framework(charter=s.charter, organisation=s.city, entry=entry, by=s.officer)
    frameworks.return_framework(framework=made, because="Which year?", by=s.moderator, revision=made.revision)


def _sent_initiative(s):
    factories.wave()
    entry = InitiativeEntry({"es": "Llaves"}, {"es": "Viviendas."}, "Tamanrit")
    made = initiatives.write_initiative(charter=s.charter, organisation=s.city, entry=entry, by=s.officer)
    return initiatives.send_initiative(initiative=made, by=s.officer, revision=made.revision)


def return_initiative(s):
    same = {"initiative": _sent_initiative(s), "by": s.delegate, "revision": 1}
    initiatives.return_initiative(**same, because="Which year?")


def _offer(s):
    factories.wave()
    themes.save_theme(
        charter=s.charter, names={"en": "Water"}, typed="", by=s.moderator, theme=Theme.objects.get(code="water")
    )
    ends_on = timezone.localdate() + 9 * DAY
    entry = HelpEntryInput(HelpKind.OFFER, "water", "Pozos", "Mostramos los nuestros.", "es", ("es",), ends_on)
    return help_entries.publish_help_entry(charter=s.charter, organisation=s.city, entry=entry, by=s.officer)


def reply_to_an_offer(s):
    help_entries.send_help_reply(help_entry=_offer(s), member=s.other, text="¿En mayo?", by=s.colleague)


def remove_an_offer(s):
    help_entries.remove_help_entry(help_entry=_offer(s), because="Publicidad.", by=s.moderator, revision=1)


def import_drafts(s):
    s.round.refresh_from_db()
    day = timezone.localdate()
    received = factories.received(s.round.version, s.city, s.moderator, THIRD, came_on=day)
    change = amendments.ChangeInput("replace", factories.provision(s.charter, HOMES), THIRD)
    drafts = [received_papers.NewDraft("More homes", [change], "Families leave.")]
    received_papers.make_drafts(received=received, round_=s.round, drafts=drafts, by=s.moderator)


def reset(s):
    security.reset_second_factor(person=s.moderator)


def propose_text_correction(s):
    text = InterfaceText("Search")
    interface_texts.propose_correction(text=text, language="fr", forms=["Chercher"], by=s.editor)


CAUSES: dict[str, Callable] = {
    "version_published": publish,
    "security": reset,
    "mandate": away_and_gone,
    "to_confirm": _sent,
    "sent_back": send_back,
    "confirmed": _public,
    "not_confirmed": not_confirmed,
    "moved": moved,
    "advice": suggest,
    "ask_again": ask_again,
    "asked_to_join": ask_to_join,
    "may_carry_on": carry_on,
    "compromise": put,
    "compromise_told": put_on_what_is_supported,
    "compromise_over": answers_end,
    "decisions": decide,
    "comment_answered": answer_a_comment,
    "comment_removed": remove_a_comment,
    "round_opens": round_opens,
    "round_closes": round_closes,
    "round_closed": round_closed,
    "timetable_moved": extend,
    "alignment_to_approve": align,
    "text_correction": propose_text_correction,
    "alignment_returned": send_words_back,
    "alignment_note": hand_over,
    "language_question": ask_what_is_meant,
    "exception_ends": exception_ends,
    "framework_returned": return_framework,
    "initiative_to_confirm": _sent_initiative,
    "initiative_returned": return_initiative,
    "help_reply": reply_to_an_offer,
    "help_entry_removed": remove_an_offer,
    "drafts_imported": import_drafts,
}


def _long_ago():
    now = timezone.now()
    ends = {"proposals_until": 30, "confirm_until": 20, "support_until": 10}
    return {"opens_at": now - 90 * DAY, **{name: now - days * DAY for name, days in ends.items()}}


HEAD = re.compile("[0-9a-f]{64}(-[0-9a-f]{8})*")
"""Of the record: another one each time something is caused."""


def written(scene, kind, *, reader, actor) -> list[tuple[str, str]]:
    """Subject and body of the letters of that kind to people who read one language, caused in another; undone."""
    with transaction.atomic():
        Person.objects.update(language=reader)
        with translation.override(actor):
            CAUSES[kind](fresh(scene))
        letters = list(Letter.objects.filter(kind=kind).order_by("pk").values_list("language", "subject", "body"))
        transaction.set_rollback(True)
    assert {language for language, _subject, _body in letters} == {reader}
    return [(subject, HEAD.sub("", body)) for _language, subject, body in letters]


def test_every_kind_has_its_cause_here_or_a_test_elsewhere():
    assert CAUSES.keys() | ELSEWHERE == set(MailKind.values)


@pytest.mark.parametrize("kind", CAUSES)
def test_it_is_in_the_language_of_its_reader_whoever_caused_it(scene, kind):
    french = written(scene, kind, reader="fr", actor="fr")
    english = written(scene, kind, reader="en", actor="fr")
    assert written(scene, kind, reader="fr", actor="ar") == french
    assert [pair for pair in zip(french, english, strict=True) if pair[0][0] == pair[1][0]] == []
    alike = [pair for pair in zip(french, english, strict=True) if pair[0][1] == pair[1][1]]
    assert alike == [] or kind in QUOTES


@pytest.mark.parametrize("kind", CAUSES)
def test_its_one_link_opens_the_item_after_signing_in(scene, kind, settings):
    CAUSES[kind](scene)
    settings.DEMONSTRATION = bool(Person.objects.update(is_demonstration=True))  # no second factor is asked
    for letter in Letter.objects.filter(kind=kind).select_related("to"):
        assert "http" not in letter.body and letter.link
        client = Client()
        signed_out = client.get(letter.link, follow=True).redirect_chain
        assert all(to.endswith(f"/accounts/login/?next={letter.link}") or is_public(to) for to, _status in signed_out)
        client.force_login(Person.objects.get(pk=letter.to_id))
        answer = client.get(letter.link, follow=True)
        assert (answer.status_code, [to for to, _status in answer.redirect_chain if not is_public(to)]) == (200, [])


def is_public(address: str) -> bool:
    """A comment's own link leads to its place on a page that all may read."""
    return re.fullmatch(r"/\w\w/(provisions|amendments)/[\w/]+#comment-\d+", address) is not None
