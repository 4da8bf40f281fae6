from .acceptances import Acceptance
from .alignments import Alignment, Task, TaskNote
from .amendments import Amendment, AmendmentText, Change, CoProposal, Receipt, askers_of
from .arrangements import Arrangement, Block, Section, as_tree
from .charters import Article, Charter, CharterLanguage, Provision
from .decisions import DecidedWords, Decision, Merge, Release, ReleasePlan, Reply
from .downloads import Download
from .drafting import DraftNote, Sitting
from .glossary import Concept, Term
from .handling import Batch, BatchRow, DeskNote, DeskSitting, Handling, Matter, MatterNote, Phrase, SavedView
from .positions import Advice, Assent, Compromise, Position
from .remarks import Remark
from .rounds import Round, Ruling, TimetableMove
from .searching import SearchText
from .styles import StyleNote
from .themes import Theme
from .translations import WorkingTranslation
from .uploads import Upload
from .versions import Corrigendum, ProposedCorrigendum, Publication, Version, VersionStatusAct, VersionWording
from .wordings import Adoption, Entry, SignedException, Source, Standing, Wording

__all__ = [
    "Acceptance",
    "Adoption",
    "Advice",
    "Alignment",
    "Amendment",
    "AmendmentText",
    "Arrangement",
    "Article",
    "Assent",
    "Batch",
    "BatchRow",
    "Block",
    "Change",
    "Charter",
    "CharterLanguage",
    "CoProposal",
    "Compromise",
    "Concept",
    "Corrigendum",
    "DecidedWords",
    "Decision",
    "DeskNote",
    "DeskSitting",
    "Download",
    "DraftNote",
    "Entry",
    "Handling",
    "Matter",
    "MatterNote",
    "Merge",
    "Phrase",
    "Position",
    "ProposedCorrigendum",
    "Provision",
    "Publication",
    "Receipt",
    "Release",
    "ReleasePlan",
    "Remark",
    "Reply",
    "Round",
    "Ruling",
    "SavedView",
    "SearchText",
    "Section",
    "SignedException",
    "Sitting",
    "Source",
    "Standing",
    "StyleNote",
    "Task",
    "TaskNote",
    "Term",
    "Theme",
    "TimetableMove",
    "Upload",
    "Version",
    "VersionStatusAct",
    "VersionWording",
    "Wording",
    "WorkingTranslation",
    "as_tree",
    "askers_of",
]
