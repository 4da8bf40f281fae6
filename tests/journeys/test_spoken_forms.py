"""Tracked changes, a conflict and a decision, as Chromium's accessibility tree gives them to a screen reader."""

from __future__ import annotations

import pytest

from accounts.models import Person
from charter.actions.merging import merges
from charter.models import Article
from charter.text.phrases import REDLINE
from tests import factories
from tests.journeys.spoken import FIELDS, Spoken
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser
LANGUAGES = ["ar", *(pytest.param(code, marks=pytest.mark.large) for code in ("en", "fr", "es"))]
in_four_languages = pytest.mark.parametrize("language", LANGUAGES)
OLD = factories.WORDS["en"][5]
CONFLICT, DECISION = "form.conflict", "main form:has([name=outcome])"
NAMED = (*FIELDS, "button", "DisclosureTriangle", "heading")


@pytest.fixture
def moderator(transactional_db, settings):
    settings.DEMONSTRATION = True
    person = factories.holder("moderator")
    Person.objects.filter(pk=person.pk).update(is_demonstration=True)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def asked(moderator):
    """Two wordings of one paragraph."""
    charter = factories.charter(languages=("en", "fr", "es", "ar"))
    round_ = factories.deciding(factories.version(charter))
    amendments = []
    for word, name in (("third", "Tamanrit"), ("quarter", "Velmora")):
        city = factories.organisation(name)
        delegate, place = factories.member(city, "delegate"), factories.provision(charter, 5)
        amendments.append(factories.under_review(round_, city, delegate, place, OLD.replace("fifth", word)))
    return amendments


@pytest.fixture
def merge(asked, moderator):
    chosen = [factories.accepted(amendment, moderator) for amendment in asked]
    article = Article.objects.get(slug="a-home-one-can-keep")
    new_merge = merges.begin_merge(article=article, language="en", round_=asked[0].round, by=moderator)
    return merges.choose_amendments(merge=new_merge, amendments=chosen, by=moderator)


def words(nodes):
    """What is read aloud, without the pauses between the pieces."""
    return "".join(node.name for node in nodes if node.role == "StaticText")


def names(nodes):
    """The names of the headings and of everything that is pressed, chosen or filled in."""
    return [node.name for node in nodes if node.role in NAMED]


def untranslated(visitor, path, selector, language):
    """Names that are the same in English, but for the wordings of the charter and their numbers."""
    pages = [names(Spoken(visitor.go(f"/{code}/{path}")).nodes(selector)) for code in {"en", language}]
    return {name for name in set.intersection(*map(set, pages)) if language != "en" and not name.isdigit()}


def group_of(nodes, radio):
    """The name of the group that a screen reader gives before this choice."""
    before = [node for node in nodes[: nodes.index(radio)] if node.role == "group" and node.name]
    return before[-1].name if before else ""


@in_four_languages
def test_tracked_changes_are_read_with_their_labels_in_order(asked, reader, language):
    nodes = Spoken(reader().go(f"/{language}/amendments/1/1/")).nodes("main p.words:has(ins)")
    label, before, after = REDLINE[language], *OLD.split("fifth")
    spoken = f"{before}{label['del']}fifth{label['end']}{label['ins']}third{label['end']}{after}"
    assert words(nodes) == spoken
    assert [node.role for node in nodes if node.role in ("deletion", "insertion")] == ["deletion", "insertion"]


@in_four_languages
def test_a_conflict_is_read_with_who_proposed_each_wording(merge, moderator, reader, language):
    visitor = enter(reader(), moderator)
    path = f"desk/merges/{merge.key}/"
    nodes = Spoken(visitor.go(f"/{language}/{path}")).nodes(CONFLICT)
    radios = [node for node in nodes if node.role == "radio"]
    proposed = [radio.name for radio in radios if REDLINE[language]["ins"].strip() in radio.name]
    assert [name.split()[:2] for name in proposed] == [["1", "Tamanrit."], ["2", "Velmora."]]
    assert all("fifth" in name and name.index("fifth") < name.index(REDLINE[language]["ins"][:4]) for name in proposed)
    heading = next(node.name for node in nodes if node.role == "heading")
    assert ({group_of(nodes, radio) for radio in radios}, len(radios) > 2) == ({heading}, True)
    assert (all(names(nodes)), untranslated(visitor, path, CONFLICT, language)) == (True, set())
    visitor.page.locator(f"{CONFLICT} .acts button").first.click()
    visitor.page.wait_for_selector("#problem")
    wrong = Spoken(visitor.page).nodes(CONFLICT)
    assert {radio.states["invalid"] for radio in wrong if radio.role == "radio"} == {"true"}
    assert next(node for node in wrong if node.role == "group").description


@in_four_languages
def test_a_decision_is_read_with_its_group_help_and_errors(asked, moderator, reader, language):
    visitor = enter(reader(), moderator)
    path = "desk/amendments/1/1/"
    nodes = Spoken(visitor.go(f"/{language}/{path}")).nodes(DECISION)
    radios = [node for node in nodes if node.role == "radio"]
    assert (len({group_of(nodes, radio) for radio in radios}), len(radios) > 5) == (1, True)
    assert (all(names(nodes)), group_of(nodes, radios[0]) != "") == (True, True)
    assert untranslated(visitor, path, DECISION, language) == set()
    visitor.page.locator(f"{DECISION} .acts button").first.click()
    visitor.page.wait_for_selector("#problem")
    wrong = Spoken(visitor.page).nodes(DECISION)
    marked = [node for node in wrong if node.states.get("invalid") == "true"]
    assert (len(marked) > 5, {node.role for node in marked} >= {"radio"}) == (True, True)
    assert next(node for node in wrong if node.role == "group").description
