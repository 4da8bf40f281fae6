from .acceptances import Acceptance
from .alignments import Alignment, Task, TaskNote
from .amendments import (
    Amendment,
    AmendmentText,
    Change,
    CoProposal,
    Receipt,
    granted_with,
    load_amendment_texts,
    proposers_of,
    texts_of_amendments,
    unnamed_granted_with,
    unnamed_proposers_of,
)
from .arrangements import Arrangement, Block, Section, as_tree
from .charters import Article, Charter, CharterLanguage, Provision
from .clean_copies import CleanCopy, MergePaper
from .comments import CharterComment, CommentReport
from .decisions import DecidedWords, Decision, DecisionType, Release, ReleasePlan, Reply
from .downloads import Download
from .drafting import DraftNote, Sitting
from .earlier_texts import EarlierLine, EarlierText
from .frameworks import Framework
from .glossary import Concept, Term
from .handling import (
    Batch,
    BatchRow,
    DeskNote,
    DeskSitting,
    Handling,
    SavedView,
    StandardReason,
    WorkItem,
    WorkItemNote,
)
from .help_entries import HelpEntry, HelpReply
from .initiatives import Initiative, InitiativePicture, texts_of_initiatives
from .issued_papers import IssuedPaper
from .merges import Merge, MergedWording
from .positions import Compromise, Position, Response, SuggestedPosition
from .received_papers import ReceivedPaper
from .resolutions import Resolution
from .rounds import ProposedTimetable, Round, Ruling, TimetableMove
from .searching import SearchText
from .styles import StyleNote
from .translations import CommentTranslation, InitiativeTranslation, WorkingTranslation
from .uploads import Upload
from .versions import (
    Corrigendum,
    ProposedCorrigendum,
    Publication,
    TranslationCredit,
    Version,
    VersionSeal,
    VersionStatusAct,
    VersionWording,
)
from .wordings import Adoption, CurrentWording, Entry, SignedException, Source, Wording

__all__ = [
    "Acceptance",
    "Adoption",
    "Alignment",
    "Amendment",
    "AmendmentText",
    "Arrangement",
    "Article",
    "Batch",
    "BatchRow",
    "Block",
    "Change",
    "Charter",
    "CharterComment",
    "CharterLanguage",
    "CleanCopy",
    "CoProposal",
    "CommentReport",
    "CommentTranslation",
    "Compromise",
    "Concept",
    "Corrigendum",
    "CurrentWording",
    "DecidedWords",
    "Decision",
    "DecisionType",
    "DeskNote",
    "DeskSitting",
    "Download",
    "DraftNote",
    "EarlierLine",
    "EarlierText",
    "Entry",
    "Framework",
    "Handling",
    "HelpEntry",
    "HelpReply",
    "Initiative",
    "InitiativePicture",
    "InitiativeTranslation",
    "IssuedPaper",
    "Merge",
    "MergePaper",
    "MergedWording",
    "Position",
    "ProposedCorrigendum",
    "ProposedTimetable",
    "Provision",
    "Publication",
    "Receipt",
    "ReceivedPaper",
    "Release",
    "ReleasePlan",
    "Reply",
    "Resolution",
    "Response",
    "Round",
    "Ruling",
    "SavedView",
    "SearchText",
    "Section",
    "SignedException",
    "Sitting",
    "Source",
    "StandardReason",
    "StyleNote",
    "SuggestedPosition",
    "Task",
    "TaskNote",
    "Term",
    "TimetableMove",
    "TranslationCredit",
    "Upload",
    "Version",
    "VersionSeal",
    "VersionStatusAct",
    "VersionWording",
    "Wording",
    "WorkItem",
    "WorkItemNote",
    "WorkingTranslation",
    "as_tree",
    "granted_with",
    "load_amendment_texts",
    "proposers_of",
    "texts_of_amendments",
    "texts_of_initiatives",
    "unnamed_granted_with",
    "unnamed_proposers_of",
]
