"""Why a merge cannot be applied or reversed, and why a wording was not chosen, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from accounts.locales import join_in_words
from charter.queries.merging.border_faults import MergeFault
from charter.queries.merging.losing_wordings import LossReason
from charter.queries.merging.merge_reversals import ReversalBlocker, ReversalBlockerKind
from charter.queries.merging.merge_views import Blocker, BlockerKind, StaleMerge

FAULTS = {
    MergeFault.NOT_ACCEPTED: gettext_lazy("The amendment is not accepted."),
    MergeFault.NOT_CHECKED: gettext_lazy(
        "The text of the provision has changed, and the member has not checked the amendment yet."
    ),
    MergeFault.TEXT_GONE: gettext_lazy("The text that the amendment changes is no longer in the charter."),
    MergeFault.TEXT_CHANGED: gettext_lazy("The text of the provision has changed."),
    MergeFault.TRANSLATION_OUTDATED: gettext_lazy(
        "The translation was not based on the text in this language. A language editor must translate the text again."
    ),
    MergeFault.WITHOUT_IDENTITY: gettext_lazy("The new provision of the amendment has no identifier yet."),
    MergeFault.SPLIT_HERE_FIRST: gettext_lazy(
        "The provision was split in another language. The editors must first split the text in "
        "this language in the same way."
    ),
    MergeFault.SPLIT_ELSEWHERE_FIRST: gettext_lazy(
        "The text must still be split in another language. The editors of that language must do this first."
    ),
    MergeFault.NOT_ADJACENT: gettext_lazy("One of the two provisions no longer follows the other directly."),
    MergeFault.PART_WITHOUT_TEXT: gettext_lazy("In this language, one of the two provisions has no text yet."),
}
BLOCKERS = {
    BlockerKind.NOTHING_CHOSEN: gettext_lazy("Choose amendments first."),
    BlockerKind.SPLIT_PART_COMBINED: gettext_lazy(
        "The selection splits a provision and also combines a part of it with another provision. "
        "Deselect one of the two changes. You can combine the provisions in a later merge, after "
        "the split in the other languages."
    ),
    BlockerKind.CHANGE_WITHOUT_PLACE: gettext_lazy("{name} cannot be merged: {why}"),
    BlockerKind.WITHOUT_TRANSLATION: gettext_lazy(
        "{name} has no approved translation of the accepted text. Ask a language editor to "
        "translate the text, or deselect the amendment."
    ),
    BlockerKind.DECISION_NOT_PUBLIC: gettext_lazy("The decision on {name} is not public yet."),
}
REVERSAL_BLOCKERS = {
    ReversalBlockerKind.BORDERS_CHANGED: gettext_lazy(
        "The merge has split or combined provisions. After the round, the secretariat can undo these changes manually."
    ),
    ReversalBlockerKind.VERSION_PUBLISHED: gettext_lazy(
        "Version {number} was published with this text. The text can change only in a new round or by a corrigendum."
    ),
    ReversalBlockerKind.TEXT_CHANGED: gettext_lazy("The text of {name} has changed since the merge."),
    ReversalBlockerKind.ORDER_CHANGED: gettext_lazy(
        "The order of the provisions of {name} has changed since the merge."
    ),
}


def fault_sentence(fault: MergeFault) -> str:
    """Why a change cannot be merged."""
    return str(FAULTS[fault])


def stale_sentence(stale: StaleMerge) -> str:
    """What changed since a merge was saved."""
    if stale.text_changed:
        return _("The text of this article has changed since the merge was saved. Check the merge again.")
    names = join_in_words(stale.amendments)
    return _("Amendments that changed since the merge was saved: {names}. Check them again.").format(names=names)


def blocker_sentence(blocker: Blocker) -> str:
    """Why a merge cannot be applied."""
    if blocker.stale is not None:
        return stale_sentence(blocker.stale)
    if blocker.kind == BlockerKind.CONFLICTS:
        count = len(blocker.conflicts)
        sentence = ngettext("Resolve %(count)d conflict first.", "Resolve %(count)d conflicts first.", count)
        return sentence % {"count": count}
    why = fault_sentence(blocker.fault) if blocker.fault is not None else ""
    return str(BLOCKERS[blocker.kind]).format(name=blocker.amendment, why=why)


def reversal_blocker_sentence(blocker: ReversalBlocker) -> str:
    """Why a merge cannot be reversed."""
    return str(REVERSAL_BLOCKERS[blocker.kind]).format(name=blocker.name, number=blocker.name)


def loss_reasons(reasons: Iterable[LossReason]) -> dict[str, str]:
    """The reason of a decision that follows from a merge, by language; each sentence once."""
    sentences: dict[str, list[str]] = {}
    for reason in reasons:
        sentences.setdefault(reason.language, []).append(_loss_reason(reason))
    return {language: " ".join(dict.fromkeys(rows)) for language, rows in sentences.items()}


def _loss_reason(reason: LossReason) -> str:
    if reason.typed:
        return reason.typed
    with override(reason.language):
        if reason.winner is not None:
            sentence = _("For the same place in the text, the wording of amendment %(number)s was chosen.")
            return sentence % {"number": reason.winner}
        if reason.text_was_kept:
            return _("For the same place in the text, the existing wording was kept.")
        return _("For the same place in the text, another wording was written.")
