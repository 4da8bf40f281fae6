"""Laws 6, 7 and 10 by name, in scripts with spaces between words and in scripts without."""

import json
import subprocess
import sys
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest
import regex

from charter.text import diff, merge, parse
from charter.text.dictionaries import installed_dictionary, word_borders
from charter.text.edits import Replace, char_of
from charter.text.kinds import NoticeKind
from charter.text.rows import rows_of
from charter.text.widening import widen_parts

# The words of a script, and what ends a sentence in it. No word is the beginning of another.
SPACED = {
    "Latin": ("water city laws people road school market garden house river light forest", ". "),
    "Greek": ("νερό πόλη νόμος λαός δρόμος σχολείο αγορά κήπος σπίτι ποτάμι φως δάσος", ". "),
    "Cyrillic": ("вода город закон народ дорога школа рынок сад дом река свет лес", ". "),
    "Arabic": ("ماء مدينة قانون شعب طريق مدرسة سوق حديقة بيت نهر ضوء غابة", ". "),
    "Hebrew": ("מים עיר חוק עם דרך כיתה שוק גן בית נהר אור יער", ". "),
    "Devanagari": ("पानी शहर क़ानून लोग सड़क विद्यालय बाज़ार बग़ीचा घर नदी रोशनी जंगल", "। "),
}
UNSPACED = {
    "Han": ("城市 法律 公园 学校 市场 道路 房屋 河流 居民 会议 记录 费用", "。"),
    "Kana": ("まち ほうりつ こうえん がっこう いちば どうろ うち かわ じゅうみん かいぎ きろく ひよう", "。"),
    "Thai": ("น้ำ เมือง กฎหมาย ประชาชน ถนน โรงเรียน ตลาด สวน บ้าน รถ ไฟ ป่า", " "),
    "Lao": ("ນ້ຳ ເມືອງ ກົດໝາຍ ປະຊາຊົນ ຖະໜົນ ໂຮງຮຽນ ຕະຫຼາດ ສວນ ເຮືອນ ລົດ ໄຟ ປ່າ", " "),
    "Khmer": ("ទឹក ទីក្រុង ច្បាប់ ប្រជាជន ផ្លូវ សាលា ផ្សារ សួន ផ្ទះ រថយន្ត ភ្លើង ព្រៃ", "។ "),
    "Myanmar": ("ရေ မြို့ ဥပဒေ ပြည်သူ လမ်း ကျောင်း ဈေး ဥယျာဉ် အိမ် ကား မီး တော", "။ "),
}
SCRIPTS = SPACED | UNSPACED
SEEDS = range(8)
ROOT = Path(__file__).parents[3]


def words_of(script):
    """The words of a script."""
    return SCRIPTS[script][0].split()


def document(script, sentences):
    """A document of one paragraph with some sentences, each a list of words."""
    between, end = " " if script in SPACED else "", SCRIPTS[script][1]
    return parse("<p>" + "".join(between.join(sentence) + end for sentence in sentences) + "</p>")


def cut(script, text):
    """A text of a script cut into its known words; what is no word is left as it is."""
    pattern = "|".join(map(regex.escape, sorted(words_of(script), key=len, reverse=True)))
    return [word for word in regex.split(rf"({pattern})", text) if word.strip(" .。।។။")]


def drawn(script, seed):
    """Three sentences of five different words each, and the words that are left for the one in the middle."""
    draw = Random(seed)
    sentences = [draw.sample(words_of(script), 5) for _ in range(3)]
    left = [word for word in words_of(script) if word not in sentences[1]]
    return draw, sentences, left


def with_word(sentences, place, word, instead=True):
    """The sentences with one word of the middle one replaced, or with one more before it."""
    middle = [*sentences[1][:place], word, *sentences[1][place + instead :]]
    return [sentences[0], middle, sentences[2]]


@pytest.mark.parametrize("script", SCRIPTS)
def test_law_6_every_word_of_the_result_is_one_that_somebody_wrote(script):
    """Where a word stands between two changes: which clusters are one word is not known without a dictionary."""
    for seed in SEEDS:
        draw, sentences, left = drawn(script, seed)
        first, second = sorted(draw.sample([0, 2, 4], 2))
        base = document(script, sentences)
        first_text = document(script, with_word(sentences, first, left[0]))
        other = document(script, with_word(sentences, second, left[1]))
        merged = merge(base, {"A": first_text, "B": other})
        assert not merged.conflicts
        assert set(cut(script, merged.document.text)) <= set(words_of(script))
        assert {left[0], left[1]} <= set(cut(script, merged.document.text))


def with_cluster(clusters, place, cluster):
    """The clusters with another one at a place."""
    return "".join([*clusters[:place], cluster, *clusters[place + 1 :]])


@pytest.mark.parametrize("script", UNSPACED)
def test_law_6_a_word_in_which_two_change_clusters_is_reported(script):
    """公布 is one word: where one writes 颁布 and another 公开, nobody wrote 颁开."""
    base, first_cluster, last_cluster = words_of(script)[:3]
    new_clusters = regex.findall(r"\X", first_cluster)[0], regex.findall(r"\X", last_cluster)[-1]
    for word in words_of(script)[3:]:
        clusters = regex.findall(r"\X", word)
        for first, last in [(n, n + gap) for gap in (1, 2, 3) for n in range(len(clusters) - gap)]:
            texts = {
                "A": with_cluster(clusters, first, new_clusters[0]),
                "B": with_cluster(clusters, last, new_clusters[1]),
            }
            if word in texts.values():
                continue
            merged = merge(
                document(script, [[base, word, base]]),
                {mark: document(script, [[base, text, base]]) for mark, text in texts.items()},
            )
            assert merged.conflicts or {notice.kind for notice in merged.notices} == {NoticeKind.BESIDE}, texts


@pytest.mark.parametrize("script", SCRIPTS)
def test_law_7_no_word_is_put_in_among_words_that_another_rewrote_without_a_report(script):
    for seed in SEEDS:
        draw, sentences, left = drawn(script, seed)
        kept = draw.randrange(1, 4)
        mine = iter(left[1:])
        rewritten = [word if n == kept else next(mine) for n, word in enumerate(sentences[1])]
        base = document(script, sentences)
        changed = document(script, [sentences[0], rewritten, sentences[2]])
        for change in (with_word(sentences, kept, left[0]), with_word(sentences, kept, left[0], instead=False)):
            merged = merge(base, {"A": changed, "B": document(script, change)})
            assert merged.conflicts or merged.notices, (seed, merged.document.text)


@pytest.mark.parametrize("script", SCRIPTS)
def test_law_10_no_run_begins_or_ends_inside_a_cluster(script):
    for seed in SEEDS:
        draw, sentences, left = drawn(script, seed)
        base = document(script, sentences)
        difference = diff(base, document(script, with_word(sentences, draw.randrange(5), left[0])))
        edges = {0, *accumulate(map(len, regex.findall(r"\X", base.text)))}
        edits = [edit for edit in difference.edits if isinstance(edit, Replace)]
        assert edits and {char_of(place) for edit in edits for place in (edit.start, edit.end)} <= edges


def by_words(script):
    """A dictionary that knows the words of a script."""
    return lambda text: accumulate(map(len, cut(script, text)))


@pytest.mark.parametrize("script", UNSPACED)
@pytest.mark.parametrize("sides", [(True, True), (True, False), (False, True)])
def test_with_a_dictionary_no_shown_run_begins_or_ends_inside_a_word(script, sides):
    finder = by_words(script)
    for seed in SEEDS:
        draw, sentences, left = drawn(script, seed)
        base = document(script, sentences)
        change = document(script, with_word(sentences, draw.randrange(5), left[0]))
        (row,) = rows_of(diff(base, change), *sides)
        parts = widen_parts(row.parts, finder, sides)
        for name, text, shown in (("del", base.text, sides[0]), ("ins", change.text, sides[1])):
            spelled = [part for part in parts if part.name in ("keep", name)]
            ends = list(accumulate(len(part.block.text) for part in spelled))
            assert "".join(part.block.text for part in spelled) == text or not shown
            for part, end in zip(spelled, ends, strict=True) if shown else ():
                if part.name == name:
                    assert {end - len(part.block.text), end} <= word_borders(text, finder)


WITHOUT_DICTIONARY = """
import json, sys
sys.modules["icu"] = sys.modules["budoux"] = None
from charter.text.dictionaries import installed_dictionary
from tests.charter.text.test_scripts import merges_and_redlines
print(json.dumps([installed_dictionary() is None, *merges_and_redlines()]))
"""


def merges_and_redlines():
    """What merges give in each script without spaces, and differences as they are shown, each with by_cluster."""
    merges, shown = [], []
    for script in UNSPACED:
        _, sentences, left = drawn(script, 1)
        base = document(script, sentences)
        texts = {mark: document(script, with_word(sentences, 2, word)) for mark, word in zip("AB", left, strict=False)}
        merged = merge(base, texts | {"C": document(script, with_word(sentences, 4, left[0]))})
        merges.append([merged.document.html, [conflict.id for conflict in merged.conflicts]])
        shown.append([diff(base, texts["A"]).plain, diff(base, texts["A"]).by_cluster])
    return merges, shown


def test_a_dictionary_changes_what_is_shown_and_nothing_that_is_merged():
    command = [sys.executable, "-c", WITHOUT_DICTIONARY]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    is_without, merges, shown = json.loads(ran.stdout)
    merges_here, shown_here = merges_and_redlines()
    assert is_without and merges == merges_here
    assert all(ids for _, ids in merges)
    assert all(by_cluster for _, by_cluster in shown)
    assert (shown == shown_here) == (installed_dictionary() is None)


def test_without_a_script_that_needs_it_nothing_goes_by_cluster():
    latin = document("Latin", [["city", "laws"]])
    assert not diff(latin, latin).by_cluster


SHOWN = [
    ("市政府应当公布会议记录。", "市政府应当公开会议记录。", "公布"),
    ("ประชาชนไปตลาด", "ประชาคมไปตลาด", "ประชาชน"),
    ("わたしは東京に行きます", "わたしは東北に行きます", "東京"),
]


@pytest.mark.skipif(installed_dictionary() is None, reason="neither PyICU nor BudouX is installed: both are optional")
@pytest.mark.parametrize(("old", "new", "word"), SHOWN)
def test_a_dictionary_that_is_installed_marks_whole_words(old, new, word):
    difference = diff(parse(f"<p>{old}</p>"), parse(f"<p>{new}</p>"))
    assert not difference.by_cluster
    before, gone, come, after = regex.fullmatch(r"(.*)\[-(.*)-\]\{\+(.*)\+\}(.*)", difference.plain).groups()
    assert word in gone
    for text, run in ((old, gone), (new, come)):
        assert before + run + after == text
        assert {len(before), len(before + run)} <= word_borders(text, installed_dictionary().finder)


@pytest.mark.skipif(installed_dictionary() is None, reason="neither PyICU nor BudouX is installed: both are optional")
def test_a_script_that_the_dictionary_lacks_goes_by_cluster_and_says_so():
    for script in UNSPACED:
        text = document(script, [words_of(script)])
        lacks = bool(installed_dictionary().lacks.search(text.text))
        assert diff(text, text).by_cluster == lacks
        assert not lacks or word_borders(text.text, installed_dictionary().finder) == word_borders(text.text, clusters)


def clusters(text):
    """The places between the clusters of a text."""
    return accumulate(map(len, regex.findall(r"\X", text)))
