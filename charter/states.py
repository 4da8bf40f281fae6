"""Word lists and state tables of the charter: the one place each of them stands."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArticleKind(TextChoices):
    PREAMBLE = "preamble", _("Preamble")
    GENERAL = "general", _("General provisions")
    ARTICLE = "article", _("Article")
    FINAL = "final", _("Final provisions")


class ProvisionKind(TextChoices):
    """What a block is within its article; citations are counted from these (`charter/citations.py`)."""

    TITLE = "title", _("Title")
    HEADING = "heading", _("Heading")
    PLAN = "plan", _("Heading of an action plan")
    SHORT_TERM = "short_term", _("Heading: short term")
    MID_TERM = "mid_term", _("Heading: mid term")
    LONG_TERM = "long_term", _("Heading: long term")
    RECITAL = "recital", _("Recital")
    CLAUSE = "clause", _("Clause")
    DEFINITION = "definition", _("Definition")
    PARAGRAPH = "paragraph", _("Numbered paragraph")
    SUBPARAGRAPH = "subparagraph", _("Paragraph without number")
    POINT = "point", _("Lettered point")
    PLAN_POINT = "plan_point", _("Point of an action plan")


TERM_HEADINGS = (ProvisionKind.SHORT_TERM, ProvisionKind.MID_TERM, ProvisionKind.LONG_TERM)
HEADINGS = frozenset({ProvisionKind.TITLE, ProvisionKind.HEADING, ProvisionKind.PLAN, *TERM_HEADINGS})


class Numerals(TextChoices):
    ROMAN = "roman", _("Roman")
    ARABIC = "arabic", _("Arabic")


class CameFrom(TextChoices):
    """How a wording entered the charter."""

    IMPORT = "import", _("Import")
    EDITOR = "editor", _("Edited by the secretariat")
    MERGE = "merge", _("Merge of amendments")
    ALIGNMENT = "alignment", _("Alignment with another language")
    CORRIGENDUM = "corrigendum", _("Correction")
    SPLIT = "split", _("Divided")
    JOIN = "join", _("Joined with the next")


class AdoptionScope(TextChoices):
    ALL_LANGUAGES = "all", _("All languages")
    THIS_LANGUAGE = "one", _("This language only")


class Fate(TextChoices):
    """What an adoption does to provisions themselves, whatever their words are."""

    SPLIT = "split", _("Divided")
    JOINED = "joined", _("Joined with the next")


class AmendmentState(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Waiting for the delegate")
    UNDER_REVIEW = "under_review", _("Under review")
    DECIDED = "decided", _("Decided")
    MERGED = "merged", _("In the text")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed in time")


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


class CameBy(TextChoices):
    """By what an amendment came that the secretariat entered on behalf of a member."""

    LETTER = "letter", _("Letter")
    MAIL = "mail", _("E-mail")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")


class ChangeKind(TextChoices):
    REPLACE = "replace", _("Change the words")
    DELETE = "delete", _("Delete")
    INSERT = "insert", _("Insert a new provision after")
    MOVE = "move", _("Move after")
    SPLIT = "split", _("Divide")
    JOIN = "join", _("Join with the next")


# These have words of their own, which can be asked for otherwise.
WORDED_KINDS = (ChangeKind.REPLACE, ChangeKind.INSERT)
# These leave every word as it stands and change where provisions begin and end.
BORDER_KINDS = (ChangeKind.SPLIT, ChangeKind.JOIN)


class CarryState(TextChoices):
    """What became of a change when the text under it moved."""

    CLEAN = "clean", _("Carried over")
    CHECK = "check", _("To be checked")
    VOID = "void", _("No longer possible")
    MERGED = "merged", _("In the text")


class Outcome(TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    WITH_CHANGES = "accepted_with_changes", _("Accepted with changes")
    IN_PART = "accepted_in_part", _("Accepted in part")
    TAKEN_UP = "taken_up", _("Taken up in No. %(number)s")
    FALLS = "falls", _("Falls because of No. %(number)s")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ADVOCACY = "kept_for_advocacy", _("Kept for advocacy")
    REFERRED = "referred", _("Referred to %(body)s")


MERGING_OUTCOMES = frozenset({Outcome.ACCEPTED, Outcome.WITH_CHANGES, Outcome.IN_PART})
# Released, these end an amendment: what moves in the text afterwards is no concern of it.
ENDING_OUTCOMES = frozenset(Outcome) - MERGING_OUTCOMES - {Outcome.REFERRED}
POINTING_OUTCOMES = frozenset({Outcome.TAKEN_UP, Outcome.FALLS})
# These need words or a choice for each amendment by itself, so that several are never decided like this together.
SINGLE_OUTCOMES = frozenset({Outcome.WITH_CHANGES, Outcome.IN_PART})


class BatchKind(TextChoices):
    """What was done to several amendments, or to several things that wait, in one act."""

    DECIDED = "decided", _("Decided together")
    ASSIGNED = "assigned", _("Assigned together")
    SHARED = "shared", _("Things assigned together")


class ListKind(TextChoices):
    """Of which list of the desk a moderator keeps a view."""

    QUEUE = "queue", _("Amendments")
    WAITING = "waiting", _("Everything that waits")


class MatterKind(TextChoices):
    """What waits for the secretariat, in the order of the desk's counts."""

    AMENDMENT = "amendment", _("Amendments")
    COMMENT = "comment", _("Comments reported or held")
    FORM = "form", _("Joining forms")
    ENTERED = "entered", _("On behalf, to finish")
    LANGUAGE = "language", _("Sent by language editors")
    IMPORT = "import", _("Imports to finish")
    COMPROMISE = "compromise", _("Compromises answered")
    SECOND = "second", _("A second person’s word")
    DEADLINE = "deadline", _("Days that have passed")


class CoProposalState(TextChoices):
    ASKED = "asked", _("Asked")
    JOINED = "joined", _("Co-proposer")
    LEFT = "left", _("No longer co-proposer")


class Stance(TextChoices):
    SUPPORT = "support", _("Support")
    RESERVATION = "reservation", _("Reservation")
    OBJECTION = "objection", _("Objection")


class AdviceState(TextChoices):
    """What became of a position that an officer suggested to the delegate."""

    WAITING = "waiting", _("Waiting for the delegate")
    TAKEN = "taken", _("Confirmed by the delegate")
    CHANGED = "changed", _("The delegate said something else")
    DECLINED = "declined", _("The delegate says nothing to it")
    REPLACED = "replaced", _("Replaced by another suggestion")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    YES_WITH_A_WORD = "yes_with_a_word", _("Yes, with a word")
    NO = "no", _("No")


class Silence(TextChoices):
    """What it counts as in a round when a member lets the day pass by which it was asked to answer."""

    NEITHER = "neither", _("Silence counts neither way")
    ASSENT = "assent", _("Silence counts as assent")
    REFUSAL = "refusal", _("Silence counts as refusal")


class CompromiseState(TextChoices):
    ASKED = "asked", _("Put to the members")
    CLOSED = "closed", _("Closed")


class MergeState(TextChoices):
    OPEN = "open", _("Open")
    APPLIED = "applied", _("Applied")
    DROPPED = "dropped", _("Dropped")


class AlignmentState(TextChoices):
    WRITING = "writing", _("Being written")
    TO_APPROVE = "to_approve", _("To be approved")
    APPROVED = "approved", _("Approved")


class TaskNoteKind(TextChoices):
    """What is said about the work on a provision in a language."""

    COMMENT = "comment", _("A word to the other editors")
    UNSAYABLE = "unsayable", _("It cannot be said in this language: to the desk")
    ANSWER = "answer", _("The answer of the desk")
    QUESTION = "question", _("A question to the member whose amendment it was")
    REPLY = "reply", _("The answer of the member")


class TranslatedBy(TextChoices):
    """Who made a working translation; never shown without it."""

    EDITOR = "editor", _("Working translation by a language editor")
    DESK = "desk", _("Working translation by the secretariat")
    MEMBER = "member", _("Working translation by the member itself")
    MACHINE = "machine", _("Working translation by a machine, read by nobody")


class PairedForms(TextChoices):
    """How a language writes a word for women and men in one."""

    ANY = "any", _("As each provision has it")
    NONE = "none", _("Not at all: both words, or one word for all")
    DOT = "dot", _("With a middle dot: habitant·e·s")
    HYPHEN = "hyphen", _("With hyphens: habitant-e-s")
    BRACKETS = "brackets", _("In brackets: habitant(e)s")
    SLASH = "slash", _("With a slash: ciudadanos/as")


class LedgerState(TextChoices):
    """What a language's wording of a provision is, computed from what wordings carry, never stored."""

    IN_STEP = "in_step", _("In step")
    BEHIND = "behind", _("Behind")
    WRITING = "writing", _("Being written")
    TO_APPROVE = "to_approve", _("To be approved")
    APPROVED = "approved", _("Approved, enters when support ends")
    MISSING = "missing", _("Missing")
    TO_DIVIDE = "divide", _("To be divided")
    EXCEPTED = "excepted", _("Excepted")
    MEETS = "meets", _("Changed in two languages")


class RemarkKind(TextChoices):
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
    """Where a round stands, computed from its windows and the clock."""

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
    """What a reader may follow by mail."""

    VERSIONS = "versions", _("Versions")
    ROUND = "round", _("Round")
    AMENDMENT = "amendment", _("Amendment")
    PROVISION = "provision", _("Provision")
    MEMBER = "member", _("Member")


class OriginKind(TextChoices):
    """What sort of source words of the text come from."""

    MEMBERS = "members", _("Members’ own words")
    COMPROMISE = "compromise", _("Compromises")
    PARTNERS = "partners", _("Partners’ own words")
    SECRETARIAT = "secretariat", _("Secretariat’s words")
    FIRST_TEXT = "first_text", _("First text")


class DownloadState(TextChoices):
    """Where a file stands that is made for readers to take away."""

    WAITING = "waiting", _("Waiting its turn")
    MADE = "made", _("Made")
    FAILED = "failed", _("Not made")
