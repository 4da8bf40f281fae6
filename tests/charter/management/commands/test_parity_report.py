"""What differs between the languages of a stored charter."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests import factories

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command("parity_report", *args, stdout=out)
    return out.getvalue()


def test_languages_that_agree_have_no_difference(charter) -> None:
    assert run() == "en – fr\n  no difference\nen – es\n  no difference\n"


def test_one_language_is_said() -> None:
    factories.charter(languages=("en",))
    assert run() == "There is only one language.\n"


def test_other_figures_are_named(charter, moderator) -> None:
    factories.reword(
        factories.provision(charter, 6), "La ville répond dans les 40 jours.", by=moderator, language="fr"
    )
    assert "  I.1.2: numbers: “thirty” in the source text, “40” here\n" in run()


def test_a_provision_without_words_is_named(charter) -> None:
    factories.working(factories.provision(charter, 9), "fr").delete()
    assert "  II.1.a: “a first tap without charge in each square;” does not exist in this language" in run()


def test_as_json(charter) -> None:
    assert json.loads(run("--format=json")) == {"first": "en", "languages": {"fr": [], "es": []}}


def test_an_empty_site_is_said() -> None:
    err = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("parity_report", stderr=err)
    assert (end.value.code, err.getvalue()) == (1, "No charter has been imported yet.\n")
