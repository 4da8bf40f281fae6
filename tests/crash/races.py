"""Two unlike acts on the same thing at once, each in a process of its own; says as JSON what became of each pair.

`python -m tests.crash.races NAME`
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from accounts.models import Letter, Person  # noqa: E402
from charter.actions.amending import amendments, positions, rounds  # noqa: E402
from charter.actions.deciding import decisions  # noqa: E402
from charter.actions.merging import merges  # noqa: E402
from charter.actions.versions import versions  # noqa: E402
from charter.models import Amendment, Article, Charter, Merge, Position, Release, Round, VersionWording  # noqa: E402
from tests import factories  # noqa: E402
from tests.crash import forks  # noqa: E402
from tests.crash.deeds import THIRD  # noqa: E402
from tests.crash.states import wrong  # noqa: E402

PAIRS, OPENED, HOMES, HEARD = 12, 4, 5, 6
Became = dict[str, Any]
Pair = tuple[forks.Deed, forks.Deed]


def supported_or_withdrawn() -> Became:
    """A delegate supports an amendment while its own withdraws it."""
    round_ = factories.round_(factories.version(factories.charter(languages=("en", "fr"))))
    other = factories.organisation("Velmora")
    by = factories.member(other, "delegate")
    pairs, proposed = [], []
    for _ in range(PAIRS):
        city = factories.organisation()
        delegate = factories.member(city, "delegate")
        amendment = factories.confirmed(round_, city, delegate, THIRD, HOMES)
        proposed.append(amendment)
        pairs.append((_supporting(other, amendment, by), _withdrawing(amendment, delegate)))
    ends = _raced(pairs)
    counts = [Position.objects.filter(text__amendment=amendment, superseded_at=None).count() for amendment in proposed]
    states = set(Amendment.objects.values_list("state", flat=True))
    return {"ends": ends, "held": counts, "states": sorted(states)}


def _supporting(other: Any, amendment: Any, by: Person) -> forks.Deed:
    return lambda: positions.take_position(organisation=other, text=amendment.text, by=by, stance="support")


def _withdrawing(amendment: Any, delegate: Person) -> forks.Deed:
    return lambda: amendments.withdraw_amendment(amendment=amendment, by=delegate)


def confirmed_or_closed() -> Became:
    """Delegates confirm while the secretariat the publication closes the round by a clock that is at its end."""
    round_ = factories.round_(factories.version(factories.charter(languages=("en", "fr"))))
    moderator, confirming = factories.holder("moderator"), []
    for _ in range(PAIRS):
        city = factories.organisation()
        delegate = factories.member(city, "delegate")
        amendment = factories.sent(round_, city, factories.member(city, "officer"))
        confirming.append((amendment, _confirming(amendment, delegate)))
    end = round_.support_until + timedelta(seconds=1)
    closing = lambda: rounds.close_round(round_=round_, by=moderator, at=end)  # noqa: E731
    half = PAIRS // 2
    deeds = [deed for _, deed in confirming]
    ends = forks.together([*deeds[:half], closing, *deeds[half:]])
    closed = ends.pop(half)
    rows = dict(Amendment.objects.values_list("pk", "number"))
    states = dict(Amendment.objects.values_list("pk", "state"))
    became = [
        (end, states[amendment.pk], rows[amendment.pk] is not None)
        for (amendment, _), end in zip(confirming, ends, strict=True)
    ]
    numbers = sorted(number for number in rows.values() if number)
    return {"closed": closed, "became": sorted(set(became)), "numbers": numbers == list(range(1, len(numbers) + 1))}


def _confirming(amendment: Any, delegate: Person) -> forks.Deed:
    return lambda: amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)


def begun_and_confirmed() -> Became:
    """Cities begin amendments of a round while others confirm theirs; the round's row is what both refer to."""
    round_ = factories.round_(factories.version(factories.charter(languages=("en",))))
    deeds = []
    for _ in range(PAIRS):
        city, other = factories.organisation(), factories.organisation()
        delegate, officer = factories.member(city, "delegate"), factories.member(other, "officer")
        amendment = factories.sent(round_, city, factories.member(city, "officer"))
        deeds += [_confirming(amendment, delegate), _sending(round_, other, officer)]
    ends = forks.together(deeds)
    numbers = Amendment.objects.exclude(number=None).values_list("number", flat=True)
    return {"ends": sorted(set(ends)), "numbers": sorted(numbers), "begun": Amendment.objects.count()}


def _sending(round_: Any, city: Any, officer: Person) -> forks.Deed:
    return lambda: [factories.sent(round_, city, officer) for _ in range(OPENED)]


def released_twice() -> Became:
    """Moderators release the same decisions, each for oneself."""
    round_, moderator = factories.deciding(factories.version(factories.charter())), factories.holder("moderator")
    for name in ("Tamanrit", "Velmora"):
        city = factories.organisation(name)
        officer, _ = factories.member(city, "officer"), factories.member(city, "delegate")
        amendment = factories.under_review(round_, city, officer, factories.provision(round_.charter, HOMES), THIRD)
        factories.accepted(amendment, moderator, release=False)
    deed = lambda: decisions.release_decisions(round_=round_, by=moderator)  # noqa: E731
    ends = forks.together([deed] * PAIRS)
    letters = list(Letter.objects.filter(kind="decisions").values_list("to", "key"))
    once = len(letters) == len(set(letters))
    return {"ends": sorted(ends), "releases": Release.objects.count(), "told": bool(letters), "once": once}


def applied_or_corrected() -> Became:
    """A merge is applied while the decision on the amendment in it is corrected."""
    _allow_several_charters()
    pairs, proposed = [], []
    for number in range(OPENED):
        _, amendment, merge, moderator = _merging(number)
        proposed.append(amendment)
        pairs.append((_applying(merge, moderator), _correcting(amendment, moderator)))
    ends = _raced(pairs)
    after = [Amendment.objects.get(pk=amendment.pk) for amendment in proposed]
    return {"ends": ends, "became": sorted({(amendment.state, amendment.decision.outcome) for amendment in after})}


def published_or_applied() -> Became:
    """A version is agreed to while a merge moves the text that was proposed."""
    _allow_several_charters()
    pairs = []
    for number in range(OPENED):
        publication, _, merge, moderator = _merging(number)
        pairs.append((_publishing(publication, factories.holder("moderator")), _applying(merge, moderator)))
    ends = _raced(pairs)
    unseen = VersionWording.objects.filter(wording__html=THIRD).count()
    states = sorted(set(Merge.objects.values_list("state", flat=True)))
    return {"ends": ends, "unseen": unseen, "states": states}


def _allow_several_charters() -> None:
    """A site has one charter. Each of these races needs one of its own, for a version that is proposed."""
    with connection.schema_editor() as editor:
        editor.remove_constraint(Charter, Charter._meta.constraints[0])


def _merging(number: int) -> tuple[Any, Any, Merge, Person]:
    """Of a charter in one language a version that was proposed, and since then a merge of one amendment more."""
    charter = factories.charter(f"charter-{number}", languages=("en",))
    round_, city = factories.deciding(factories.version(charter)), factories.organisation()
    officer, moderator = factories.member(city, "officer"), factories.holder("moderator")
    heard = "The city answers each request within twenty days."
    factories.merged(round_, {HEARD: heard}, by=moderator, city=city, proposer=officer)
    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=moderator)
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, HOMES), THIRD)
    amendment = factories.accepted(amendment, moderator)
    article = Article.objects.get(charter=charter, slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=Round.objects.get(pk=round_.pk), by=moderator)
    merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    return publication, amendment, merge, moderator


def _applying(merge: Merge, moderator: Person) -> forks.Deed:
    return lambda: merges.apply_merge(merge=merge, by=moderator)


def _correcting(amendment: Any, moderator: Person) -> forks.Deed:
    arguments = {"outcome": "not_accepted", "reason": {"en": "It costs too much."}, "note": "A number was wrong."}
    return lambda: decisions.correct_decision(decision=amendment.decision, by=moderator, **arguments)


def _publishing(publication: Any, second: Person) -> forks.Deed:
    return lambda: versions.publish_version(publication=publication, by=second)


def _raced(pairs: list[Pair]) -> list[tuple[int, int]]:
    """How both of each pair ended; every second pair starts with its other one."""
    turned = [pair if number % 2 else pair[::-1] for number, pair in enumerate(pairs)]
    ends = forks.together([deed for pair in turned for deed in pair])
    results = list(zip(ends[::2], ends[1::2], strict=True))
    return [pair if number % 2 else pair[::-1] for number, pair in enumerate(results)]


RACES: dict[str, Callable[[], Became]] = {
    race.__name__: race
    for race in (
        supported_or_withdrawn,
        confirmed_or_closed,
        begun_and_confirmed,
        released_twice,
        applied_or_corrected,
        published_or_applied,
    )
}

if __name__ == "__main__":
    _, name = sys.argv
    print(json.dumps({**RACES[name](), "wrong": list(wrong())}))
