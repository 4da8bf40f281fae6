"""Two commands that recompute: the record's chain, and what must hold of the data."""

from __future__ import annotations

import ast
import inspect
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts import triggers
from accounts.models import Mandate, Record
from charter import receivers
from charter.actions import merges
from charter.models import (
    Adoption,
    Amendment,
    AmendmentText,
    Arrangement,
    Article,
    Change,
    Charter,
    Corrigendum,
    Decision,
    Merge,
    Position,
    Provision,
    Standing,
    Version,
    VersionStatusAct,
    VersionWording,
    Wording,
)
from charter.queries import faults
from tests import factories


def ran(name: str, *args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(name, *args, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


KEPT = "The city keeps a third."


@pytest.fixture
def merged(version, charter, city, officer, moderator):
    """A consultation with an applied merge."""
    round_ = factories.deciding(version)
    asked = factories.under_review(round_, city, officer, factories.provision(charter, 5), KEPT)
    asked = factories.accepted(asked, moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin(article=article, language="en", round_=round_, by=moderator)
    merges.choose(merge=merge, amendments=[asked], by=moderator)
    merges.apply(merge=merge, by=moderator)
    return asked


def test_a_sound_consultation_has_no_fault(merged):
    assert ran("check_consultation") == (0, f"{len(faults.FAULTS)} checks, no fault.\n")


def test_a_sound_record_says_its_head(merged):
    last = Record.objects.last()
    assert ran("verify_record") == (0, f"{last.number} acts, head {last.digest}.\n")
    assert ran("verify_record", "--head", Record.objects.first().digest)[0] == 0


def test_a_changed_act_is_found(merged):
    triggers.lift([Record])
    Record.objects.filter(number=2).update(content={"language": "xx"})
    assert ran("verify_record") == (1, "Act 2 was changed after it was written.\n")


def test_an_act_taken_out_is_found(merged):
    triggers.lift([Record])
    Record.objects.filter(number=2).delete()
    assert "Act 2 is missing." in ran("verify_record")[1]


def test_a_chain_cut_short_is_found_by_an_earlier_head(merged):
    head = Record.objects.last().digest
    triggers.lift([Record])
    Record.objects.last().delete()
    assert ran("verify_record")[0] == 0
    assert ran("verify_record", "--head", head)[0] == 1


def of_merge():
    return Wording.objects.filter(came_from="merge")


def text_beside(amendment):
    """A second text of an amendment, which does not hold."""
    old = amendment.text
    return AmendmentText.objects.create(
        amendment=amendment, number=2, language=old.language, prepared_by=old.prepared_by, at=old.at
    )


def another_of_the_round(amendment):
    return Amendment.objects.create(
        round=amendment.round,
        organisation=amendment.organisation,
        begun_by=amendment.begun_by,
        begun_at=amendment.begun_at,
    )


def position_of_its_own(amendment):
    mandate = Mandate.objects.get(organisation=amendment.organisation, person=amendment.begun_by)
    said = {"stance": "support", "by": mandate.person, "mandate": mandate, "at": timezone.now()}
    Position.objects.create(organisation=amendment.organisation, text=amendment.text, **said)


def in_another_charter():
    """An article that stands in the tree, given to another charter."""
    other = Charter.objects.create(slug="other", title=Charter.objects.get().title)
    Article.objects.filter(key=Arrangement.objects.last().tree[0]["key"]).update(charter=other)


def twice_in_the_tree():
    row = Arrangement.objects.last()
    row.tree[0]["blocks"].append(row.tree[0]["blocks"][0])
    Arrangement.objects.filter(pk=row.pk).update(tree=row.tree)


def corrected_with_words_of_another():
    version = Version.objects.get()
    Corrigendum.objects.create(
        version=version,
        number=1,
        provision=Provision.objects.first(),
        language="en",
        wording=Wording.objects.last(),
        reason=Decision.objects.get().reason,
        signed_by=version.proposed_by,
        agreed_by=version.published_by,
        at=version.published_at,
    )


# Each kind by its sentence, with … for what it names.
PLANTS = {
    "Amendment … is … and has … decisions that hold.": lambda: Decision.objects.update(superseded_at=timezone.now()),
    "Amendment … is … and has a decision that holds.": lambda: Amendment.objects.update(state="under_review"),
    "Amendment … is in the text and its decision is ….": lambda: Decision.objects.update(outcome="not_accepted"),
    "Amendment … is in the text and its decision is not public.": lambda: Decision.objects.update(release=None),
    "The decision on amendment … is on words that do not hold any more.": lambda: Decision.objects.update(
        text=text_beside(Amendment.objects.get())
    ),
    "Amendment … has a number that its round never gave.": lambda: Amendment.objects.update(number=99),
    "The words of amendment … belong to another one.": lambda: AmendmentText.objects.update(
        amendment=another_of_the_round(Amendment.objects.get())
    ),
    "Amendment … is public and its words are not fixed.": lambda: AmendmentText.objects.update(fixed_at=None),
    "… asks for amendment … and takes a position on it.": lambda: position_of_its_own(Amendment.objects.get()),
    "Amendment … is in the text without its change ….": lambda: Change.objects.update(carry="clean"),
    "Change … of amendment … is in the text and was never adopted.": lambda: Adoption.objects.update(change=None),
    "Amendment … is … and a change of it is in the text.": lambda: Amendment.objects.update(state="withdrawn"),
    "Merge … is … and wrote adoptions.": lambda: Merge.objects.update(state="open"),
    "Merge … is applied and does not say by whom.": lambda: Merge.objects.update(applied_by=None),
    "The runs of … do not spell its words.": lambda: of_merge().update(runs=[]),
    "Words of … have no origin: “…”.": lambda: of_merge().update(runs=[{"text": KEPT, "by": []}]),
    "Words of … come from …, which does not exist.": lambda: of_merge().update(
        runs=[{"text": KEPT, "by": ["adoption:999"]}]
    ),
    "Wording … is not what its digest says.": lambda: of_merge().update(html="Other."),
    "Wording … does not carry what its digest says.": lambda: of_merge().update(carries_digest=""),
    "The words of … belong to another provision or language.": lambda: Standing.objects.filter(language="en").update(
        wording=Wording.objects.filter(language="fr").first()
    ),
    "The plain words of … are not those of its HTML.": lambda: of_merge().update(text="Other."),
    "Version … is not what its digest says.": lambda: Version.objects.update(digest="0" * 64),
    "Version … does not say what it is, so it would take in further lines.": lambda: (
        VersionStatusAct.objects.all().order_by()._raw_delete("default")
    ),
    "In version …, … (…) has the words of another provision.": lambda: VersionWording.objects.filter(place=2).update(
        wording=Wording.objects.first()
    ),
    "Corrigendum … of version … has the words of another provision.": corrected_with_words_of_another,
    "Arrangement … is not what its digest says.": lambda: Arrangement.objects.update(digest="0" * 64),
    "Key … stands … times in arrangement ….": twice_in_the_tree,
    "Key … of arrangement … is not of its charter.": in_another_charter,
}


def kinds():
    """The sentence of every `yield` of every check that the command goes through."""
    for check in faults.FAULTS:
        for node in ast.walk(ast.parse(inspect.getsource(check))):
            if isinstance(node, ast.Yield):
                yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.value.values)


def test_every_kind_of_fault_has_a_plant():
    assert sorted(PLANTS) == sorted(kinds())


def test_each_planted_fault_is_found(merged):
    receivers.lift_guard()
    assert {kind: found(kind, plant) for kind, plant in PLANTS.items()} == dict.fromkeys(PLANTS, True)


def found(kind, plant):
    """Whether the command exits 1 with a sentence of that kind; the fault is taken out again."""
    with transaction.atomic():
        plant()
        code, out = ran("check_consultation")
        transaction.set_rollback(True)
    sentence = re.compile(re.escape(kind).replace("…", ".+"))
    return code == 1 and any(sentence.fullmatch(line) for line in out.splitlines())
