"""A round brought to its end in one go, and nothing lost: ends, origins, states, acts."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import Record
from charter import tracing
from charter.exports.decisions import DecisionTable, is_open
from charter.models import Adoption, Amendment, Change, Decision, Merge, Round, Source, Wording
from charter.queries.deciding import decisions
from charter.states import PUBLIC_STATES, AmendmentState, MergeState, RebaseState
from consultation.demo.congress import play, size
from tests.consultation import finishing

SMALL = size.Size(
    governments=5,
    people=14,
    versions=2,
    articles=4,
    amendments=70,
    pending=60,
    on_first=40,
    comments=4,
    said_on_first=1,
)
SIX_HUNDRED = size.Size(governments=60, people=180, versions=2, articles=40, amendments=640, comments=10)


@pytest.fixture(
    params=[
        pytest.param(SMALL, id="sixty"),
        pytest.param(SIX_HUNDRED, id="six hundred", marks=pytest.mark.large),
    ]
)
def finished(request, db, settings):
    """The stage, its last round, and the version that came of it."""
    settings.DEMONSTRATION = True
    stage = play.build_congress(request.param, lambda line: None)
    round_ = Round.objects.get(closed_at=None)
    with time_machine.travel(round_.support_until, tick=True):
        version = finishing.finish(stage, round_)
    round_.refresh_from_db()
    return stage, round_, version


def test_nothing_is_lost(finished):
    stage, round_, version = finished
    every_amendment_has_one_end(stage, round_)
    every_word_of_the_version_has_an_origin(version)
    every_pending_change_has_a_state(round_)
    every_act_has_a_record(round_)
    call_command("check_consultation", stdout=StringIO())
    call_command("verify_record", stdout=StringIO())


def every_amendment_has_one_end(stage, round_):
    amendments = Amendment.objects.filter(round=round_, number__isnull=False)
    assert amendments.count() == stage.size.pending == round_.last_number
    assert set(amendments.values_list("state", flat=True)) <= PUBLIC_STATES - {AmendmentState.UNDER_REVIEW}
    counts = Counter(decisions.released_decisions(round_).values_list("amendment", flat=True))
    withdrawn = amendments.filter(state=AmendmentState.WITHDRAWN)
    assert set(counts.values()) == {1}
    assert counts.keys() | set(withdrawn.values_list("pk", flat=True)) == set(amendments.values_list("pk", flat=True))
    tally = decisions.tally_decisions(round_)
    assert (tally.amendments, tally.withdrawn, tally.open) == (amendments.count(), 1, 0)
    assert not [row for row in DecisionTable(round_.charter, round_, "en").rows if is_open(row)]


def every_word_of_the_version_has_an_origin(version):
    marks = {
        "source": set(Source.objects.values_list("pk", flat=True)),
        "adoption": set(Adoption.objects.values_list("pk", flat=True)),
        "wording": set(Wording.objects.values_list("pk", flat=True)),
    }
    for row in version.manifest.exclude(wording=None).select_related("wording"):
        assert tracing.runs_spell(row.wording.runs, row.wording.text)
        for run in row.wording.runs:
            assert run["by"]
            assert all(int(pk) in marks[kind] for kind, _, pk in (mark.partition(":") for mark in run["by"]))


def every_pending_change_has_a_state(round_):
    """What was accepted and is not in the text is void or to be checked; nothing accepted is left over."""
    accepted = Amendment.objects.filter(
        round=round_, state=AmendmentState.DECIDED, decisions__superseded_at=None, decisions__outcome="accepted"
    )
    assert not accepted.exists()
    changes = Change.objects.filter(text__amendment__round=round_)
    assert set(changes.values_list("carry", flat=True)) <= set(RebaseState.values)
    assert changes.filter(carry=RebaseState.MERGED).exists()


def every_act_has_a_record(round_):
    decisions_ = Decision.objects.filter(amendment__round=round_)
    verbs = Counter(Record.objects.values_list("act", flat=True))
    followed = decisions_.filter(note__isnull=False).count()
    # Conflicts end by decisions before anything is public, so that no decision follows from a merge.
    assert verbs["decision followed"] == followed == 0
    assert decisions_.filter(outcome="falls", because_of__isnull=False).exists()
    of_rounds_before = Decision.objects.exclude(amendment__round=round_).count()
    assert verbs["amendment decided"] == decisions_.count() - followed + of_rounds_before
    assert verbs["merge applied"] == Merge.objects.filter(state=MergeState.APPLIED).count()
    assert verbs["version published"] == round_.charter.versions.count()
