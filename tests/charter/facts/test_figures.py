import pytest

from charter.facts.figures import figures_in, is_spelt, links_in, numbers_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,000 homes and 2.5 metres", ("1000", "25")),
        ("1 000 viviendas", ("1", "000")),
        ("1\u202f000 logements et 2,5 mètres", ("1000", "25")),
        ("١٬٠٠٠ مسكن", ("1000",)),
        ("一切人人", ()),
        ("none at all", ()),
    ],
)
def test_numbers(text: str, found: tuple[str, ...]) -> None:
    assert numbers_in(text) == tuple(sorted(found))


@pytest.mark.parametrize(
    ("text", "lang", "date"),
    [
        ("on 10 December 1948", "en", "1948-12-10"),
        ("on December 10, 1948", "en", "1948-12-10"),
        ("le 10 décembre 1948", "fr", "1948-12-10"),
        ("le 1er mai 2011", "fr", "2011-05-01"),
        ("el 10 de diciembre de 1948", "es", "1948-12-10"),
        ("في ١٠ ديسمبر ١٩٤٨", "ar", "1948-12-10"),
        ("في 10 كانون الأول 1948", "ar", "1948-12-10"),
        ("1948年12月10日", "zh", "1948-12-10"),
        ("1948-12-10", "en", "1948-12-10"),
        ("10/12/1948", "fr", "1948-12-10"),
        ("in December 1948", "en", "1948-12-?"),
    ],
)
def test_dates_in_every_language(text: str, lang: str, date: str) -> None:
    found = figures_in(text, text, lang)
    assert (found.dates, found.numbers) == ((date,), ())


@pytest.mark.parametrize(
    ("text", "lang", "cited"),
    [
        ("see article VI.2", "en", ("6.2",)),
        ("articles VI and VII", "en", ("6", "7")),
        ("l’article VI et de l’article VII", "fr", ("6", "7")),
        ("articles 4, 5 et 6", "fr", ("4", "5", "6")),
        ("el artículo VI y el artículo VII", "es", ("6", "7")),
        ("(انظر المادة V.1)", "ar", ("5.1",)),
        ("انظر المادة السادسة", "ar", ("6",)),
        ("第二十九条规定", "zh", ("29",)),
        ("article premier", "fr", ("1",)),
        ("an article of mine", "en", ()),
        ("the article I wrote", "en", ("1",)),
    ],
)
def test_cited_articles(text: str, lang: str, cited: tuple[str, ...]) -> None:
    found = figures_in(text, text, lang)
    assert (found.articles, found.numbers) == (cited, ())


@pytest.mark.parametrize(
    ("figure", "text", "lang", "said"),
    [
        ("30", "within thirty days", "en", True),
        ("30", "三十天之内", "zh", True),
        ("3", "ثلاثة أيام", "ar", True),
        ("3", "in the street", "en", False),
        ("12345678", "words", "en", False),
    ],
)
def test_numbers_spelt_in_words(figure: str, text: str, lang: str, said: bool) -> None:
    assert is_spelt(figure, text, lang) is said


@pytest.mark.parametrize(
    ("address", "lang", "neutral"),
    [
        ("https://a.example/fr/glossaire", "fr", "https://a.example/{lang}/glossaire"),
        ("https://fr.a.example/x", "fr", "https://{lang}.a.example/x"),
        ("https://a.example/en/x", "fr", "https://a.example/en/x"),
    ],
)
def test_links_in_ones_own_language_are_one(address: str, lang: str, neutral: str) -> None:
    assert links_in(f'<a href="{address}">x</a>', lang) == (neutral,)


@pytest.mark.parametrize(
    ("text", "dates", "numbers"),
    [
        ("Young people from the age of 16 may learn a trade.", (), ("16",)),
        ("In 3 march the dockers of 12 ports.", (), ("12", "3")),
        ("Adopted on 16 May.", ("?-05-16",), ()),
        ("Adopted on 3 may 2019 and on May 4, 2020.", ("2019-05-03", "2020-05-04"), ()),
    ],
)
def test_the_english_verbs_may_and_march_are_no_months(
    text: str, dates: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    seen = figures_in(text, "", "en")
    assert (seen.dates, seen.numbers) == (dates, numbers)
