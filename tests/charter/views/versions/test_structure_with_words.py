"""A provision that one amendment moves, splits or combines while another one, or the same one, changes its words."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import reverse

from accounts.models import Letter
from charter.actions.amending.amendments import ChangeInput
from charter.actions.merging import merges
from charter.actions.versions import versions
from charter.models import Amendment, Article, Charter, CurrentWording, Round
from charter.queries.versions import data_faults
from charter.wording.charter_text import name_proposers
from tests import factories

FIFTH, THIRTY = factories.WORDS["en"][5:7]
FIRST, SECOND = "The city keeps one fifth of new homes", "for people with low incomes."
STRUCTURES = ["move", "split", "join"]
ORDERS = ["in one amendment", "in one merge", "structure first", "words first"]


@dataclass
class Told:
    """What was proposed: the structure of a provision by the first amendment, its words by the last one."""

    kind: str
    amendments: list[Amendment]


def changes_of(kind: str, charter: Charter) -> list[ChangeInput]:
    """New words for a provision, and another place, a split or a combination of it."""
    homes = factories.provision(charter, 5)
    structures = {
        "move": ChangeInput("move", homes, after=factories.provision(charter, 6)),
        "split": ChangeInput("split", homes, f"{FIRST}\n\n{SECOND}"),
        "join": ChangeInput("join", homes, FIFTH),
    }
    return [ChangeInput("replace", homes, FIFTH.replace("fifth", "third")), structures[kind]]


def confirm(round_: Round, changes: list[ChangeInput], name: str) -> Amendment:
    city = factories.organisation(name)
    return factories.confirmed(round_, city, factories.member(city, "delegate"), changes=changes)


def bring(amendments: list[Amendment], round_: Round, moderator) -> None:
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merges.choose_amendments(merge=merge, amendments=amendments, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)


@pytest.fixture(params=STRUCTURES)
def kind(request):
    return request.param


@pytest.fixture(params=ORDERS)
def told(request, db, moderator, kind):
    first = factories.version(factories.charter(languages=("en",)))
    round_ = factories.round_(first)
    words, structure = changes_of(kind, first.charter)
    several = [[words, structure]] if request.param == "in one amendment" else [[structure], [words]]
    made = [confirm(round_, changes, f"City No. {number}") for number, changes in enumerate(several)]
    decided = factories.deciding_now(round_)
    made = [factories.accepted(Amendment.objects.get(pk=amendment.pk), moderator) for amendment in made]
    if request.param in ("structure first", "words first"):
        for amendment in made if request.param == "structure first" else made[::-1]:
            bring([amendment], decided, moderator)
    else:
        bring(made, decided, moderator)
    publication = versions.propose_version(charter=Charter.objects.get(), by=moderator)
    versions.publish_version(publication=publication, by=factories.holder("moderator"))
    made = [Amendment.objects.get(pk=amendment.pk) for amendment in made]
    return Told(kind, made)


def shown(client, name: str, *args: object) -> str:
    page = client.get(reverse(name, args=args)).content.decode()
    return page.split("<main")[1].split("</main>")[0]


def test_the_words_are_in_the_text_at_their_new_place(told):
    now = {str(row.provision.key): row.wording.text for row in CurrentWording.objects.select_related("provision")}
    article = next(s for s in Charter.objects.get().arrangement.sections if s.number == "I")
    third = FIFTH.replace("fifth", "third")
    expected = {
        "move": [THIRTY, third],
        "split": [FIRST.replace("fifth", "third"), SECOND, THIRTY],
        "join": [f"{third} {THIRTY}"],
    }
    assert [now[block.key] for block in article.blocks[3:]] == expected[told.kind]
    assert list(data_faults.all_faults()) == []


def test_each_proposer_is_named_once_and_numbers_are_said_to_change(client, told):
    log, comparison, table = (
        shown(client, "change_log", 2),
        shown(client, "compare", 1, 2),
        shown(client, "decisions").split("<tbody>")[1],
    )
    for amendment in told.amendments:
        assert log.count(name_proposers(amendment)) == 1
        assert reverse("amendment", args=[1, amendment.number]) in comparison
        assert table.count(str(amendment.organisation)) == 1
    assert "No provision was renumbered." not in comparison


def test_each_amendment_is_in_the_text_and_cites_the_text_it_was_written_for(client, told):
    for amendment in told.amendments:
        page = shown(client, "amendment", 1, amendment.number)
        assert "In the text since version 2" in page and ">version 1</a>" in page
        assert page.split('<p class="lead">')[1].split("</p>")[0].count("<bdi>I.1.1</bdi>") == 1
        letters = Letter.objects.filter(organisation=amendment.organisation, kind="decisions")
        assert [f"1/{amendment.number}: Accepted." in letter.body for letter in letters] == [True]
