"""A version taken away in any format and imported again changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from charter.actions.languages.editions import Origin
from charter.exports import files
from charter.exports.texts import Text
from charter.importing.drafts import Edition
from charter.importing.plan import Plan, plan_import
from charter.importing.reading import read_file
from charter.importing.storing import stored_editions, take_edition
from charter.importing.structure import understand_document
from charter.models import Charter
from charter.structure import TextStructure
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pandoc_here")]
ENDINGS = ("docx", "odt", "html", "md")


@pytest.fixture
def published(demo: dict[str, Edition]):
    """Version 1 of the first articles of the demonstration charter in its four languages."""
    return factories.version(founded(demo))


def founded(demo: dict[str, Edition]) -> Charter:
    kept = {"preamble", "general", "i", "ii", "iii", "vi", "final"}
    charter = None
    for lang in ("en", "fr", "es"):
        whole = demo[lang]
        text = replace(whole, articles=tuple(article for article in whole.articles if article.source_id in kept))
        origin = Origin(f"charter.{lang}.html", "0" * 64)
        charter = take_edition(
            text, charter_slug="charter", origin=origin, by=None, at=timezone.now(), required=False
        ).charter
    assert charter is not None
    return charter


def imported(version, lang: str, ending: str) -> Plan:
    document = files.write_file(Text(version.charter, version, lang), ending)
    blocks = read_file(document, f"charter.{ending}")
    structure = version.charter.text_structure
    return plan_import(
        understand_document(blocks, lang),
        stored_editions(version.charter),
        left_out=blocks.left_out,
        structure=structure,
    )


@pytest.mark.parametrize(
    "structure",
    [
        TextStructure("arabic", ("letter", "roman", "number")),
        TextStructure("roman", ("roman", "letter", "number")),
        TextStructure("roman", ("letter", "number", "roman")),
    ],
)
def test_an_export_with_another_numbering_that_comes_back_makes_no_difference(
    demo: dict[str, Edition], structure: TextStructure
) -> None:
    charter = founded(demo)
    charter.numerals, charter.structure = structure.numerals, structure.as_json()
    charter.save()
    version = factories.version(charter)
    for lang in ("en", "fr"):
        import_plan = imported(version, lang, "docx")
        changed = [
            (line.action, line.draft.text, line.was) for line in import_plan.provisions() if line.action != "leave"
        ]
        assert (lang, changed, import_plan.removed, import_plan.renumbered) == (lang, [], (), ())


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_export_that_comes_back_makes_no_difference(published, ending: str) -> None:
    for lang in ("en", "fr", "es"):
        import_plan = imported(published, lang, ending)
        changed = [
            (draft_line.action, draft_line.draft.text, draft_line.was)
            for draft_line in import_plan.provisions()
            if draft_line.action != "leave"
        ]
        assert (lang, changed, import_plan.removed, import_plan.renumbered) == (lang, [], (), ())
        assert import_plan.changes_nothing


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_small_charter_that_comes_back_makes_no_difference(lang: str, ending: str) -> None:
    version = factories.version(factories.charter(languages=("en", "fr", "es", "ar")))
    import_plan = imported(version, lang, ending)
    assert {planned.what for planned in import_plan.left_out} <= {"front", "own", "style", "navigation"}
    # The factory stores points and paragraphs at depth 0, where an import stores 1: words and kinds are the same.
    assert {planned.action for planned in import_plan.provisions()} == {"leave"} and not (
        import_plan.removed or import_plan.to_place
    )
    assert [planned.draft.kind for planned in import_plan.provisions()] == [
        planned.was.kind for planned in import_plan.provisions()
    ]
