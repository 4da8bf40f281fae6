"""Who may do what, when. Each permission is one question; page, button, action and API ask the same one.

A refusal says why in words fit for the person. Things hidden from a person answer 404 (`Refusal.hidden`).
`manage.py permission_table` prints the whole table.
"""

from .amendments import (
    commitment,
    may_commit,
    may_confirm,
    may_copy,
    may_edit,
    may_note,
    may_prepare,
    may_propose,
    may_read,
    may_read_city_letter,
    may_send,
    may_take_back,
    may_withdraw,
    may_write,
)
from .answers import (
    may_advise,
    may_assent,
    may_comment,
    may_edit_remark,
    may_join,
    may_remove_remark,
    may_report,
    may_take_position,
)
from .behalf import may_enter, may_see_receipt
from .desk import (
    may_agree_to_publish,
    may_apply,
    may_decide,
    may_moderate,
    may_read_decisions_before_release,
    may_release,
    may_take_merge_back,
)
from .people import MODERATORS_ONLY, NOT_A_MEMBER, SECOND_PERSON, is_inside
from .text import (
    may_align,
    may_approve_alignment,
    may_correct_a_misprint,
    may_draft,
    may_import,
    may_read_working,
    may_see_languages,
)

__all__ = [
    "MODERATORS_ONLY",
    "NOT_A_MEMBER",
    "SECOND_PERSON",
    "commitment",
    "is_inside",
    "may_advise",
    "may_agree_to_publish",
    "may_align",
    "may_apply",
    "may_approve_alignment",
    "may_assent",
    "may_comment",
    "may_commit",
    "may_confirm",
    "may_copy",
    "may_correct_a_misprint",
    "may_decide",
    "may_draft",
    "may_edit",
    "may_edit_remark",
    "may_enter",
    "may_import",
    "may_join",
    "may_moderate",
    "may_note",
    "may_prepare",
    "may_propose",
    "may_read",
    "may_read_city_letter",
    "may_read_decisions_before_release",
    "may_read_working",
    "may_release",
    "may_remove_remark",
    "may_report",
    "may_see_languages",
    "may_see_receipt",
    "may_send",
    "may_take_back",
    "may_take_merge_back",
    "may_take_position",
    "may_withdraw",
    "may_write",
]
