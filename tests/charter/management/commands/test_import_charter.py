"""A charter comes in by the command, as the secretariat's administrator gives it."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.actions.records import faults_of_record
from accounts.models import Record
from charter.files import pandoc, refusals
from charter.importing import formats
from charter.models import Adoption, Arrangement, Charter, CurrentWording, Source, Wording
from charter.states import AdoptionScope
from tests import factories
from tests.charter.conftest import DECLARATION, FILES
from tests.charter.importing.conftest import DEMO
from tests.charter.importing.made import archive, docx, paragraph

pytestmark = pytest.mark.django_db
ONE = """<h1>Charter of the sample city</h1>
<h2>Preamble</h2><p>Recalling that water falls on all;</p>
<h2>Article I. Water</h2><p>1. Water is for all who live here.</p><p>2. Nobody pays for the first cup.</p>
<h2>Article II. Bread</h2><p>1. Bread is baked in each district by those who eat it.</p>"""
UNO = """<h1>Carta de la ciudad modelo</h1>
<h2>Preámbulo</h2><p>Recordando que el agua cae para todos;</p>
<h2>Artículo I. Agua</h2><p>1. El agua es para quien vive aquí.</p><p>2. Nadie paga la primera copa.</p>
<h2>Artículo II. Pan</h2><p>1. El pan se hace en cada distrito por quien lo come.</p>"""


def run(*args: object) -> tuple[int, str, str]:
    """The command's exit code, what it printed, and what it complained of."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_charter", *map(str, args), stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Charter, Arrangement, Wording, CurrentWording, Source, Record))


@pytest.fixture
def write(tmp_path: Path):
    def _write(words: str | bytes, name: str = "charter.html") -> Path:
        path = tmp_path / name
        path.write_bytes(words if isinstance(words, bytes) else words.encode())
        return path

    return _write


@pytest.fixture
def founded(write) -> Charter:
    assert run(write(ONE), "--lang=en", "--apply", "--body=The first assembly", "--dated=2025-05-31")[0] == 0
    return Charter.objects.get()


def text(language: str = "en") -> list[str]:
    """The working text in its order; a provision without words in the language is left out."""
    charter = Charter.objects.get()
    standing = {str(s.provision.key): s.wording.text for s in CurrentWording.objects.filter(language=language)}
    keys = charter.arrangement.keys()
    return [standing[key] for key in keys if key in standing]


def key_of(words: str) -> str:
    return str(CurrentWording.objects.get(wording__text=words).provision.key)


def test_without_apply_it_only_shows(write) -> None:
    before = rows()
    code, out, err = run(write(ONE), "--lang=en")
    assert (code, err, rows()) == (0, "", before)
    assert "+  I.1  Water is for all who live here." in out.splitlines()


def test_a_first_file_founds_the_charter(founded: Charter) -> None:
    assert [section.address for section in founded.arrangement.sections] == ["preamble", "I", "II"]
    assert text()[:2] == ["Preamble", "Recalling that water falls on all;"]
    assert (str(founded), list(faults_of_record())) == ("Charter of the sample city", [])


def test_the_source_is_kept_and_leads_every_word(founded: Charter) -> None:
    source = Source.objects.get()
    assert (source.body, str(source.dated), source.document) == ("The first assembly", "2025-05-31", "charter.html")
    assert {tuple(run["by"]) for wording in Wording.objects.all() for run in wording.runs} == {
        (f"source:{source.pk}",)
    }


def test_the_same_file_twice_changes_nothing(founded: Charter, write) -> None:
    before = rows()
    code, out, _err = run(write(ONE), "--lang=en", "--apply")
    assert (code, rows(), out.splitlines()[-1]) == (0, before, "No changes.")


def test_a_later_edition_finds_the_provisions_again(founded: Charter, write) -> None:
    keys = {words: key_of(words) for words in text()}
    later = ONE.replace("who live here", "who live or stay here").replace("</h1>", "</h1>\n")
    _code, out, _err = run(write(later), "--lang=en", "--apply")
    assert "~  I.1  Water is for all who live {+or stay+} here." in out.splitlines()
    assert key_of("Water is for all who live or stay here.") == keys["Water is for all who live here."]
    assert Wording.objects.count() == len(keys) + 1


def test_a_later_edition_adds_moves_and_takes_out(founded: Charter, write) -> None:
    moved, gone = key_of("Nobody pays for the first cup."), key_of("Recalling that water falls on all;")
    later = """<h1>Charter of the sample city</h1><h2>Preamble</h2><p>Noting that this is a new sentence wholly;</p>
    <h2>Article I. Water</h2><p>1. Water is for all who live here.</p><h2>Article II. Bread</h2>
    <p>1. Bread is baked in each district by those who eat it.</p><p>2. Nobody pays for the first cup.</p>"""
    _code, out, _err = run(write(later), "--lang=en", "--apply")
    fates = Charter.objects.get().arrangement.fates
    added = key_of("Noting that this is a new sentence wholly;")
    assert {key: one["fate"] for key, one in fates.items()} == {moved: "moved", gone: "deleted", added: "inserted"}
    assert "     previous place: I.2" in out.splitlines()
    assert Wording.objects.filter(provision__key=moved).count() == 1


def test_two_articles_that_change_places_are_one_new_order(founded: Charter, write) -> None:
    head, _article, rest = ONE.partition("<h2>Article I.")
    water, _article, bread = rest.partition("<h2>Article II.")
    before = Wording.objects.count()
    run(write(f"{head}<h2>Article I.{bread}<h2>Article II.{water}"), "--lang=en", "--apply")
    assert (Wording.objects.count(), Arrangement.objects.count()) == (before, 2)
    assert [s.slug for s in Charter.objects.get().arrangement.sections] == ["preamble", "bread", "water"]


def test_a_second_language_shares_the_keys_and_is_in_step(founded: Charter, write) -> None:
    assert run(write(UNO), "--lang=es", "--apply")[0] == 0
    assert key_of("El agua es para quien vive aquí.") == key_of("Water is for all who live here.")
    assert (str(founded.title.in_language("es")), Arrangement.objects.count()) == ("Carta de la ciudad modelo", 1)
    assert {wording.carries_digest for wording in Wording.objects.all()} == {Wording.objects.all()[0].carries_digest}


def test_nothing_is_stored_until_a_person_has_placed_the_rest(founded: Charter, write, tmp_path: Path) -> None:
    shorter, report = UNO.replace("<p>2. Nadie paga la primera copa.</p>", ""), tmp_path / "report.json"
    before = rows()
    code, _out, err = run(write(shorter), "--lang=es", "--apply", f"--report={report}")
    assert (code, rows()) == (1, before)
    assert err == "Nothing was saved. Assign a place to I.2 (→ missing).\n"
    assert run(write(shorter), "--lang=es", "--apply", f"--place={report}")[0] == 0
    assert len(text("es")) == len(text()) - 1


def test_what_a_person_calls_new_stands_in_its_place_for_all(founded: Charter, write, tmp_path: Path) -> None:
    longer = UNO.replace(
        "copa.</p>", "copa.</p><p>3. Las fuentes están abiertas día y noche, también en invierno.</p>"
    )
    report = tmp_path / "report.json"
    assert run(write(longer), "--lang=es", "--apply", f"--report={report}")[0] == 1
    rows_ = [{"incoming": "I.3", "place": "new", "after": "I.2"}]
    report.write_text(json.dumps({"placements": rows_}))
    assert run(write(longer), "--lang=es", "--apply", f"--place={report}")[0] == 0
    added = key_of("Las fuentes están abiertas día y noche, también en invierno.")
    assert Charter.objects.get().arrangement.labels()[added].citation == "I.3"


@pytest.fixture
def with_spanish_alone(founded: Charter, write, tmp_path: Path) -> str:
    """A charter whose Spanish has one provision more and one fewer than its English."""
    words = UNO.replace("<p>2. Nadie paga la primera copa.</p>", "<p>2. Las fuentes están abiertas día y noche.</p>")
    place = tmp_path / "place.json"
    placed = [
        {"incoming": "I.2", "place": "new", "after": "I.2"},
        {"base": "I.2", "place": "missing"},
    ]
    place.write_text(json.dumps({"placements": placed}))
    assert run(write(words), "--lang=es", "--apply", f"--place={place}")[0] == 0
    return words


def test_the_same_second_language_again_changes_nothing(with_spanish_alone: str, write) -> None:
    before = rows()
    assert [
        run(write(words), f"--lang={lang}", "--apply")[0] for words, lang in ((with_spanish_alone, "es"), (ONE, "en"))
    ] == [0, 0]
    assert rows() == before


def test_a_later_first_edition_leaves_what_only_another_language_has(with_spanish_alone: str, write) -> None:
    run(write(ONE.replace("first cup", "first glass")), "--lang=en", "--apply")
    assert "Las fuentes están abiertas día y noche." in text("es")


def test_a_later_second_language_keeps_its_keys(with_spanish_alone: str, write) -> None:
    key = key_of("Las fuentes están abiertas día y noche.")
    code, out, _err = run(write(with_spanish_alone.replace("noche.", "noche, siempre.")), "--lang=es", "--apply")
    assert (code, key_of("Las fuentes están abiertas día y noche, siempre.")) == (0, key)
    assert "add 0, change 1, keep 6, delete 0, missing 1" in out.splitlines()


def test_a_later_second_language_cannot_take_a_provision_out(founded: Charter, write) -> None:
    run(write(UNO), "--lang=es", "--apply")
    before = rows()
    code, _out, err = run(write(UNO.replace("<p>2. Nadie paga la primera copa.</p>", "")), "--lang=es", "--apply")
    assert (code, rows()) == (1, before)
    assert "The file does not contain I.2." in err


def test_a_later_first_edition_leaves_the_others_behind(founded: Charter, write, moderator) -> None:
    run(write(UNO), "--lang=es", "--apply")
    later = write(ONE.replace("who live here", "who live or stay here"))
    assert run(later, "--lang=en", "--apply")[2] == (
        "The file changes text that other languages follow. State who imports the file.\n"
    )
    assert run(later, "--lang=en", "--apply", f"--by={moderator.email}", "--body=The assembly")[0] == 0
    adoption = Adoption.objects.get()
    assert (adoption.scope, adoption.asked_by_words) == (AdoptionScope.ALL_LANGUAGES, "The assembly")
    behind = CurrentWording.objects.exclude(wording__carries=adoption).filter(provision=adoption.provision)
    assert [standing.language for standing in behind] == ["es"]


def test_a_person_who_may_not_import_is_refused(founded: Charter, write, officer) -> None:
    before = rows()
    assert run(write(ONE.replace("here", "there")), "--lang=en", "--apply", f"--by={officer.email}")[0] == 1
    assert rows() == before


@pytest.mark.parametrize("apply", [(), ("--apply",)])
def test_a_second_charter_is_refused_with_the_reason(founded: Charter, write, apply) -> None:
    before = rows()
    code, out, err = run(write(ONE), "--lang=en", *apply, "--charter=other")
    assert (code, out, rows()) == (1, "", before)
    assert err == (
        "The site has the charter “charter”. One site has one charter. Leave out --charter to import other "
        "languages of it. For another charter, set up a second site: manage.py setup --beside NAME.\n"
    )


def test_a_charter_with_another_short_name_takes_further_languages_without_naming_it(write) -> None:
    assert run(write(ONE), "--lang=en", "--apply", "--charter=agenda")[0] == 0
    assert run(write(UNO), "--lang=es", "--apply")[0] == 0
    assert [language.code for language in Charter.objects.get(slug="agenda").languages.all()] == ["en", "es"]


def test_no_file_comes_in_while_a_round_runs(write) -> None:
    charter = factories.charter("charter")
    factories.round_(factories.version(charter))
    before = rows()
    code, _out, err = run(write(ONE), "--lang=en", "--apply")
    assert (code, rows()) == (1, before)
    assert err == "No file can be imported between the opening of a round and the publication of its version.\n"


def refused() -> list[tuple[str, bytes, tuple[str, ...], object]]:
    """Each file that the issue names, with the one sentence it is refused with."""
    tracked = docx(paragraph("Members", "<w:ins><w:r><w:t> shall</w:t></w:r></w:ins>"))
    large = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<a>" + " " * (51 * 1024 * 1024) + "</a>"}
    return [
        ("a.pdf", b"%PDF-1.7 ...", (), refusals.PDF),
        ("a.docx", formats.OLE + b"\0" * 600 + formats.LOCKED, (), refusals.ENCRYPTED),
        ("a.docx", docx(paragraph("x"))[:200], (), refusals.BROKEN),
        ("a.docx", archive(large), (), refusals.UNPACKS_TOO_LARGE),
        ("a.html", b"<p>x</p>" + b" " * (20 * 1024 * 1024), (), str(refusals.TOO_LARGE) % {"n": 20}),
        ("a.html", b"<html><body></body></html>", (), refusals.EMPTY),
        ("a.md", b"\x80\x81\x8d\x8f", (), refusals.UNKNOWN_ENCODING),
        ("a.html", b"<div>" * 10_000 + b"x", (), refusals.TOO_DEEP),
        ("a.html", b"<h1>Charter</h1><h2>Article 1</h2>", (), refusals.NO_ARTICLES),
        ("a.html", b"<h2>Article 1</h2><p>Everyone.</p>", (), refusals.NO_TITLE),
        ("a.rtf", b"{\\rtf1 x}", (), refusals.UNKNOWN_FORMAT),
        ("a.html", b"<p>x</p>", ("--lang=xx",), "“xx” is not a language code."),
        ("a.docx", tracked, (), f"{refusals.TRACKED} --tracked accept --tracked reject"),
        (
            "a.html",
            ONE.encode(),
            ("--dated=May",),
            "“May” is not a date. Write the year, month and day as 2026-05-31.",
        ),
        ("a.html", ONE.encode(), ("--by=a@b.c",), "No account has the email address a@b.c."),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "more", "sentence"), refused())
def test_refused_with_one_sentence_and_nothing_stored(
    write, name: str, data: bytes, more: tuple[str, ...], sentence: object
) -> None:
    code, _out, err = run(write(data, name), "--lang=en", "--apply", *more)
    assert (code, err, set(rows())) == (1, f"{sentence}\n", {0})


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    code, _out, err = run(tmp_path / "none.html", "--lang=en")
    assert (code, err) == (1, f"{tmp_path / 'none.html'} cannot be opened.\n")


@pytest.mark.parametrize("words", ["no JSON", "[]", '{"placements": "all"}'])
def test_placements_in_no_format_are_refused(write, words: str) -> None:
    code, _out, err = run(write(ONE), "--lang=en", f"--place={write(words, 'place.json')}")
    assert (code, err.startswith("The file has the wrong format")) == (1, True)


def test_script_hidden_text_and_direction_marks_never_reach_the_store(write) -> None:
    evil = "<p onclick='x()'>1. Wa\u202eter<script>x()</script> is <span style='display:none'>never</span>free.</p>"
    run(write(f"<h1>Charter</h1><h2>Article 1. Water</h2>{evil}"), "--lang=en", "--apply")
    assert text() == ["Water", "Water is free."]


def test_headings_of_groups_are_said_to_be_left_out(write) -> None:
    grouped = "<h1>Charter</h1><h2>Group 1. Land</h2><h3>Article 1</h3><p>x</p><h3>Article 2</h3><p>y</p>"
    assert "  Group 1. Land: Headings of groups of articles are removed" in run(write(grouped), "--lang=en")[1]


def test_the_declaration_comes_in_in_five_languages(tmp_path: Path) -> None:
    if not DECLARATION.is_dir():
        pytest.skip("The five files of the Declaration are not beside the repository, at ../shared/data/udhr.")
    report = tmp_path / "report.json"
    for lang, name in FILES.items():
        file = DECLARATION / f"{name}.html"
        run(file, f"--lang={lang}", f"--report={report}")
        assert run(file, f"--lang={lang}", "--apply", f"--place={report}")[0] == 0
    charter = Charter.objects.get()
    articles = [section for section in charter.arrangement.sections if section.kind == "article"]
    held = Counter(
        CurrentWording.objects.filter(provision__key__in=[s.blocks[-1].key for s in articles]).values_list("language")
    )
    assert (len(articles), set(held.values()), len(held)) == (30, {30}, 5)


def test_the_declaration_again_changes_nothing(tmp_path: Path) -> None:
    if not DECLARATION.is_dir():
        pytest.skip("The five files of the Declaration are not beside the repository, at ../shared/data/udhr.")
    report = tmp_path / "report.json"
    for lang in ("en", "ar"):
        run(DECLARATION / f"{FILES[lang]}.html", f"--lang={lang}", f"--report={report}")
        run(DECLARATION / f"{FILES[lang]}.html", f"--lang={lang}", "--apply", f"--place={report}")
    before = rows()
    assert [run(DECLARATION / f"{FILES[lang]}.html", f"--lang={lang}", "--apply")[0] for lang in ("ar", "en")] == [
        0,
        0,
    ]
    assert rows() == before


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_a_round_trip_through_an_office_program_changes_nothing(tmp_path: Path, ending: str) -> None:
    program = pandoc.find_pandoc()
    if program is None:
        pytest.skip("There is no pandoc here: neither pypandoc_binary nor one on the path.")
    source, made = DEMO / "charter.en.html", tmp_path / f"charter.{ending}"
    subprocess.run([program, "--from=html", f"--to={ending}", f"--output={made}", str(source)], check=True)
    assert run(source, "--lang=en", "--apply")[0] == 0
    before = rows()
    assert run(made, "--lang=en", "--apply")[1].splitlines()[-1] == "No changes."
    assert rows() == before
