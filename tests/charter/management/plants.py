"""A fault of each kind that `check_consultation` knows, planted in data of whatever size, and whether it is found."""

from __future__ import annotations

import re
import uuid
from io import StringIO

from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Mandate
from charter.models import (
    Adoption,
    Amendment,
    AmendmentText,
    Arrangement,
    Change,
    Corrigendum,
    CurrentWording,
    Decision,
    DecisionType,
    Merge,
    Position,
    Provision,
    Version,
    VersionStatusAct,
    VersionWording,
    Wording,
)


def ran(name: str, *args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(name, *args, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def one(rows):
    """The first row alone, to be changed past our code."""
    return rows.filter(pk=rows.order_by("pk").values_list("pk", flat=True).first())


def merged():
    return Amendment.objects.filter(state="merged").order_by("pk")[0]


def of_merge():
    return one(Wording.objects.filter(came_from="merge").exclude(text=""))


def plant_split_inside_word():
    one(Change.objects.filter(kind="replace", text=F("text__amendment__text"))).update(kind="split", cut=2, html="")


def run_by(*marks):
    """The whole words of a merge as one run, said to come from these."""
    rows = of_merge()
    rows.update(runs=[{"text": rows.get().text, "by": list(marks)}])


def decided_on_words_that_do_not_hold():
    amendment = merged()
    old = amendment.text
    beside = AmendmentText.objects.create(
        amendment=amendment, number=99, language=old.language, prepared_by=old.prepared_by, at=old.at
    )
    Decision.objects.filter(amendment=amendment).update(text=beside)


def with_words_of_another():
    amendment = merged()
    other = Amendment.objects.create(
        round=amendment.round,
        organisation=amendment.organisation,
        begun_by=amendment.begun_by,
        begun_at=amendment.begun_at,
    )
    AmendmentText.objects.filter(pk=amendment.text_id).update(amendment=other)


def type_of_another_outcome() -> None:
    decision_type = DecisionType.objects.create(names={"en": "Outside the scope"}, outcome="not_accepted")
    one(Decision.objects.filter(outcome="accepted")).update(type=decision_type)


def position_of_its_own():
    amendment = merged()
    mandate = Mandate.objects.filter(organisation=amendment.organisation).order_by("pk")[0]
    said = {"stance": "support", "by": mandate.person, "mandate": mandate, "at": timezone.now()}
    Position.objects.create(organisation=amendment.organisation, text=amendment.text, **said)


def identical_and_refused():
    """A copy of what is in the text, of the same round, with a public decision against it."""
    amendment = merged()
    text, decision, changes = amendment.text, amendment.decision, list(amendment.text.changes.all())
    amendment.pk, amendment.key, amendment.number, amendment.state = None, uuid.uuid4(), 999, "decided"
    amendment.text = None
    amendment.save()
    text.pk, text.amendment = None, amendment
    text.save()
    for change in changes:
        change.pk, change.text = None, text
        change.save()
    Amendment.objects.filter(pk=amendment.pk).update(text=text)
    said = {"reason": decision.reason, "by": decision.by, "at": decision.at, "release": decision.release}
    Decision.objects.create(amendment=amendment, text=text, outcome="not_accepted", **said)


def accepted_and_in_no_version():
    """A public acceptance of what the text never took in, and a version after it."""
    amendment = merged()
    version = Version.objects.order_by("-number")[0]
    if version.number == amendment.round.version.number:
        version.pk, version.number, version.published_at = None, version.number + 1, timezone.now()
        version.save()
    Amendment.objects.filter(pk=amendment.pk).update(state="decided")
    Adoption.objects.filter(change__text__amendment=amendment).update(change=None, asked_by=None)
    amendment.text.changes.update(carry="clean")


def in_no_charter():
    """A key in the tree that is of no article."""
    row = Arrangement.objects.last()
    row.tree[0]["key"] = str(uuid.uuid4())
    Arrangement.objects.filter(pk=row.pk).update(tree=row.tree)


def twice_in_the_tree():
    row = Arrangement.objects.last()
    row.tree[0]["blocks"].append(row.tree[0]["blocks"][0])
    Arrangement.objects.filter(pk=row.pk).update(tree=row.tree)


def corrected_with_words_of_another():
    version = Version.objects.order_by("pk")[0]
    Corrigendum.objects.create(
        version=version,
        number=1,
        provision=Provision.objects.first(),
        language="en",
        wording=Wording.objects.last(),
        reason=Decision.objects.order_by("pk")[0].reason,
        signed_by=version.proposed_by,
        agreed_by=version.published_by,
        at=version.published_at,
    )


def standing_on_words_of_another_language():
    standing = one(CurrentWording.objects.filter(language="en"))
    standing.update(wording=Wording.objects.filter(language="fr").first())


def line_with_words_of_another():
    line = one(VersionWording.objects.filter(wording__isnull=False))
    line.update(wording=Wording.objects.exclude(provision=line.get().provision).first())


# Each kind by its sentence, with … for what it names.
PLANTS = {
    "Amendment … is … and has … decisions that hold.": lambda: Decision.objects.update(superseded_at=timezone.now()),
    "Amendment … is … and has a decision that holds.": lambda: one(Amendment.objects.filter(state="merged")).update(
        state="under_review"
    ),
    "Amendment … is in the text and its decision is ….": lambda: Decision.objects.update(outcome="not_accepted"),
    "Amendment … is in the text and its decision is not public.": lambda: Decision.objects.update(release=None),
    "The decision on amendment … is on words that do not hold any more.": decided_on_words_that_do_not_hold,
    "Amendment … is …, and amendment …, which proposes the same, is granted.": identical_and_refused,
    "Amendment … has a number that its round never gave.": lambda: one(Amendment.objects.all()).update(number=999),
    "The words of amendment … belong to another one.": with_words_of_another,
    "Amendment … is public and its words are not fixed.": lambda: AmendmentText.objects.update(fixed_at=None),
    "… asks for amendment … and takes a position on it.": position_of_its_own,
    "The decision on amendment … is …, and its type belongs to ….": type_of_another_outcome,
    "Amendment … is in the text without its change ….": lambda: Change.objects.update(carry="clean"),
    "Change … of amendment … splits its provision inside a word.": plant_split_inside_word,
    "Change … of amendment … is in the text and was never adopted.": lambda: Adoption.objects.update(change=None),
    "Amendment … is … and a change of it is in the text.": lambda: one(
        Amendment.objects.filter(state="merged")
    ).update(state="withdrawn"),
    "Amendment … is … in public and changed nothing in version ….": accepted_and_in_no_version,
    "Merge … is … and wrote adoptions.": lambda: one(Merge.objects.filter(state="applied")).update(state="open"),
    "Merge … is applied and does not say by whom.": lambda: one(Merge.objects.filter(state="applied")).update(
        applied_by=None
    ),
    "The runs of … do not spell its words.": lambda: of_merge().update(runs=[]),
    "Words of … have no origin: “…”.": run_by,
    "Words of … come from …, which does not exist.": lambda: run_by("adoption:999999"),
    "Wording … is not what its digest says.": lambda: of_merge().update(html="Other."),
    "Wording … does not carry what its digest says.": lambda: of_merge().update(carries_digest=""),
    "The words of … belong to another provision or language.": standing_on_words_of_another_language,
    "The plain words of … are not those of its HTML.": lambda: of_merge().update(text="Other."),
    "Version … is not what its digest says.": lambda: one(Version.objects.all()).update(digest="0" * 64),
    "Version … does not say what it is, so it would take in further lines.": lambda: (
        VersionStatusAct.objects.all().order_by()._raw_delete("default")
    ),
    "In version …, … (…) has the words of another provision.": line_with_words_of_another,
    "Corrigendum … of version … has the words of another provision.": corrected_with_words_of_another,
    "Arrangement … is not what its digest says.": lambda: one(Arrangement.objects.all()).update(digest="0" * 64),
    "Key … stands … times in arrangement ….": twice_in_the_tree,
    "Key … of arrangement … is not of its charter.": in_no_charter,
}


def found(kind, plant):
    """Whether the command exits 1 with a sentence of that kind; the fault is taken out again."""
    with transaction.atomic():
        plant()
        code, out = ran("check_consultation")
        transaction.set_rollback(True)
    sentence = re.compile(re.escape(kind).replace("…", ".+"))
    return code == 1 and any(sentence.fullmatch(line) for line in out.splitlines())
