"""Two commands that recompute: the record's chain, and what must hold of the data."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from accounts import triggers
from accounts.models import Record
from charter.actions import merges
from charter.models import Amendment, Article, Change, Decision, Merge, Standing, Version, VersionWording, Wording
from charter.queries import faults
from tests import factories


def ran(name: str, *args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(name, *args, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def merged(version, charter, city, officer, moderator):
    """A consultation with an applied merge."""
    round_ = factories.deciding(version)
    asked = factories.under_review(round_, city, officer, factories.provision(charter, 5), "The city keeps a third.")
    asked = factories.accepted(asked, moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin(article=article, language="en", round_=round_, by=moderator)
    merges.choose(merge=merge, amendments=[asked], by=moderator)
    return merges.apply(merge=merge, by=moderator)


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


BREAK = {
    "under_review and has a decision": lambda: Amendment.objects.update(state="under_review"),
    "its decision is not_accepted": lambda: Decision.objects.update(outcome="not_accepted"),
    "its decision is not public": lambda: Decision.objects.update(release=None),
    "a number that its round never gave": lambda: Amendment.objects.update(number=99),
    "its words are not fixed": lambda: Amendment.objects.get().texts.update(fixed_at=None),
    "in the text without its change 1": lambda: Change.objects.update(carry="clean"),
    "is open and wrote adoptions": lambda: Merge.objects.update(state="open"),
    "do not spell its words": lambda: Wording.objects.filter(came_from="merge").update(runs=[]),
    "which does not exist": lambda: Wording.objects.filter(came_from="merge").update(
        runs=[{"text": "The city keeps a third.", "by": ["adoption:999"]}]
    ),
    "is not what its digest says": lambda: Wording.objects.filter(came_from="merge").update(html="Other."),
    "does not carry what its digest says": lambda: Wording.objects.filter(came_from="merge").update(carries_digest=""),
    "belong to another provision": lambda: Standing.objects.filter(language="en").update(
        wording=Wording.objects.filter(language="fr").first()
    ),
    "Version 1 is not what its digest says": lambda: Version.objects.update(digest="0" * 64),
    "has the words of another provision": lambda: VersionWording.objects.filter(place=2).update(
        wording=Wording.objects.first()
    ),
}


@pytest.mark.parametrize("said", BREAK)
def test_each_broken_thing_is_found(merged, said):
    triggers.lift([Wording, Version, VersionWording])
    BREAK[said]()
    code, out = ran("check_consultation")
    assert code == 1
    assert said in out
