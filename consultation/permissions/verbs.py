"""What people may do: each verb with the rule that is asked, by subject. The rules themselves stand in `rules`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from accounts import rules as people
from accounts.models import Mandate, Person, TextCorrection
from accounts.rules import Answer
from accounts.states import MandateKind, RoleKind
from charter import rules
from charter.models import (
    Alignment,
    Batch,
    Charter,
    CharterComment,
    Compromise,
    Decision,
    Framework,
    HelpEntry,
    Initiative,
    Merge,
    ProposedTimetable,
    Publication,
    ReceivedPaper,
)
from charter.states import AmendmentState, BlockingDifference, CompromiseState, HelpState, MergeState

from .specimen import ARTICLE, LANGUAGE, SECTION, Case


@dataclass(frozen=True)
class Verb:
    """A thing to do, in words, and the rule that answers for a case."""

    name: str
    words: str
    ask: Callable[[Case], Answer]


DRAFT, SENT, REVIEW = AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.UNDER_REVIEW
VERBS: dict[str, tuple[Verb, ...]] = {
    "Proposing for the member": (
        Verb("prepare", "write a draft", lambda c: rules.may_prepare(c.person, c.home)),
        Verb("read_draft", "read a draft", lambda c: rules.may_read(c.person, c.amendment(DRAFT))),
        Verb("note", "leave a note on a draft", lambda c: rules.may_note(c.person, c.amendment(DRAFT))),
        Verb(
            "note_amendment",
            "leave a private note on an amendment",
            lambda c: rules.may_note_amendment(c.person, c.amendment(REVIEW), c.home),
        ),
        Verb("send", "send a draft to be confirmed", lambda c: rules.may_send(c.person, c.amendment(DRAFT), c.now)),
        Verb(
            "take_back", "return a sent draft to the team", lambda c: rules.may_take_back(c.person, c.amendment(SENT))
        ),
        Verb("confirm", "confirm", lambda c: rules.may_confirm(c.person, c.amendment(SENT), c.now)),
        Verb(
            "attach_resolution",
            "attach a resolution of the council",
            lambda c: rules.may_attach_resolution(c.person, c.amendment(REVIEW)),
        ),
        Verb(
            "read_resolution",
            "read the resolution of the council",
            lambda c: rules.may_read_resolution(c.person, c.amendment(DRAFT)),
        ),
        Verb("withdraw", "withdraw", lambda c: rules.may_withdraw(c.person, c.amendment(REVIEW))),
        Verb(
            "copy",
            "copy an amendment that was not confirmed",
            lambda c: rules.may_copy(c.person, c.amendment(AmendmentState.NOT_CONFIRMED)),
        ),
        Verb(
            "see_receipt",
            "read the source of an amendment that the secretariat entered for the member",
            lambda c: rules.may_see_receipt(c.person, c.amendment(SENT)),
        ),
        Verb(
            "read_letter",
            "read the outcomes of the member's proposals",
            lambda c: rules.may_read_city_letter(c.person, c.home),
        ),
        Verb(
            "read_received_paper",
            "read a Word file that the member returned",
            lambda c: rules.may_read_received_paper(c.person, ReceivedPaper(organisation=c.home)),
        ),
        Verb(
            "enter_framework",
            "enter a local framework of the member",
            lambda c: rules.may_enter_framework(c.person, c.home),
        ),
        Verb(
            "read_framework",
            "read a local framework that is not confirmed",
            lambda c: rules.may_read_framework(c.person, Framework(organisation=c.home)),
        ),
        Verb(
            "write_initiative",
            "write an initiative of the member",
            lambda c: rules.may_write_initiative(c.person, c.home),
        ),
        Verb(
            "publish_initiative",
            "publish an initiative of the member",
            lambda c: rules.may_publish_initiative(c.person, c.home),
        ),
        Verb(
            "set_initiative_rule",
            "let staff publish initiatives of the member",
            lambda c: rules.may_set_initiative_rule(c.person, c.home),
        ),
        Verb(
            "change_links",
            "name the links of the member",
            lambda c: rules.may_change_links(c.person, c.home),
        ),
        Verb(
            "read_initiative",
            "read an initiative that is not published",
            lambda c: rules.may_read_initiative(c.person, Initiative(organisation=c.home)),
        ),
        Verb(
            "write_help_entry",
            "publish an offer or a request of the member",
            lambda c: rules.may_write_help_entry(c.person, c.home),
        ),
        Verb(
            "read_help_entry",
            "read an offer or a request that was removed",
            lambda c: rules.may_read_help_entry(c.person, HelpEntry(organisation=c.home, state=HelpState.REMOVED)),
        ),
        Verb(
            "read_help_replies",
            "read the reply of another member to an offer or a request",
            lambda c: rules.may_read_help_replies(c.person, HelpEntry(organisation=c.home), c.rival),
        ),
        Verb(
            "reply_to_help_entry",
            "reply for the member to an offer or a request of another member",
            lambda c: rules.may_reply_to_help_entry(
                c.person,
                HelpEntry(organisation=c.rival, ends_on=timezone.localdate(c.now)),
                c.home,
                has_replies=False,
            ),
        ),
    ),
    "Responses to others": (
        Verb("read", "read a public amendment", lambda c: rules.may_read(c.person, c.amendment(REVIEW, c.rival))),
        Verb(
            "take_position",
            "take a position for the member: support, reservation, objection",
            lambda c: rules.may_take_position(c.person, c.home, c.amendment(REVIEW, c.rival), c.now),
        ),
        Verb(
            "advise",
            "suggest a position to the delegate",
            lambda c: rules.may_advise(c.person, c.home, c.amendment(REVIEW, c.rival), c.now),
        ),
        Verb(
            "join",
            "join as a co-sponsor for the member",
            lambda c: rules.may_join(c.person, c.home, c.amendment(REVIEW, c.rival), c.now),
        ),
        Verb(
            "assent",
            "respond to a compromise text for the member",
            lambda c: rules.may_assent(c.person, c.home, Compromise(state=CompromiseState.ASKED)),
        ),
        Verb(
            "reply",
            "reply to a public decision for the member",
            lambda c: rules.may_reply(c.person, Decision(amendment=c.amendment(AmendmentState.DECIDED), release_id=0)),
        ),
        Verb("comment", "comment", lambda c: rules.may_comment(c.person, c.round, c.now)),
        Verb(
            "remove_remark",
            "remove another's comment",
            lambda c: rules.may_remove_comment(c.person, CharterComment(user=c.second)),
        ),
        Verb("report", "report a comment", lambda c: rules.may_report(c.person)),
    ),
    "Secretariat pages": (
        Verb("moderate", "moderate", lambda c: rules.may_moderate(c.person)),
        Verb(
            "read_decisions",
            "read decisions before they are published",
            lambda c: rules.may_read_decisions_before_release(c.person),
        ),
        Verb("decide", "decide on an amendment", lambda c: rules.may_decide(c.person, c.amendment(REVIEW))),
        Verb(
            "enter",
            "enter an amendment on behalf of a member",
            lambda c: rules.may_enter(c.person, c.home, c.round, c.now),
        ),
        Verb(
            "import_for",
            "import a file of a member as its drafts",
            lambda c: rules.may_import_for(c.person, c.home, c.round, c.now),
        ),
        Verb(
            "comment_for",
            "import a table of comments on behalf of a member",
            lambda c: rules.may_comment_for(c.person, c.home),
        ),
        Verb(
            "handle",
            "assign an amendment, set its due date, write notes for moderators",
            lambda c: rules.may_handle(c.person, c.amendment(REVIEW)),
        ),
        Verb(
            "undo",
            "undo an act on several amendments",
            lambda c: rules.may_undo(c.person, Batch(by=c.second)),
        ),
        Verb("release", "publish decisions", lambda c: rules.may_release(c.person, c.round, c.now)),
        Verb(
            "send_back_decision",
            "return a decision that is not public",
            lambda c: rules.may_send_back(c.person, Decision(amendment=c.amendment(AmendmentState.DECIDED))),
        ),
        Verb("apply", "apply a merge", lambda c: rules.may_apply(c.person, MergeState.OPEN, c.round, c.now)),
        Verb(
            "take_merge_back",
            "reverse a merge",
            lambda c: rules.may_take_merge_back(c.person, Merge(pk=0, state=MergeState.APPLIED, round=c.round), c.now),
        ),
        Verb(
            "publish",
            "approve a publication that another moderator proposed",
            lambda c: rules.may_agree_to_publish(c.person, Publication(proposed_by=c.second)),
        ),
        Verb(
            "confirm_timetable",
            "confirm earlier dates of a round that another moderator proposed",
            lambda c: rules.may_answer_timetable(c.person, ProposedTimetable(proposed_by=c.second)),
        ),
        Verb(
            "withdraw_timetable",
            "withdraw one's own proposal of earlier dates of a round",
            lambda c: rules.may_withdraw_timetable(c.person, ProposedTimetable(proposed_by=c.person)),
        ),
    ),
    "The text and its languages": (
        Verb(
            "read_working",
            "read the working text before decisions are published",
            lambda c: rules.may_read_working(c.person, c.round, holds_unreleased=True),
        ),
        Verb(
            "draft",
            "edit an assigned draft article",
            # A closed round holds the text no more once its version is out.
            lambda c: rules.may_draft(c.person, Charter(), ARTICLE, None if c.round.closed_at else c.round, c.now),
        ),
        Verb(
            "divide",
            "split and combine provisions of an assigned draft article",
            lambda c: rules.may_divide(c.person, Charter(), ARTICLE, None if c.round.closed_at else c.round, c.now),
        ),
        Verb(
            "correct_misprint",
            "correct a misprint, with the approval of a second moderator",
            lambda c: rules.may_correct_a_misprint(c.person, c.second, Charter(), ARTICLE),
        ),
        Verb("import", "import an edition", lambda c: rules.may_import(c.person)),
        Verb("see_languages", "see which languages are up to date", lambda c: rules.may_see_languages(c.person)),
        Verb(
            "keep_terms", "change the glossary in one's language", lambda c: rules.may_keep_terms(c.person, LANGUAGE)
        ),
        Verb(
            "work_on_language",
            "assign work, discuss it, accept a difference between languages",
            lambda c: rules.may_work_on_language(c.person, LANGUAGE),
        ),
        Verb(
            "confirm_difference",
            "confirm a difference that prevents a publication, in a text of another person",
            lambda c: rules.may_accept_finding(c.person, LANGUAGE, BlockingDifference.NUMBERS, None),
        ),
        Verb("align", "write a translation update in one's language", lambda c: rules.may_align(c.person, LANGUAGE)),
        Verb(
            "translate_amendment",
            "write a working translation of the member's amendment",
            lambda c: rules.may_translate_amendment(c.person, c.amendment(REVIEW), LANGUAGE),
        ),
        Verb(
            "translate_comment",
            "write a working translation of the member's comment",
            lambda c: rules.may_translate_comment(
                c.person, CharterComment(organisation=c.home, is_public=True), LANGUAGE
            ),
        ),
        Verb(
            "translate_accepted",
            "translate the text that was accepted in place of the member's text, also before it is public",
            lambda c: rules.may_translate_accepted(c.person, c.amendment(AmendmentState.DECIDED), LANGUAGE),
        ),
        Verb(
            "reply_to_editors",
            "answer a question of a language editor for the member",
            lambda c: rules.may_reply_to_editors(c.person, c.home),
        ),
        Verb(
            "open_alignment",
            "open the translation update of a provision in one's language",
            lambda c: rules.may_open_alignment(c.person, LANGUAGE),
        ),
        Verb(
            "translate",
            "translate public reasons into one's language",
            lambda c: rules.may_translate(c.person, LANGUAGE),
        ),
        Verb(
            "approve_alignment",
            "approve another editor's translation update",
            lambda c: rules.may_approve_alignment(c.person, Alignment(language=LANGUAGE, written_by=c.second)),
        ),
        Verb(
            "read_texts",
            "read corrections and reports of interface texts in one's language",
            lambda c: people.may_read_texts(c.person, LANGUAGE),
        ),
        Verb(
            "correct_texts",
            "propose a correction of an interface text in one's language",
            lambda c: people.may_correct_texts(c.person, LANGUAGE),
        ),
        Verb(
            "answer_correction",
            "accept or refuse another editor's correction of an interface text",
            lambda c: people.may_answer_correction(c.person, TextCorrection(language=LANGUAGE, written_by=c.second)),
        ),
        Verb(
            "withdraw_correction",
            "withdraw another editor's correction of an interface text",
            lambda c: people.may_withdraw_correction(c.person, TextCorrection(written_by=c.second)),
        ),
    ),
    "Members and people": (
        Verb("see_people", "see the people of the member", lambda c: people.may_see_people(c.person, c.home)),
        Verb("invite", "invite a staff member", lambda c: people.may_invite(c.person, c.home)),
        Verb(
            "invite_delegate",
            "name a delegate",
            lambda c: people.may_invite(c.person, c.home, MandateKind.DELEGATE),
        ),
        Verb(
            "end_mandate",
            "end the mandate of a staff member",
            lambda c: people.may_end_mandate(c.person, _mandate(c, MandateKind.OFFICER)),
        ),
        Verb("mark_away", "mark the delegate as away", lambda c: people.may_mark_away(c.person, c.home)),
        Verb(
            "read_section",
            "read the pages about the members of one's section",
            lambda c: people.may_read_section(c.person, SECTION),
        ),
        Verb("keep_members", "keep the list of members", lambda c: people.may_keep_members(c.person)),
        Verb(
            "open_administration",
            "open the administration",
            lambda c: people.may_open_administration(c.person),
        ),
        Verb(
            "help",
            "help a member’s person with signing in",
            lambda c: people.may_help(c.person, Person(is_active=False)),
        ),
        Verb("give_drafter", "make a drafter", lambda c: people.may_give_role(c.person, RoleKind.DRAFTER)),
        Verb("give_moderator", "make a moderator", lambda c: people.may_give_role(c.person, RoleKind.MODERATOR)),
    ),
}


def _mandate(case: Case, kind: MandateKind) -> Mandate:
    return Mandate(organisation=case.home, person=case.second, kind=kind)
