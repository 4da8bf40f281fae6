"""Corrections over the catalogues of a process, and the texts that are noted of a page."""

from __future__ import annotations

import pytest
from django.utils.translation import (
    gettext,
    gettext_lazy,
    ngettext,
    ngettext_lazy,
    npgettext,
    override,
    pgettext,
    pgettext_lazy,
)

from accounts import interface_texts
from accounts.interface_texts import InterfaceText, catalogued_texts, current_forms, plural_examples, recorded_texts

LATER = gettext_lazy("Menu")


@pytest.fixture
def corrected():
    """French with other words for a few texts."""
    with_context = InterfaceText("Comment", context="write a comment")
    numbered = InterfaceText("one seat", "%(n)s seats", "at a table")
    interface_texts.set_corrections(
        {
            "fr": {
                "Menu": ("Carte",),
                with_context.key: ("Remarquer",),
                "%(n)s comment": ("%(n)s remarque", "%(n)s remarques"),
                numbered.key: ("une place", "%(n)s places"),
            },
            "en": {"Menu": ("All pages",)},
        }
    )
    yield
    interface_texts.set_corrections({})


def test_corrections_overlay_every_kind_of_lookup(corrected):
    with override("fr"):
        assert (gettext("Menu"), str(LATER)) == ("Carte", "Carte")
        assert (
            pgettext("write a comment", "Comment") == str(pgettext_lazy("write a comment", "Comment")) == "Remarquer"
        )
        assert [ngettext("%(n)s comment", "%(n)s comments", n) for n in (0, 1, 2)] == [
            "%(n)s remarque",
            "%(n)s remarque",
            "%(n)s remarques",
        ]
        assert ngettext_lazy("%(n)s comment", "%(n)s comments", "n") % {"n": 5} == "5 remarques"
        assert npgettext("at a table", "one seat", "%(n)s seats", 1) == "une place"
        assert gettext("Search") == "Rechercher"


def test_a_correction_is_of_one_language_alone(corrected):
    with override("es"):
        assert gettext("Menu") != "Carte"
    with override("en"):
        assert gettext("Menu") == "All pages"
    with override("fr-x-pt"):  # a French interface around Portuguese words
        assert gettext("Menu") == "Carte"


def test_without_corrections_the_catalogue_speaks_again(corrected):
    interface_texts.set_corrections({})
    with override("fr"):
        assert gettext("Menu") == "Menu"
        assert ngettext("%(n)s comment", "%(n)s comments", 2) == "%(n)s commentaires"


def test_what_is_kept_with_texts_is_made_again_after_a_correction():
    made = []
    keep = interface_texts.cache_with_texts(maxsize=5)(lambda: made.append(1))
    keep(), keep()
    interface_texts.set_corrections({})
    keep()
    with recorded_texts("fr"):
        keep()
    assert len(made) == 3


def test_the_texts_of_one_language_are_noted_in_their_order_and_only_inside():
    with override("fr"):
        gettext("Menu")
        with recorded_texts("fr") as record:
            pgettext("write a comment", "Comment")
            ngettext("%(n)s comment", "%(n)s comments", 2)
            gettext("words of a person that no catalogue has")
            with override("es"):
                gettext("Search")
        gettext("Search")
    assert record.texts() == [
        InterfaceText("Comment", context="write a comment"),
        InterfaceText("%(n)s comment", "%(n)s comments"),
    ]


def test_catalogues_know_each_text_with_its_plural_and_context():
    comments = InterfaceText("%(n)s comment", "%(n)s comments")
    assert catalogued_texts()[comments.digest] == comments
    assert current_forms(comments, "en") == ("%(n)s comment", "%(n)s comments")
    assert current_forms(InterfaceText("Comment", context="write a comment"), "en") == ("Comment",)
    assert [len(plural_examples(comments, code)) for code in ("en", "fr", "es", "ar")] == [2, 2, 3, 6]
    assert plural_examples(comments, "ar")[:4] == [[0], [1], [2], [3, 4, 5]]
