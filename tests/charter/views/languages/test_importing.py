"""A moderator takes a file in by the screen: sends, looks, places, applies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from charter.actions.secretariat.text_structure import change_structure
from charter.files import refusals
from charter.importing.reading import language_code
from charter.models import Arrangement, Charter, CurrentWording, Source, Upload, Wording
from charter.structure import PartNames
from tests import factories
from tests.charter.importing.made import docx, paragraph
from tests.memory import grown
from tests.site import asking

pytestmark = pytest.mark.django_db
SEND = "/en/desk/import/"
ONE = """<h1>Charter of the sample city</h1><h2>Article I. Water</h2>
<p>1. Water is for all who live here.</p><p>2. Nobody pays for the first cup.</p>"""
UNO = """<h1>Carta de la ciudad modelo</h1><h2>Artículo I. Agua</h2><p>1. El agua es para quien vive aquí.</p>"""


@pytest.fixture
def desk(client: Client, moderator, settings) -> Client:
    return enter(client, moderator, settings)


def enter(client: Client, person, settings) -> Client:
    """Signs a person of the secretariat in, who is asked for no second factor in a demonstration."""
    settings.DEMONSTRATION = True
    person.is_demonstration = True
    person.save(update_fields=["is_demonstration"])
    client.force_login(person)
    return client


def send(client: Client, words: str | bytes = ONE, name: str = "charter.html", **fields: str):
    data = words if isinstance(words, bytes) else words.encode()
    return client.post(SEND, {"file": SimpleUploadedFile(name, data), "language": "en", **fields})


def apply(client: Client, look: str):
    token = client.get(look).context["apply"]["token"].value()
    return client.post(look, {"act": "apply", "token": token}, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def founded(desk: Client) -> Charter:
    apply(desk, send(desk, body="The first assembly", dated="2025-05-31").url)
    return Charter.objects.get()


def test_a_file_that_waited_goes_into_the_charter_that_was_imported_meanwhile(desk: Client) -> None:
    waiting = send(desk).url
    factories.charter(slug="agenda", languages=("es",))
    apply(desk, waiting)
    assert [charter.slug for charter in Charter.objects.all()] == ["agenda"]


def test_others_do_not_know_of_the_page(client: Client, officer, stranger) -> None:
    for person in (officer, stranger):
        client.force_login(person)
        assert (client.get(SEND).status_code, send(client).status_code) == (404, 404)
    assert not Upload.objects.exists()


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(SEND).status_code == 302


def test_a_file_is_looked_at_before_anything_is_stored(desk: Client) -> None:
    page = desk.get(send(desk).url)
    assert page.context["counts"]["add"] == 3
    assert not Charter.objects.exists()


RULES = """<h1>Rules of the sample city</h1><h2>Rule 1. Water</h2><p>Water is for all.</p>
<h2>Rule 2. Homes</h2><p>Homes are for all.</p>"""


def test_a_first_file_gives_its_articles_their_name(desk: Client) -> None:
    look = send(desk, RULES).url
    assert "In the file, the articles are called “Rule”." in strip_tags(desk.get(look).content.decode())
    apply(desk, look)
    structure = Charter.objects.get().text_structure
    assert structure.name_of_part("article", "2") == "Rule 2"
    assert "In the file, the articles are called" not in strip_tags(desk.get(send(desk, RULES).url).content.decode())


def test_a_further_language_keeps_the_name_that_the_secretariat_gave(desk: Client, moderator) -> None:
    apply(desk, send(desk, RULES).url)
    names = {"en": PartNames(article="Rule"), "fr": PartNames(article="Norme")}
    structure = replace(Charter.objects.get().text_structure, names=tuple(names.items()))
    change_structure(charter=Charter.objects.get(), structure=structure, by=moderator)
    french = RULES.replace("Rule ", "Règle ").replace("Rules", "Règles")
    apply(desk, send(desk, french, language="fr").url)
    assert Charter.objects.get().text_structure.own_name("article", "fr") == "Norme"


def test_applying_founds_the_charter_and_forgets_the_file(founded: Charter) -> None:
    source = Source.objects.get()
    assert (str(founded), source.body, str(source.dated)) == (
        "Charter of the sample city",
        "The first assembly",
        "2025-05-31",
    )
    assert not Upload.objects.exists()


def test_a_file_of_another_person_is_hidden(desk: Client, second_moderator, settings) -> None:
    look = send(desk).url
    other = enter(Client(), second_moderator, settings)
    assert other.get(look).status_code == 404
    with asking.writes() as tables:
        assert other.post(look, {"act": "apply", "token": "t" * 32}).status_code == 404
    assert tables == set()


def test_a_person_keeps_one_file(desk: Client) -> None:
    first, second = send(desk).url, send(desk).url
    assert (desk.get(first).status_code, desk.get(second).status_code, Upload.objects.count()) == (404, 200, 1)


def test_after_a_day_the_file_is_gone(desk: Client) -> None:
    look = send(desk).url
    Upload.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    assert desk.get(look).status_code == 404


def test_a_file_can_be_thrown_away(desk: Client) -> None:
    look = send(desk).url
    assert said(desk.post(look, {"act": "drop"}, follow=True)) == ["The file was discarded. Nothing was saved."]
    assert not Upload.objects.exists()


def test_the_same_file_again_says_that_nothing_changes(desk: Client, founded: Charter) -> None:
    look = send(desk).url
    assert desk.get(look).context["plan"].changes_nothing
    assert said(apply(desk, look)) == ["The charter already has this text. Nothing changed."]


def test_applied_twice_it_counts_once(desk: Client) -> None:
    look = send(desk).url
    token = desk.get(look).context["apply"]["token"].value()
    answers = [desk.post(look, {"act": "apply", "token": token}) for _time in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, SEND)] * 2
    assert (Charter.objects.count(), Arrangement.objects.count()) == (1, 1)


def test_a_later_edition_shows_its_redline(desk: Client, founded: Charter) -> None:
    page = desk.get(send(desk, ONE.replace("who live here", "who stay here")).url)
    (change,) = page.context["changes"]
    assert change["cite"] == "I.1"
    assert "<del" in change["redline"] and "stay" in change["redline"]


@pytest.mark.parametrize(
    ("name", "data", "field", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "file", refusals.PDF),
        ("a.html", b"", "file", refusals.EMPTY),
        ("a.html", b"<p>x</p>" + b" " * (20 * 1024 * 1024), "file", str(refusals.TOO_LARGE) % {"n": 20}),
        ("a.html", b"<div>" * 10_000 + b"x", "file", refusals.TOO_DEEP),
        ("a.docx", docx(paragraph("x", "<w:ins><w:r><w:t>y</w:t></w:r></w:ins>")), "tracked", refusals.TRACKED),
    ],
)
def test_a_refused_file_is_told_beside_its_field(
    desk: Client, name: str, data: bytes, field: str, sentence: object
) -> None:
    page = send(desk, data, name, body="The assembly")
    assert page.context["form"].errors == {field: [str(sentence)]}
    assert page.context["form"]["body"].value() == "The assembly"
    assert "Choose the file again" in page.content.decode()
    assert not Upload.objects.exists()


def test_an_unknown_language_is_told(desk: Client) -> None:
    assert send(desk, language="xx").context["form"].errors == {"language": ["“xx” is not a language code."]}


@pytest.mark.parametrize("typed, code", [("EN", "en"), (" pt_br ", "pt-BR"), ("zh-hans-cn", "zh-Hans-CN")])
def test_a_language_code_is_read_in_any_case(typed: str, code: str) -> None:
    assert language_code(typed) == code


def test_the_notice_of_a_kept_file_says_what_a_new_file_does_to_it(desk: Client) -> None:
    send(desk)
    page = desk.get(SEND).content.decode()
    assert "If you upload a new file, this file and its corrections are deleted." in page


def test_a_file_without_title_is_told_when_applied(desk: Client) -> None:
    look = send(desk, ONE.partition("</h1>")[2]).url
    assert said(apply(desk, look)) == [str(refusals.NO_TITLE)]
    assert not Charter.objects.exists()


def test_a_second_language_waits_until_it_is_placed(desk: Client, founded: Charter) -> None:
    look = send(desk, UNO, language="es").url
    before = Wording.objects.count()
    assert said(apply(desk, look)) == ["Nothing was saved. Assign a place to I.2 (→ missing)."]
    assert Wording.objects.count() == before


def test_placed_by_a_person_it_comes_in(desk: Client, founded: Charter) -> None:
    look = send(desk, UNO, language="es").url
    rows = list(desk.get(look).context["placing"].rows())
    assert [row["cite"] for row in rows] == ["I.2"]
    names = {row["field"].html_name: "on" for row in rows}
    assert desk.post(look, {"act": "place", **names}).status_code == 302
    assert said(apply(desk, look)) == ["The file was imported into the charter."]
    assert sorted(s.wording.text for s in CurrentWording.objects.filter(language="es")) == [
        "Agua",
        "El agua es para quien vive aquí.",
    ]


@pytest.fixture
def doubtful(desk: Client) -> str:
    """A charter of two paragraphs without number, and the page of a file in another language that has one."""
    plain = ONE.replace("1. ", "").replace("2. ", "")
    apply(desk, send(desk, plain).url)
    return send(desk, UNO.replace("1. ", ""), language="es").url


def answers(desk: Client, look: str, coming: str, *gone: str) -> dict[str, str]:
    rows = desk.get(look).context["placing"].rows()
    fields = {row["field"].html_name: coming if "incoming" in row else "on" * (row["cite"] in gone) for row in rows}
    return {"act": "place", **fields}


def test_one_in_doubt_is_placed_where_a_person_says(desk: Client, doubtful: str) -> None:
    assert desk.post(doubtful, answers(desk, doubtful, "is:I.2", "I.1")).status_code == 302
    apply(desk, doubtful)
    spanish = CurrentWording.objects.get(language="es", wording__text__startswith="El agua")
    english = CurrentWording.objects.get(language="en", wording__text__startswith="Nobody")
    assert spanish.provision == english.provision


def test_one_in_doubt_may_be_new(desk: Client, doubtful: str) -> None:
    desk.post(doubtful, answers(desk, doubtful, "new:I.2", "I.1", "I.2"))
    apply(desk, doubtful)
    charter, added = (
        Charter.objects.get(),
        CurrentWording.objects.get(language="es", wording__text__startswith="El agua"),
    )
    assert charter.arrangement.labels()[str(added.provision.key)].citation == "I.3"


@pytest.mark.parametrize(
    ("coming", "gone", "sentence"),
    [
        (
            "new:I.2",
            [],
            "Choose the matching provision. "
            "If there is none, tick the box for a provision without a text in this language.",
        ),
        ("is:I.1", ["I.1", "I.2"], "I.1 is assigned twice. Assign it only once."),
        ("is:I.9", ["I.1", "I.2"], "Select a valid choice. is:I.9 is not one of the available choices."),
        ("", ["I.1", "I.2"], "This field is required."),
    ],
)
def test_a_placing_that_is_not_whole_is_told(
    desk: Client, doubtful: str, coming: str, gone: list[str], sentence: str
) -> None:
    page = desk.post(doubtful, answers(desk, doubtful, coming, *gone))
    assert sentence in [str(error) for errors in page.context["placing"].errors.values() for error in errors]
    assert "<title>Error: " in page.content.decode()
    assert Upload.objects.get().placements == []


def test_while_a_round_runs_the_button_says_why_not(desk: Client) -> None:
    factories.round_(factories.version(factories.charter()))
    page = desk.get(send(desk).url)
    assert page.context["refused"].startswith("No file can be imported between the opening of a round")
    token = page.context["apply"]["token"].value()
    before = Wording.objects.count()
    assert desk.post(page.request["PATH_INFO"], {"act": "apply", "token": token}).status_code == 302
    assert Wording.objects.count() == before


def test_script_in_a_file_or_its_name_is_never_shown(desk: Client) -> None:
    evil = ONE.replace("Water is", "Water <script>alert(1)</script><img src=x onerror=alert(2)> is")
    page = desk.get(send(desk, evil, name="<script>alert(3)</script>.html").url)
    assert b"alert(1)" not in page.content and b"onerror" not in page.content and b"<script>alert" not in page.content


def test_the_number_of_queries_does_not_grow(desk: Client, founded: Charter, django_assert_max_num_queries) -> None:
    more = "".join(f"<p>{n}. Another promise of the city, number {n}.</p>" for n in range(3, 40))
    look = send(desk, ONE + more).url
    with django_assert_max_num_queries(30):
        desk.get(look)


def test_the_site_grows_by_less_than_50_mb_for_a_large_charter(desk: Client) -> None:
    articles = (f"<h2>Article {n}. A</h2>" + f"<p>{'A city. ' * 12}</p>" * 9 for n in range(1, 60))
    words = "<h1>T</h1>" + "".join(articles)
    desk.get(SEND)
    assert grown(lambda: send(desk, words)) < 50
    assert grown(lambda: desk.get(f"{SEND}{Upload.objects.get().key}/")) < 50


def correct(desk: Client, look: str, act: str, at: int = 0, **values: str):
    """Presses a button of the form of a line, as a person who sees the page does."""
    form = next(
        line["form"]
        for part in desk.get(f"{look}?line={at}").context["lines"]
        for line in part["lines"]
        if line["place"] == at
    )
    data = {form.add_prefix(name): form.initial[name] for name in form.fields}
    data |= {form.add_prefix(name): value for name, value in values.items()}
    return desk.post(look, {"act": act, "at": at, "seen": len(Upload.objects.get().repairs), **data})


def lines_of(desk: Client, look: str) -> list[str]:
    return [line["draft"].text for part in desk.get(look).context["lines"] for line in part["lines"]]


def test_every_line_is_beside_its_original_and_can_be_corrected(desk: Client) -> None:
    look = send(desk).url
    page = desk.get(f"{look}?line=1")
    (part,) = page.context["lines"]
    assert [line["original"] for line in part["lines"]][1] == "1 Water is for all who live here."
    assert correct(desk, look, "split", 1, words="Water is for all\n\nwho live here.").status_code == 302
    assert lines_of(desk, look)[1:3] == ["Water is for all", "who live here."]


def test_corrections_stay_when_the_page_is_left_and_are_imported(desk: Client) -> None:
    look = send(desk).url
    correct(desk, look, "leave_out", 2)
    desk.post(look, {"act": "title", "seen": 1, "title": "Charter of Water"})
    apply(desk, look)
    assert str(Charter.objects.get()) == "Charter of Water"
    assert [standing.wording.text for standing in CurrentWording.objects.order_by("pk")] == [
        "Water",
        "Water is for all who live here.",
    ]


def test_the_last_correction_is_undone(desk: Client) -> None:
    look = send(desk).url
    before = lines_of(desk, look)
    correct(desk, look, "combine", 2)
    assert len(lines_of(desk, look)) == len(before) - 1
    desk.post(look, {"act": "undo", "seen": 1})
    assert lines_of(desk, look) == before


def test_a_correction_that_cannot_be_made_keeps_what_was_typed(desk: Client) -> None:
    look = send(desk).url
    page = correct(desk, look, "split", 1, words="Water is for some\n\nwho live here.")
    form = page.context["lines"][0]["lines"][1]["form"]
    assert form["words"].value() == "Water is for some\n\nwho live here."
    assert form.errors["words"] and Upload.objects.get().repairs == []


def test_a_correction_made_on_an_old_page_is_not_applied_to_another_line(desk: Client) -> None:
    look = send(desk).url
    correct(desk, look, "leave_out", 1)
    form = {"line-1-kind": "paragraph", "line-1-depth": "1"}
    page = desk.post(look, {"act": "leave_out", "at": 1, "seen": 0, **form})
    assert "changed in another window" in page.content.decode()
    assert len(Upload.objects.get().repairs) == 1


def test_a_closed_list_states_whether_the_line_is_the_same_or_new(desk: Client, doubtful: str) -> None:
    rows = desk.get(doubtful).context["placing"].rows()
    choices = [str(row["field"]) for row in rows if "incoming" in row]
    assert ["Same as I.2  Nobody" in choices[0], "New, after I.2  Nobody" in choices[0]] == [True, True]
