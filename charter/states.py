"""Choices and state tables of the charter: the only place of each."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ArticleKind(TextChoices):
    PREAMBLE = "preamble", _("Preamble")
    GENERAL = "general", _("General provisions")
    ARTICLE = "article", _("Article")
    FINAL = "final", _("Final provisions")


class ProvisionKind(TextChoices):
    """The type of a block within its article; citations are counted from these (`charter/citations.py`)."""

    TITLE = "title", _("Title")
    HEADING = "heading", _("Heading")
    PLAN = "plan", _("Heading of an action plan")
    SHORT_TERM = "short_term", _("Heading: short term")
    MID_TERM = "mid_term", _("Heading: medium term")
    LONG_TERM = "long_term", _("Heading: long term")
    RECITAL = "recital", _("Recital")
    CLAUSE = "clause", _("Operative paragraph")
    DEFINITION = "definition", _("Definition")
    PARAGRAPH = "paragraph", _("Numbered paragraph")
    SUBPARAGRAPH = "subparagraph", _("Unnumbered paragraph")
    POINT = "point", _("Subparagraph (a)")
    PLAN_POINT = "plan_point", _("Point of an action plan")


TERM_HEADINGS = (ProvisionKind.SHORT_TERM, ProvisionKind.MID_TERM, ProvisionKind.LONG_TERM)
HEADINGS = frozenset({ProvisionKind.TITLE, ProvisionKind.HEADING, ProvisionKind.PLAN, *TERM_HEADINGS})


class ClosedPart(TextChoices):
    """A part of the text that the secretariat can close to amendments."""

    PREAMBLE = "preamble", ArticleKind.PREAMBLE.label
    GENERAL = "general", ArticleKind.GENERAL.label
    FINAL = "final", ArticleKind.FINAL.label
    HEADINGS = "headings", _("Titles and headings")
    RECITALS = "recitals", _("Recitals")
    DEFINITIONS = "definitions", _("Definitions")
    PLANS = "plans", _("Points of action plans")


KINDS_OF_CLOSED_PART: dict[str, frozenset[str]] = {
    ClosedPart.HEADINGS: HEADINGS,
    ClosedPart.RECITALS: frozenset({ProvisionKind.RECITAL}),
    ClosedPart.DEFINITIONS: frozenset({ProvisionKind.DEFINITION}),
    ClosedPart.PLANS: frozenset({ProvisionKind.PLAN_POINT}),
}
"""The types of provisions of each closed part that lies in several articles."""


class Numerals(TextChoices):
    ROMAN = "roman", _("Roman numerals")
    ARABIC = "arabic", _("Arabic numerals")


class PointStyle(TextChoices):
    """How the points of one level are counted. Without a label, they are counted in citations only."""

    LETTER = "letter", _("Letters: a), b), c)")
    CAPITAL = "capital", _("Capital letters: A), B), C)")
    ROMAN = "roman", _("Roman numerals: i), ii), iii)")
    NUMBER = "number", _("Numbers: 1), 2), 3)")
    NONE = "none", _("No label")


class CameFrom(TextChoices):
    """How a wording entered the charter."""

    IMPORT = "import", _("Import")
    EDITOR = "editor", _("Edited by the secretariat")
    MERGE = "merge", _("Merge of amendments")
    ALIGNMENT = "alignment", _("Translation update")
    CORRIGENDUM = "corrigendum", _("Correction")
    SPLIT = "split", _("Split into two")
    JOIN = "join", _("Combined with the next provision")


class AdoptionScope(TextChoices):
    ALL_LANGUAGES = "all", _("All languages")
    THIS_LANGUAGE = "one", _("Only this language")


class StructuralEffect(TextChoices):
    """What an adoption does to provisions themselves, whatever their text is."""

    SPLIT = "split", _("Split into two")
    JOINED = "joined", _("Combined with the next provision")


class AmendmentState(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Awaiting the delegate")
    UNDER_REVIEW = "under_review", _("Under review")
    DECIDED = "decided", _("Decided")
    MERGED = "merged", _("In the text")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed in time")


class ParticipationStep(TextChoices):
    """How far a member came in a round, in order; each member has the furthest one."""

    NOT_INVITED = "not_invited", _("Nobody invited")
    INVITED = "invited", _("Invited")
    BOUNCED = "bounced", _("Invitation not delivered")
    DELIVERED = "delivered", _("Invitation delivered")
    SIGNED_IN = "signed_in", _("Signed in")
    DRAFTED = "drafted", _("Draft written")
    SENT = "sent", _("Sent to the delegate")
    CONFIRMED = "confirmed", _("Amendment confirmed")


RESPONDED = frozenset({ParticipationStep.SENT, ParticipationStep.CONFIRMED})
"""Members at these steps get no reminder."""


AMENDMENT_STEPS: dict[AmendmentState, frozenset[AmendmentState]] = {
    AmendmentState.DRAFT: frozenset({AmendmentState.SENT, AmendmentState.NOT_CONFIRMED}),
    AmendmentState.SENT: frozenset({AmendmentState.DRAFT, AmendmentState.UNDER_REVIEW, AmendmentState.NOT_CONFIRMED}),
    AmendmentState.UNDER_REVIEW: frozenset({AmendmentState.DECIDED, AmendmentState.WITHDRAWN}),
    AmendmentState.DECIDED: frozenset({AmendmentState.UNDER_REVIEW, AmendmentState.MERGED, AmendmentState.WITHDRAWN}),
    AmendmentState.MERGED: frozenset({AmendmentState.DECIDED}),
    AmendmentState.WITHDRAWN: frozenset({AmendmentState.UNDER_REVIEW}),  # a co-proposer carries it on
    AmendmentState.NOT_CONFIRMED: frozenset(),
}
OWN_STATES = frozenset({AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.NOT_CONFIRMED})
PUBLIC_STATES = frozenset(AmendmentState) - OWN_STATES
PENDING_STATES = frozenset({AmendmentState.SENT, AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED})
# The file from which it was made is kept with an amendment in one of these.
WITH_PAPER_STATES = frozenset({AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.UNDER_REVIEW})


class CameBy(TextChoices):
    """By what an amendment came that the secretariat entered on behalf of a member."""

    LETTER = "letter", _("Letter")
    MAIL = "mail", _("Email")
    CALL = "call", _("Phone call")
    MEETING = "meeting", _("Meeting")


class ChangeKind(TextChoices):
    REPLACE = "replace", _("Change the text")
    DELETE = "delete", _("Delete")
    INSERT = "insert", _("Insert a new provision after")
    MOVE = "move", _("Move after")
    SPLIT = "split", _("Split")
    JOIN = "join", _("Combine with the next provision")


# These have words of their own, which can be asked for otherwise.
WORDED_KINDS = (ChangeKind.REPLACE, ChangeKind.INSERT)
# These leave every word as it stands and change where provisions begin and end.
BORDER_KINDS = (ChangeKind.SPLIT, ChangeKind.JOIN)


class RebaseState(TextChoices):
    """What became of a change when the text under it moved."""

    CLEAN = "clean", _("Carried over")
    CHECK = "check", _("To check")
    ADOPTED = "adopted", _("Already in the text")
    VOID = "void", _("No longer possible")
    MERGED = "merged", _("In the text")


# These keep the words that they were written for.
LEFT_BEHIND = frozenset({RebaseState.ADOPTED, RebaseState.VOID})


class Outcome(TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    AS_PART = "accepted_as_part", _("Accepted, as part of No. %(number)s")
    WITH_CHANGES = "accepted_with_changes", _("Accepted with changes")
    IN_PART = "accepted_in_part", _("Accepted in part")
    TAKEN_UP = "taken_up", _("Incorporated into No. %(number)s")
    FALLS = "falls", _("Falls because of No. %(number)s")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ADVOCACY = "kept_for_advocacy", _("Retained for advocacy (not in the text)")
    REFERRED = "referred", _("Referred to %(body)s")


MERGING_OUTCOMES = frozenset({Outcome.ACCEPTED, Outcome.WITH_CHANGES, Outcome.IN_PART})
# Released, these end an amendment: what moves in the text afterwards is no concern of it.
ENDING_OUTCOMES = frozenset(Outcome) - MERGING_OUTCOMES - {Outcome.REFERRED}
POINTING_OUTCOMES = frozenset({Outcome.AS_PART, Outcome.TAKEN_UP, Outcome.FALLS})
# What an amendment with one of these asked for is in the text, or will be.
GRANTING_OUTCOMES = MERGING_OUTCOMES | {Outcome.AS_PART, Outcome.TAKEN_UP}
# What an amendment with one of these asked for stays out of the text.
DENYING_OUTCOMES = frozenset({Outcome.FALLS, Outcome.NOT_ACCEPTED, Outcome.ADVOCACY})
# These need words or a choice for each amendment by itself, so that several are never decided like this together.
SINGLE_OUTCOMES = frozenset({Outcome.WITH_CHANGES, Outcome.IN_PART})


class BatchKind(TextChoices):
    """The kind of one act on several amendments, or on several pending items."""

    DECIDED = "decided", _("Decided in one batch")
    ASSIGNED = "assigned", _("Assigned in one batch")
    SHARED = "shared", _("Items assigned in one batch")


class ListKind(TextChoices):
    """The list of the secretariat pages for which a moderator saves a view."""

    QUEUE = "queue", _("Amendments")
    WAITING = "waiting", _("All pending items")


class WorkItemKind(TextChoices):
    """The kinds of pending items of the secretariat, in the order of its counts."""

    AMENDMENT = "amendment", _("Amendments")
    COMMENT = "comment", _("Comments reported or held for review")
    FORM = "form", _("Membership applications")
    FRAMEWORK = "framework", _("Local frameworks to confirm")
    ENTERED = "entered", _("Unfinished amendments on behalf of a member")
    LANGUAGE = "language", _("Items referred by language editors")
    IMPORT = "import", _("Imports to finish")
    COMPROMISE = "compromise", _("Compromise texts with replies")
    SECOND = "second", _("Approval by a second person")
    DEADLINE = "deadline", _("Deadlines passed")


class CoProposalState(TextChoices):
    ASKED = "asked", _("Co-sponsorship not yet confirmed")
    JOINED = "joined", _("Co-sponsor")
    LEFT = "left", _("No longer a co-sponsor")


class Stance(TextChoices):
    SUPPORT = "support", _("Support")
    RESERVATION = "reservation", _("Reservation")
    OBJECTION = "objection", _("Objection")


class SuggestionState(TextChoices):
    """The state of a position that a staff member suggested to the delegate."""

    WAITING = "waiting", _("Awaiting the delegate")
    TAKEN = "taken", _("Confirmed by the delegate")
    CHANGED = "changed", _("The delegate took another position")
    DECLINED = "declined", _("The delegate takes no position")
    REPLACED = "replaced", _("Replaced by another suggestion")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    YES_WITH_A_WORD = "yes_with_a_word", _("Yes, with a statement")
    NO = "no", _("No")


class Silence(TextChoices):
    """What it counts as in a round when a member lets the day pass by which it was asked to answer."""

    NEITHER = "neither", _("No reply counts as neither consent nor refusal")
    ASSENT = "assent", _("No reply counts as consent")
    REFUSAL = "refusal", _("No reply counts as a refusal")


class RoundDate(TextChoices):
    """Dates of a round that moderators can change while it runs."""

    PROPOSALS = "proposals_until", _("Proposals until")
    CONFIRM = "confirm_until", _("Delegates confirm until")
    SUPPORT = "support_until", _("Support until")
    EDITING_FROM = "editing_from", _("Closed editing week from")
    EDITING = "editing_until", _("Closed editing week until")


class ProposalState(TextChoices):
    """What became of new dates that one moderator proposed to another."""

    PENDING = "pending", _("Pending")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CompromiseState(TextChoices):
    ASKED = "asked", _("Sent to the members")
    CLOSED = "closed", _("Closed")


class MergeState(TextChoices):
    OPEN = "open", _("Open")
    APPLIED = "applied", _("Applied")
    DROPPED = "dropped", _("Discarded")


class AlignmentState(TextChoices):
    WRITING = "writing", _("In preparation")
    TO_APPROVE = "to_approve", _("Awaiting approval")
    APPROVED = "approved", _("Approved")


class TaskNoteKind(TextChoices):
    """The type of a note about the work on a provision in a language."""

    COMMENT = "comment", _("A note to the other editors")
    UNSAYABLE = "unsayable", _("Not translatable into this language: refer to the secretariat")
    ANSWER = "answer", _("Answer of the secretariat")
    QUESTION = "question", _("A question to the member that proposed the amendment")
    REPLY = "reply", _("Answer of the member")


class TranslatedBy(TextChoices):
    """Who made a working translation; never shown without it."""

    EDITOR = "editor", _("Working translation by a language editor")
    DESK = "desk", _("Working translation by the secretariat")
    MEMBER = "member", _("Working translation by the member itself")
    MACHINE = "machine", _("Working translation by a machine, not reviewed")


class PairedForms(TextChoices):
    """How a language writes forms for women and men as one word."""

    ANY = "any", _("As written in each provision")
    NONE = "none", _("None: both forms, or one form for all")
    DOT = "dot", _("With a middle dot: habitant·e·s")
    HYPHEN = "hyphen", _("With hyphens: habitant-e-s")
    BRACKETS = "brackets", _("In brackets: habitant(e)s")
    SLASH = "slash", _("With a slash: ciudadanos/as")


class LedgerState(TextChoices):
    """What a language's wording of a provision is, computed from what wordings carry, never stored."""

    IN_STEP = "in_step", _("Up to date")
    BEHIND = "behind", _("Out of date")
    WRITING = "writing", _("In preparation")
    TO_APPROVE = "to_approve", _("Awaiting approval")
    APPROVED = "approved", _("Approved; becomes part of the text when the support period ends")
    MISSING = "missing", _("Missing")
    TO_DIVIDE = "divide", _("To be split")
    EXCEPTED = "excepted", _("Exception")
    MEETS = "meets", _("Changed in two languages")


class BlockingDifference(TextChoices):
    """Differences between two languages with which no version is published before a second person confirmed them."""

    NUMBERS = "numbers", _("numbers")
    PERCENTAGES = "percentages", _("percentages")
    DATES = "dates", _("dates")
    NEGATIONS = "negations", _("negations")
    TERM = "term", _("defined terms")


class CommentKind(TextChoices):
    QUESTION = "question", _("Question")
    ARGUMENT = "argument", _("Argument")
    WORDING = "wording", _("Wording")
    TERMINOLOGY = "terminology", _("Terminology")
    TRANSLATION = "translation", _("Translation")
    EXPERIENCE = "experience", _("Experience")


class VersionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    FOR_DECISION = "for_decision", _("Text for decision")
    ADOPTED = "adopted", _("Adopted")


class Phase(TextChoices):
    """The phase of a round, computed from its dates and the clock."""

    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open for proposals")
    CONFIRMING = "confirming", _("Delegates confirm")
    SUPPORTING = "supporting", _("Last weeks for support")
    DECIDING = "deciding", _("Decisions")
    CLOSED = "closed", _("Closed")


class FoundKind(TextChoices):
    """What a search finds."""

    WORDING = "wording", _("Provision")
    AMENDMENT = "amendment", _("Amendment")
    DECISION = "decision", _("Decision")
    PAGE = "page", _("Page")


class Followed(TextChoices):
    """What a reader may follow by email."""

    VERSIONS = "versions", _("Versions")
    ROUND = "round", _("Round")
    AMENDMENT = "amendment", _("Amendment")
    PROVISION = "provision", _("Provision")
    MEMBER = "member", _("Member")


class OriginKind(TextChoices):
    """The kind of source of a piece of text."""

    MEMBERS = "members", _("Members’ own text")
    COMPROMISE = "compromise", _("Compromise texts")
    PARTNERS = "partners", _("Partner organizations’ own text")
    SECRETARIAT = "secretariat", _("Secretariat’s text")
    FIRST_TEXT = "first_text", _("First text")


class DownloadState(TextChoices):
    """The state of a file that is made for download."""

    WAITING = "waiting", _("In the queue")
    MADE = "made", _("Ready")
    FAILED = "failed", _("Failed")


class FrameworkKind(TextChoices):
    """What a member adopts to bring human rights into its policies."""

    CHARTER = "charter", pgettext_lazy("local framework", "Charter")
    ORDINANCE = "ordinance", _("Ordinance")
    PLAN = "plan", _("Plan")
    OFFICE = "office", _("Office")
    OMBUDSPERSON = "ombudsperson", _("Ombudsperson")
    BUDGET = "budget", _("Budget")


class FrameworkState(TextChoices):
    """How far the member is with a local framework; each of them may follow any other."""

    ANNOUNCED = "announced", pgettext_lazy("local framework", "Announced")
    IN_PROGRESS = "in_progress", _("In progress")
    ADOPTED = "adopted", pgettext_lazy("local framework", "Adopted")
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced")


class FrameworkReview(TextChoices):
    """Whether the secretariat confirmed the entry of a local framework; readers see confirmed ones."""

    AWAITING = "awaiting", _("Awaiting confirmation")
    RETURNED = "returned", _("Returned")
    CONFIRMED = "confirmed", pgettext_lazy("entry", "Confirmed")


DATED_FRAMEWORKS = frozenset({FrameworkState.ADOPTED, FrameworkState.IN_FORCE})
"""States of a local framework that need the date of adoption."""


class InitiativeState(TextChoices):
    """Where an initiative of a member is: with its team, with its delegate, in public, or back with the team."""

    DRAFT = "draft", pgettext_lazy("initiative", "Draft")
    AWAITING = "awaiting", pgettext_lazy("initiative", "Awaiting the delegate")
    PUBLISHED = "published", pgettext_lazy("initiative", "Published")
    RETURNED = "returned", pgettext_lazy("initiative", "Returned")
    UNPUBLISHED = "unpublished", pgettext_lazy("initiative", "Unpublished")


INITIATIVE_STEPS: dict[InitiativeState, frozenset[InitiativeState]] = {
    InitiativeState.DRAFT: frozenset({InitiativeState.DRAFT, InitiativeState.AWAITING, InitiativeState.PUBLISHED}),
    InitiativeState.AWAITING: frozenset({InitiativeState.DRAFT, InitiativeState.PUBLISHED, InitiativeState.RETURNED}),
    InitiativeState.PUBLISHED: frozenset(
        {InitiativeState.DRAFT, InitiativeState.RETURNED, InitiativeState.UNPUBLISHED}
    ),
    InitiativeState.RETURNED: frozenset({InitiativeState.DRAFT}),
    InitiativeState.UNPUBLISHED: frozenset({InitiativeState.PUBLISHED, InitiativeState.RETURNED}),
}
"""Where an initiative goes from each state. What is changed is a draft again."""
REVIEWED_INITIATIVES = frozenset({InitiativeState.PUBLISHED, InitiativeState.RETURNED, InitiativeState.UNPUBLISHED})
"""States in which the secretariat reads an initiative: the member has sent it at least once."""


class HelpKind(TextChoices):
    """Whether a member offers help to other members or requests it."""

    OFFER = "offer", pgettext_lazy("help between members", "Offer")
    REQUEST = "request", pgettext_lazy("help between members", "Request")


class HelpState(TextChoices):
    """Where an offer or a request is. After its end date an open one is shown as ended."""

    OPEN = "open", pgettext_lazy("help between members", "Open")
    CLOSED = "closed", pgettext_lazy("help between members", "Closed")
    REMOVED = "removed", pgettext_lazy("help between members", "Removed by the secretariat")


class ReportSubject(TextChoices):
    """What the report of the campaign counts."""

    MEMBERS = "members", _("Members")
    FRAMEWORKS = "frameworks", _("Local frameworks")
    INITIATIVES = "initiatives", _("Initiatives")
    AMENDMENTS = "amendments", _("Amendments")
    WORDS = "words", _("Words in the charter")


class ReportGroup(TextChoices):
    """By what the report of the campaign divides its figures."""

    YEAR = "year", _("Year")
    WAVE = "wave", _("Wave")
    SECTION = "section", _("Section")
    THEME = "theme", _("Theme")


class MemberOrder(TextChoices):
    """The order of members in the table from pledge to text; without one they are listed by country."""

    JOINED = "joined", _("Date of joining")
    FRAMEWORKS = "frameworks", _("Local frameworks")
    INITIATIVES = "initiatives", _("Initiatives")
    AMENDMENTS = "amendments", _("Amendments")
    WORDS = "words", _("Text in the charter")
