"""A language editor agrees to be named, and readers of the published version read who translated it."""

from __future__ import annotations

import pytest

from charter.actions.languages import alignments
from tests import factories

pytestmark = pytest.mark.browser
THIRD = "The city keeps one third of new homes for people with low incomes."
TIERS = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."
CHOICE = "Name me as a translator in published versions"


def publish_translation(walked, people):
    homes, moderator = factories.provision(walked.charter, 5), people["moderator"]
    factories.deciding_now(walked)
    source = factories.adopt(homes, THIRD, by=moderator)
    for code, words in (("fr", TIERS), ("es", "La ciudad reserva un tercio de las viviendas nuevas.")):
        alignment = alignments.write_alignment(
            provision=homes, language=code, source=source, words=words, by=people[f"{code}1"]
        )
        alignment = alignments.submit_alignment(alignment=alignment, by=people[f"{code}1"])
        alignments.approve_alignment(alignment=alignment, by=people[f"{code}2"])
    factories.confirm_differences(walked.charter, by=people["second"])
    factories.next_version(walked.charter, by=moderator)


def test_who_agrees_is_named_with_the_version_until_the_consent_is_withdrawn(walked, people, reader):
    editor, member = reader(people["fr1"]), reader(people["officer"])
    page = editor.go("/en/account/")
    assert not page.get_by_label(CHOICE).is_checked()
    page.get_by_label(CHOICE).check()
    editor.press("Save")
    assert member.go("/en/account/").get_by_label(CHOICE).count() == 0
    publish_translation(walked, people)
    visitor, sentence = reader(), f"Traduction\N{NO-BREAK SPACE}: {people['fr1'].name}"
    assert visitor.go("/fr/charter/2/").get_by_text(sentence).is_visible()
    assert people["es1"].name not in visitor.go("/es/charter/2/").content()
    editor.go("/en/account/").get_by_label(CHOICE).uncheck()
    editor.press("Save")
    assert people["fr1"].name not in reader().go("/fr/charter/2/").content()
