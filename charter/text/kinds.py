"""Every kind of conflict and of notice there is."""

from enum import StrEnum


class ConflictKind(StrEnum):
    """Why a person must choose."""

    OVERLAP = "different words for the same stretch"
    SAME_POINT = "different words put in at one point"
    IN_DELETED = "change inside deleted words"
    BESIDE_DELETED = "words put in beside deleted words, with none left to stand by"
    BLOCK_DELETED = "change inside a deleted block"
    AT_JOIN = "block put in where two blocks are joined"
    KIND = "different kinds for one block"
    LINK = "different addresses for the same words"
    FORMAT = "formats that exclude each other"
    MOVE = "one block moved to different places"
    MOVE_DELETED = "block moved and deleted or rewritten"
    ORDER = "different orders of the blocks put in at one place"
    MOVE_AT_JOIN = "block moved to or from a join"


class NoticeKind(StrEnum):
    """The kinds of notices about edits that a rule settled."""

    ORDER = "order of blocks put in at one place"
    DELETIONS = "overlapping deletions"
    NO_EFFECT = "proposal without effect"
    FORMAT_GONE = "format on words that another took out"
    BESIDE = "words put in beside words that another took out or replaced"
    TAKEN_BESIDE = "words taken out beside words that another took out or replaced"
    REPEATED = "equal blocks that two put in, or took out, at different places"
    FORMAT_EDGE = "words put in where a format ends that another asks for"
    REWRITE = "change inside a sentence that another rewrote"
    RUN_TOGETHER = "words that became one where two took out what stood between them"
    SAME_ID = "one id at two places, so that links lead to the first"
    NO_TARGET = "target of links that is in no place of the text any more"
    COARSE = "compared in large pieces only"
    LAPSED = "resolution of a conflict that is no longer the same"


# What a person must read before a proposal that was carried over is taken for what it was.
TO_READ = frozenset(
    {
        NoticeKind.BESIDE,
        NoticeKind.TAKEN_BESIDE,
        NoticeKind.REPEATED,
        NoticeKind.REWRITE,
        NoticeKind.RUN_TOGETHER,
        NoticeKind.SAME_ID,
        NoticeKind.NO_TARGET,
    }
)
