"""Amending clauses: what they say, and that they make the new text in whatever sequence they are carried out."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charter.text import Document, diff, parse
from charter.text.carrying import Order
from charter.text.orders import orders_of
from charter.text.phrases import AMEND, KINDS, SPACES, UnknownLanguage
from charter.text.quoting import Quote, is_sound, places_of_words, quotation_edges, visible_text
from charter.text.sentences import Writer, clause_lines
from tests.charter.text.articles import article, proposal
from tests.charter.text.bylaws import WORDS, revised, rules
from tests.charter.text.interpreter import carry_out, looks

seeds = st.integers(min_value=0, max_value=10**9)
CASES = 200


def pair(seed):
    """An old text and a new one: an article of the charter, or rules in the shape of real ones."""
    draw = Random(seed)
    if seed % 3 == 0:
        lang, base = article(draw)
        return base, proposal(draw, lang, base)
    lang = draw.choice(list(WORDS))
    base = rules(draw, lang)
    return base, revised(draw, lang, base)


# Four languages times two hundred, drawn anew in each run: eight hundred differences.
@settings(max_examples=CASES)
@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
@given(seed=seeds)
@example(seed=500232389)  # words put in between a quotation mark and the space behind it
@example(seed=875671547)  # the same in a paragraph whose words stand there twice
@example(seed=23863)  # a heading whose new text has no visible character
def test_a_reader_of_the_clauses_makes_the_new_text_in_any_sequence(lang, seed):
    base, new = pair(seed)
    clauses = list(diff(base, new).sentences(lang))
    shuffled = Random(seed).sample(clauses, len(clauses))
    for sequence in (clauses, clauses[::-1], shuffled):
        assert looks(carry_out(base, sequence, lang)) == looks(new), sequence


@settings(max_examples=CASES)
@given(seed=seeds)
@example(seed=2737)  # a paragraph that moves with a block put in behind it
def test_the_changes_of_a_difference_make_the_new_text(seed):
    base, new = pair(seed)
    difference = diff(base, new)
    assert looks(difference.take(difference.changes)) == looks(new)


@settings(max_examples=CASES)
@given(seed=seeds)
def test_quotations_are_whole_words_that_stand_once_or_name_the_occurrence(seed):
    base, new = pair(seed)
    for order in orders_of(diff(base, new)):
        if order.quote is None:
            continue
        text, words = base.blocks[order.block].text, order.quote.text
        assert {order.quote.start, order.quote.end} <= set(quotation_edges(text))
        assert is_sound(words)
        assert words == words.strip()
        assert len(places_of_words(text, words)) == order.quote.of
        if order.verb in ("replace", "insert after", "insert before"):
            assert is_sound(order.new.text)


@settings(max_examples=CASES)
@given(seed=seeds)
def test_there_is_one_order_for_each_place(seed):
    base, new = pair(seed)
    orders = orders_of(diff(base, new))
    places = [(order.verb, order.near) for order in orders if order.verb.startswith("put")]
    assert len(places) == len(set(places))
    whole = [n for o in orders if o.verb in ("delete block", "replace blocks") for n in range(o.block, o.last + 1)]
    assert len(whole) == len(set(whole))


@settings(max_examples=CASES)
@given(seed=seeds)
def test_no_clause_has_a_character_that_nobody_sees(seed):
    base, new = pair(seed)
    for clause in diff(base, new).sentences("en"):
        assert clause == visible_text(clause)


def said(old, new, lang="en", citations=None):
    return list(diff(parse(old), parse(new)).sentences(lang, citations))


PARAGRAPH = "<p>The fee is due on signature, and the fee is paid once.</p>"


@pytest.mark.parametrize(
    ("old", "new", "clauses"),
    [
        ("<p>P.</p><p>Q.</p>", "<p>P.</p><p>A.</p><p>B.</p><p>Q.</p>",
         ["After paragraph 1, insert a paragraph: “A.”; a paragraph: “B.”."]),
        ("<p>Pa.</p><p>Qu.</p>", "<p>Pa.</p><p>Aa.</p><p>Bb.</p>",
         ["Replace paragraph 2 with a paragraph: “Aa.”; a paragraph: “Bb.”."]),
        ("<h3>Terms</h3><p>Open.</p>", "<h3>&#8203;</h3><p>Open.</p>", ["Delete heading 1."]),
        ("<p>Open.</p>", "<h3>&#8203;</h3><p>Open.</p>", []),
        (PARAGRAPH, PARAGRAPH.replace("the fee is paid", "the sum is paid"),
         ["In paragraph 1, replace “and the fee” with “and the sum”."]),
        ("<p>tax tax tax tax tax</p>", "<p>tax tax levy tax tax</p>",
         ["In paragraph 1, replace the third “tax” with “levy”."]),
        ("<p>It may vote on a motion.</p>", "<p>It may vote on the motion.</p>",
         ["In paragraph 1, replace “on a” with “on the”."]),
        ("<p>It meets on 12 March 2026.</p>", "<p>It meets on 13 March 2026.</p>",
         ["In paragraph 1, replace “12 March 2026” with “13 March 2026”."]),
        ("<p>It costs 10 000 € now.</p>", "<p>It costs 11 000 € now.</p>",
         ["In paragraph 1, replace “10 000” with “11 000”."]),
        ("<p>It costs 10 € now.</p>", "<p>It costs 10\u00a0€ now.</p>",
         ["In paragraph 1, after “10”, replace the space with a non-breaking space."]),
        ("<p>A « city » votes.</p>", "<p>A «x» city » votes.</p>",
         ["In paragraph 1, replace “« city” with “«x» city”."]),
        ("<p>The fee, if any.</p>", "<p>The fee if any.</p>", ["In paragraph 1, replace “fee,” with “fee”."]),
        ("<p>An area of m2 here.</p>", "<p>An area of m<sup>2</sup> here.</p>",
         ["In paragraph 1, replace “m2” with “m2” (character 2: raised)."]),
        ("<p>The city listens.</p>", "<p><b>The city listens.</b></p>", ["Make all of paragraph 1 bold."]),
        ("<p>The ci\u00adty listens.</p>", "<p>The city listens.</p>", []),
        ("<h3>Aims</h3><p>Text.</p>", "<p>Aims</p><p>Text.</p>", ["Turn heading 1 into a paragraph."]),
        ("<p>Aims</p><p>Text.</p>", "<h3>Aims</h3><p>Text.</p>", ["Turn paragraph 1 into a heading of level 3."]),
        ("<p>Aims</p>", "<ul><li>Aims</li></ul>", ["Turn paragraph 1 into a bulleted point."]),
        ("<p>A b. C d.</p>", "<p>A b.</p><h3>C d.</h3>",
         ["Split paragraph 1 before “C d”; the second part becomes a heading of level 3."]),
        ("<p>One two.</p><p>Three four.</p>", "<p>One two. Three four.</p>", ["Combine paragraph 1 and paragraph 2."]),
        ("<p>Old text.</p><p>More.</p>", "", ["Delete paragraphs 1 to 2."]),
        ("", "<p>New text.</p>", ["Insert a paragraph: “New text.”."]),
    ],
)  # fmt: skip
def test_what_a_clause_says(old, new, clauses):
    assert said(old, new) == clauses


def test_a_moved_point_is_a_point_of_what_its_list_stands_under():
    head, last = "<h3>Aims</h3><p>They are:</p>", "<li>to act</li>"
    others = "<li>to listen</li><li>to answer<ol><li>in time</li></ol></li>"
    old, new = f"{head}<ol>{others}{last}</ol>", f"{head}<ol>{last}{others}</ol>"
    assert said(old, new) == ["Move point 3 of paragraph 1 to after paragraph 1."]
    assert said(old, old.replace("time", "May")) == ["In point 2.1 of paragraph 1, replace “time” with “May”."]


def test_what_is_put_and_what_is_moved_to_one_place_is_one_clause():
    old = "".join(f"<p>Paragraph {word}.</p>" for word in ("one", "two", "three", "four"))
    parts = [f"<p>Paragraph {word}.</p>" for word in ("one", "four")]
    new = f"{parts[0]}<p>Something new.</p>{parts[1]}<p>Paragraph two.</p><p>Paragraph three.</p>"
    assert said(old, new) == ["After paragraph 1, insert a paragraph: “Something new.”; paragraph 4 (moved)."]


@pytest.mark.parametrize(
    ("lang", "text", "clause"),
    [
        ("en", "The “new ‘city’ rule” is ours.", "Insert a paragraph: “The ‘new “city” rule’ is ours.”."),
        ("en", "It’s the city’s ‘rule’.", "Insert a paragraph: “It’s the city’s ‘rule’.”."),
        (
            "fr",
            "La «\u00a0charte “une”\u00a0» ici.",
            "Insérer un paragraphe\u00a0: «\u00a0La “charte ‘une’” ici.\u00a0».",
        ),
        ("es", "La «carta “una”» aquí.", "Se inserta lo siguiente: un párrafo: «La “carta ‘una’” aquí.»."),
        ("ar", "هذا «الميثاق» لنا.", "إضافة ما يلي: فقرة: «هذا “الميثاق” لنا.»."),
    ],
)
def test_quotation_marks_within_quotation_marks_alternate(lang, text, clause):
    assert said("", f"<p>{text}</p>", lang) == [clause]


def test_a_change_of_quotation_marks_alone_shows_both():
    assert said("<p>The “city” rules.</p>", "<p>The ‘city’ rules.</p>") == [
        "In paragraph 1, replace ““city”” with “‘city’”."
    ]


def test_a_format_over_one_of_two_quotation_marks_names_words_as_the_clause_shows_them():
    old = "<p>Se entiende por «miembro» la ciudad.</p>"
    new = old.replace("Se entiende por «miembro", "<b>Se entiende por «miembro</b>")
    shown = "«Se entiende por “miembro"
    sentence = f"se sustituye la expresión {shown}”» por la expresión {shown}”» ({shown}»: en negrita)"
    assert said(old, new, "es") == [f"En el párrafo 1, {sentence}."]


def test_a_format_beside_changed_quotation_marks_names_characters():
    old = "<p>Se entiende por “miembro” la ciudad.</p>"
    new = "<p><b>Se entiende por «miembro</b>» la ciudad.</p>"
    clauses = "se sustituye la expresión «{}» por la expresión «{}» (caracteres 1 a 24: en negrita)"
    sentence = clauses.format("Se entiende por “miembro”", "Se entiende por «miembro»")
    assert said(old, new, "es") == [f"En el párrafo 1, {sentence}."]


def test_characters_are_counted_in_the_words_as_the_clause_shows_them():
    old, new = "<p>La cité.</p>", "<p>La «\u00a0belle\u00a0» m<sup>2</sup> cité.</p>"
    [clause] = said(old, new, "fr")
    assert clause.endswith("«\u00a0“belle” m2\u00a0» (caractère 10\u00a0: en exposant).")


@pytest.mark.parametrize("lang", ["de", "", "english", "pt-BR"])
def test_a_language_without_clauses_is_refused_by_name(lang):
    with pytest.raises(UnknownLanguage, match=f"{lang!r}.*en, fr, es, ar"):
        said("<p>One.</p>", "<p>Two.</p>", lang)


@pytest.mark.parametrize("lang", ["fr-CA", "fr_BE", "FR"])
def test_a_variety_of_a_language_has_its_clauses(lang):
    assert said("<p>Une ville.</p>", "<p>La ville.</p>", lang) == [
        "Au paragraphe 1, remplacer le mot\u00a0: «\u00a0Une\u00a0» par le mot\u00a0: «\u00a0La\u00a0»."
    ]


OCCURRENCES = [
    ("en", "In paragraph 1, delete the second “tax”."),
    ("fr", "Au paragraphe 1, supprimer la deuxième occurrence du mot\u00a0: «\u00a0tax\u00a0»."),
    ("es", "En el párrafo 1, se suprime la palabra «tax» (segunda aparición)."),
    ("ar", "في الفقرة 1، حذف كلمة «tax» الواردة للمرة الثانية."),
]


@pytest.mark.parametrize(("lang", "clause"), OCCURRENCES)
def test_each_language_names_the_occurrence_in_its_own_way(lang, clause):
    order = Order("delete", 0, quote=Quote("tax", 2, 3, 4))
    assert Writer(lang, parse("<p>tax tax tax</p>").blocks, {}).sentence(order) == clause


@pytest.mark.parametrize("table", [AMEND, KINDS, SPACES])
def test_every_language_has_every_phrase(table):
    keys = {lang: {key.removesuffix(" many") for key in phrases} for lang, phrases in table.items()}
    assert all(names == keys["en"] for names in keys.values())


def test_spanish_verbs_agree_with_several_blocks():
    assert said("<p>Uno.</p><p>Dos.</p><p>Tres.</p>", "<p>Tres.</p>", "es") == ["Se suprimen los párrafos 1 a 2."]


def test_french_articles_run_together_with_their_prepositions():
    assert said(
        "<h3>Titre un</h3><ul><li>Un point.</li></ul>", "<h3>Titre un</h3><ul><li>Un point. Deux.</li></ul>", "fr"
    ) == ["À la fin du point 1 du titre 1, insérer le mot\u00a0: «\u00a0Deux.\u00a0»."]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("<p>One. Two.</p>", "<p>One.</p><p>Two.</p>", "تقسيم {it} قبل كلمة «Two»."),
        ("<p>One.</p><p>Two.</p>", "<p>One. Two.</p>", "ضمّ {next} إلى {it}."),
        ("<p>One.</p><p>Two.</p>", "<p>Two.</p>", "حذف {it}."),
        ("<p>One.</p><p>Two.</p><p>Three.</p>", "<p>Two.</p><p>Three.</p><p>One.</p>", "نقل {it} إلى ما بعد {last}."),
        ("<p>One.</p>", "<ul><li>One.</li></ul>", "تحويل {it} إلى بند منقّط."),
    ],
)
@pytest.mark.parametrize("cited", [("الفقرة 1", "الفقرة 2", "الفقرة 3"), ("البند 4.1", "البند 4.2", "البند 4.3")])
def test_an_arabic_sentence_agrees_with_whatever_is_cited(old, new, sentence, cited):
    """A paragraph is feminine there and a point masculine: no verb may have either for its subject."""
    keyed = [replace(block, key=str(n)) for n, block in enumerate(parse(old).blocks)]
    citations = {str(n): name for n, name in enumerate(cited[: len(keyed)])}
    lines = clause_lines(diff(Document(tuple(keyed)), parse(new)), "ar", citations)
    assert sentence.format(it=cited[0], next=cited[1], last=cited[2]) in [line.sentence for line in lines]
