"""Two commands that recompute: the record's chain, and what must hold of the data."""

from __future__ import annotations

import ast
import inspect

import pytest

from accounts import triggers
from accounts.models import Record
from charter import receivers
from charter.actions.merging import merges
from charter.models import Article
from charter.queries.versions import data_faults
from tests import factories

from .plants import PLANTS, found, ran

KEPT = "The city keeps a third."


@pytest.fixture
def merged(version, charter, city, officer, moderator):
    """A consultation with an applied merge."""
    round_ = factories.deciding(version)
    asked = factories.under_review(round_, city, officer, factories.provision(charter, 5), KEPT)
    asked = factories.accepted(asked, moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merges.choose_amendments(merge=merge, amendments=[asked], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    return asked


def test_a_sound_consultation_has_no_fault(merged):
    assert ran("check_consultation") == (0, f"{len(data_faults.FAULTS)} checks, no fault.\n")


def test_a_sound_record_says_its_head(merged):
    last = Record.objects.last()
    assert ran("verify_record") == (0, f"{last.number} acts, head {last.digest}.\n")
    assert ran("verify_record", "--head", Record.objects.first().digest)[0] == 0


def test_a_changed_act_is_found(merged):
    triggers.lift_triggers([Record])
    Record.objects.filter(number=2).update(content={"language": "xx"})
    assert ran("verify_record") == (1, "Act 2 was changed after it was written.\n")


def test_an_act_taken_out_is_found(merged):
    triggers.lift_triggers([Record])
    Record.objects.filter(number=2).delete()
    assert "Act 2 is missing." in ran("verify_record")[1]


def test_a_chain_cut_short_is_found_by_an_earlier_head(merged):
    head = Record.objects.last().digest
    triggers.lift_triggers([Record])
    Record.objects.last().delete()
    assert ran("verify_record")[0] == 0
    assert ran("verify_record", "--head", head)[0] == 1


def kinds():
    """The sentence of every `yield` of every check that the command goes through."""
    for check in data_faults.FAULTS:
        for node in ast.walk(ast.parse(inspect.getsource(check))):
            if isinstance(node, ast.Yield):
                yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.value.values)


def test_every_kind_of_fault_has_a_plant():
    assert sorted(PLANTS) == sorted(kinds())


def test_each_planted_fault_is_found(merged):
    receivers.lift_guard()
    assert {kind: found(kind, plant) for kind, plant in PLANTS.items()} == dict.fromkeys(PLANTS, True)
