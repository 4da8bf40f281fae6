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
    MergeFault.TEXT_GONE: gettext_lazy("The text that the amendment changes is no longer there."),
    MergeFault.TEXT_CHANGED: gettext_lazy("The text of the provision has changed."),
    MergeFault.TRANSLATION_OUTDATED: gettext_lazy(
        "The translation was not based on the text in this language. An editor must translate it again."
    ),
    MergeFault.WITHOUT_IDENTITY: gettext_lazy("Its new provision has no identity yet."),
    MergeFault.SPLIT_HERE_FIRST: gettext_lazy(
        "The text in this language must still be split in the same way as in another language."
    ),
    MergeFault.SPLIT_ELSEWHERE_FIRST: gettext_lazy(
        "The text must still be split in another language. The editors of that language do this first."
    ),
    MergeFault.NOT_ADJACENT: gettext_lazy("One of the two provisions no longer follows the other directly."),
    MergeFault.PART_WITHOUT_TEXT: gettext_lazy("In this language, one of the two provisions has no text yet."),
}
BLOCKERS = {
    BlockerKind.NOTHING_CHOSEN: gettext_lazy("Choose amendments first."),
    BlockerKind.SPLIT_PART_COMBINED: gettext_lazy(
        "A provision that is split here is combined with another in a later merge. The other languages must be "
        "split first. Deselect one of the two."
    ),
    BlockerKind.CHANGE_WITHOUT_PLACE: gettext_lazy("{name} cannot be merged: {why}"),
    BlockerKind.WITHOUT_TRANSLATION: gettext_lazy(
        "{name} lacks an approved translation of the accepted text. Have it translated, or deselect it."
    ),
    BlockerKind.DECISION_NOT_PUBLIC: gettext_lazy("The decision on {name} is not public yet."),
}
REVERSAL_BLOCKERS = {
    ReversalBlockerKind.BORDERS_CHANGED: gettext_lazy(
        "The merge split or combined provisions. The secretariat can reverse this by hand after the round."
    ),
    ReversalBlockerKind.VERSION_PUBLISHED: gettext_lazy(
        "Version {number} was published with this text. The text can change only in a new round or by a corrigendum."
    ),
    ReversalBlockerKind.TEXT_CHANGED: gettext_lazy("The text of {name} has changed since then."),
    ReversalBlockerKind.ORDER_CHANGED: gettext_lazy("The order of {name} has changed since then."),
}


def fault_sentence(fault: MergeFault) -> str:
    """Why a change cannot be merged."""
    return str(FAULTS[fault])


def stale_sentence(stale: StaleMerge) -> str:
    """What changed since a merge was saved."""
    if stale.text_changed:
        return _("The text of this article has changed since this was saved. Check it again.")
    names = join_in_words(stale.amendments)
    return _("Amendments that changed since this was saved: {names}. Check them again.").format(names=names)


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
            return _("For this place, the wording in the text was kept.")
        return _("For the same place in the text, another wording was written.")
