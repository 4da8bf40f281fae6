"""Many people at the same thing at once, each in a process with a connection of its own; says as JSON what became.

`python -m tests.crash.rushes NAME`
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

django.setup()

from charter.actions.amending import amendments, positions  # noqa: E402
from charter.actions.comments import comments  # noqa: E402
from charter.actions.deciding import decisions  # noqa: E402
from charter.models import Adoption, Amendment, CharterComment, Decision, Position, Wording  # noqa: E402
from tests import factories  # noqa: E402
from tests.crash import forks  # noqa: E402
from tests.crash.deeds import DEEDS, THIRD  # noqa: E402
from tests.crash.states import wrong  # noqa: E402

WRITERS, REPLIES = 50, 20
Became = dict[str, Any]


def numbers() -> Became:
    """So many delegates confirm so many amendments of one round."""
    round_ = factories.round_(factories.version(factories.charter(languages=("en", "fr"))))
    ends = forks.together([_confirming(round_) for _ in range(WRITERS)])
    numbers_given = list(Amendment.objects.order_by("number").values_list("number", flat=True))
    round_.refresh_from_db()
    return {"ends": _counted(ends), "given": numbers_given, "last": round_.last_number}


def _confirming(round_: Any) -> forks.Deed:
    city = factories.organisation()
    delegate = factories.member(city, "delegate")
    amendment = factories.sent(round_, city, factories.member(city, "officer"))
    return lambda: amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)


def one_confirmation() -> Became:
    """One amendment is confirmed by its delegate from many tabs."""
    deed = DEEDS["confirm"]()
    ends = forks.together([deed] * WRITERS)
    return {"ends": _counted(ends), "given": list(Amendment.objects.values_list("number", flat=True))}


def one_position() -> Became:
    """An organisation takes the same position many times."""
    round_ = factories.round_(factories.version(factories.charter(languages=("en", "fr"))))
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    amendment = factories.under_review(
        round_, city, factories.member(city, "officer"), factories.provision(round_.charter, 5), THIRD
    )
    by = factories.member(other, "delegate")
    taking = {"organisation": other, "text": amendment.text, "by": by, "stance": "support"}
    ends = forks.together([lambda: positions.take_position(**taking)] * WRITERS)
    return {"ends": _counted(ends), "held": Position.objects.filter(superseded_at=None).count()}


def one_merge() -> Became:
    """Moderators apply the same merge."""
    deed = DEEDS["apply_a_merge"]()
    words = Wording.objects.count()
    ends = forks.together([deed] * WRITERS)
    return {
        "ends": _counted(ends),
        "adoptions": Adoption.objects.count(),
        "words": Wording.objects.count() - words,
        "merged": Amendment.objects.filter(state="merged").count(),
    }


def one_version() -> Became:
    deed = DEEDS["publish"]()
    ends = forks.together([deed] * WRITERS)
    from charter.models import Version

    return {"ends": _counted(ends), "versions": list(Version.objects.values_list("number", flat=True))}


def decided_or_withdrawn() -> Became:
    """A moderator decides on an amendment while its delegate withdraws it, and so for each pair."""
    round_, moderator = factories.deciding(factories.version(factories.charter())), factories.holder("moderator")
    deeds: list[forks.Deed] = []
    for _ in range(WRITERS // 2):
        city = factories.organisation()
        delegate, officer = factories.member(city, "delegate"), factories.member(city, "officer")
        amendment = factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), THIRD)
        deeds += [_deciding(amendment, moderator), _withdrawing(amendment, delegate)]
    ends = forks.together(deeds)
    final_states = dict(Amendment.objects.values_list("pk", "state"))
    decided = set(Decision.objects.filter(superseded_at=None).values_list("amendment", flat=True))
    both = [pk for pk, state in final_states.items() if (state == "withdrawn") == (pk in decided)]
    return {"pairs": sorted({tuple(sorted(pair)) for pair in zip(ends[::2], ends[1::2], strict=True)}), "both": both}


def _deciding(amendment: Any, moderator: Any) -> forks.Deed:
    say = {"outcome": "not_accepted", "reason": {"en": "It is said already."}}
    return lambda: decisions.decide_amendment(amendment=amendment, by=moderator, **say)


def _withdrawing(amendment: Any, delegate: Any) -> forks.Deed:
    return lambda: amendments.withdraw_amendment(amendment=amendment, by=delegate)


def replies() -> Became:
    """Many answer the same comment."""
    round_ = factories.round_(factories.version(factories.charter()))
    arguments = {"target": factories.provision(round_.charter, 5), "language": "en", "round_": round_}
    people = [factories.member(factories.organisation(), "officer") for _ in range(REPLIES)]
    first = comments.post_comment(by=people[0], text="Who pays?", **arguments)
    comments.post_comment(
        by=people[1], text="We do.", reply_to=first, **arguments
    )  # so that catalogues are loaded, as in a server
    ends = forks.together([_replying(first, person, arguments) for person in people])
    thread = CharterComment.objects.filter(thread_id=first.pk).order_by("order")
    orders = list(thread.values_list("order", flat=True))
    parents = set(thread.exclude(pk=first.pk).values_list("parent_id", flat=True))
    return {
        "ends": _counted(ends),
        "texts": len(set(thread.values_list("comment", flat=True))),
        "orders": len(set(orders)) == len(orders),
        "parents": parents == {first.pk},
    }


def _replying(first: Any, person: Any, arguments: dict[str, Any]) -> forks.Deed:
    return lambda: comments.post_comment(by=person, text=f"We do, says {person.name}.", reply_to=first, **arguments)


def _counted(ends: list[int]) -> list[tuple[int, int]]:
    return sorted(Counter(ends).items())


RUSHES: dict[str, Callable[[], Became]] = {
    rush.__name__: rush
    for rush in (
        numbers,
        one_confirmation,
        one_position,
        one_merge,
        one_version,
        decided_or_withdrawn,
        replies,
    )
}

if __name__ == "__main__":
    _, name = sys.argv
    print(json.dumps({**RUSHES[name](), "wrong": list(wrong())}))
