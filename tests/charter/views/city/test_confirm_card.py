"""The delegate sees everything that becomes binding, on the card in the workspace and on the page to confirm."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.locales import join_in_words
from charter.actions.amending.amendments import ChangeInput
from tests import factories

HOME, FIFTH, THIRTY = factories.WORDS["en"][4:7]
WATER = factories.WORDS["en"][8]
NEW = "The city publishes a report each year."


@pytest.fixture
def waiting(round_, city, officer, charter):
    """An amendment with four changes: new words, a deletion, a move and a new provision."""
    place = lambda n: factories.provision(charter, n)  # noqa: E731
    changes = [
        ChangeInput("replace", place(5), FIFTH.replace("fifth", "third")),
        ChangeInput("delete", place(6)),
        ChangeInput("move", place(8), after=place(4)),
        ChangeInput("insert", place(9), NEW, new_kind="point"),
    ]
    return factories.sent(round_, city, officer, changes=changes)


def card(client, delegate):
    client.force_login(delegate)
    return client.get(reverse("city")).content.decode().split("Action required")[1].split("Our drafts")[0]


def confirming(client, delegate, waiting):
    client.force_login(delegate)
    page = client.get(reverse("draft_check", args=[waiting.key])).content.decode()
    return page.split("<main")[1].split("As an amending clause")[0]


@pytest.mark.parametrize("page", ["card", "page"])
def test_every_changed_provision_is_shown_with_its_text(page, client, delegate, waiting, charter):
    shown = card(client, delegate) if page == "card" else confirming(client, delegate, waiting)
    labels = charter.arrangement.labels("en")
    cites = [labels[str(factories.provision(charter, n).key)].citation for n in (5, 6, 8, 9)]
    assert f"amendment to {join_in_words(cites)}" in shown
    for cite in cites:
        assert f"<bdi>{cite}</bdi>" in shown
    assert "third" in shown.split("<ins>")[1].split("</ins>")[0]
    assert "fifth" in shown.split("<del>")[1].split("</del>")[0]
    assert THIRTY in shown.split("Delete this provision:")[1].split("</del>")[0]
    moved = shown.split(f"Move {cites[2]} after {labels[str(factories.provision(charter, 4).key)].citation}:")[1]
    assert "Everyone has the right to a home" in moved and WATER in moved
    assert NEW in shown


STRUCTURES = {
    "move": ("", "Move I.1.1 after I.1.2:", THIRTY),
    "split": (f"{FIFTH[:37]}\n\n{FIFTH[38:]}", "Split this provision. The wording does not change:", "new homes"),
    "join": (FIFTH, "Combine this provision with I.1.2. The wording does not change:", THIRTY),
}


@pytest.mark.parametrize("page", ["card", "page"])
@pytest.mark.parametrize("kind", STRUCTURES)
def test_new_words_are_shown_beside_another_place_or_border_of_the_same_provision(
    kind, page, client, delegate, round_, city, officer, charter
):
    typed, heading, words = STRUCTURES[kind]
    homes, after = factories.provision(charter, 5), factories.provision(charter, 6) if kind == "move" else None
    changes = [
        ChangeInput("replace", homes, FIFTH.replace("fifth", "third")),
        ChangeInput(kind, homes, typed, after=after),
    ]
    amendment = factories.sent(round_, city, officer, changes=changes)
    shown = card(client, delegate) if page == "card" else confirming(client, delegate, amendment)
    assert "amendment to I.1.1</" in shown or "amendment to I.1.1 " in shown or "amendment to I.1.1:" in shown
    reworded, structure = shown.split(heading)
    assert "third" in reworded.split("<ins>")[1].split("</ins>")[0] and "fifth" in reworded.split("<del>")[1]
    assert "one fifth of new homes" in structure and words in structure
