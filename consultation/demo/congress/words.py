"""Words of the charter that is made for measuring, and what amendments put in their place. Invented throughout."""

from __future__ import annotations

from math import prod

PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("The city", "Each district", "The mayor", "The council", "Every public service", "The municipal company"),
        ("keeps", "opens", "funds", "protects", "repairs", "plans", "publishes"),
        ("homes at a fair rent", "public water", "safe streets", "places to learn", "clean transport", "its accounts"),
        ("with those who live there", "for people with low incomes", "for children and the old", "in every quarter"),
    ),
    "fr": (
        ("La ville", "Chaque quartier", "La mairie", "Le conseil", "Chaque service public", "La régie municipale"),
        ("garde", "ouvre", "finance", "protège", "répare", "prévoit", "publie"),
        (
            "des logements abordables",
            "l’eau publique",
            "des rues sûres",
            "des lieux où apprendre",
            "des transports propres",
            "ses comptes",
        ),
        ("avec les habitants", "pour les foyers modestes", "pour les enfants", "dans chaque quartier"),
    ),
}
# What amendments ask for, sentence by sentence: when it is done.
# Both languages have as many choices in the same order, so that they say the same.
WHEN: dict[str, tuple[str, ...]] = {
    "en": ("each year", "within ten days", "within thirty days", "before the next budget", "each month", "at once"),
    "fr": (
        "chaque année",
        "sous dix jours",
        "sous trente jours",
        "avant le prochain budget",
        "chaque mois",
        "tout de suite",
    ),
}
AND = {"en": "and says so in public", "fr": "et le dit en public"}
TITLE = {"en": "Charter made for measuring", "fr": "Charte faite pour mesurer"}
HEADS = {"en": "Article made for measuring {n}", "fr": "Article fait pour mesurer {n}"}
SENTENCES = 4
STEP = 611  # shares no factor with the number of combinations


def heading_of(language: str, article: int) -> str:
    return HEADS[language].format(n=article + 1)


def provision_words(language: str, number: int) -> str:
    """About sixty words that no other provision has in the same order."""
    return " ".join(_sentence(language, number * SENTENCES + place) for place in range(SENTENCES))


def words_with_other_time(html: str, sentence: int, turn: int) -> str:
    """The same English words, but one sentence says another time; `turn` chooses which one."""
    sentences = html.removesuffix(".").split(". ")
    words = sentences[sentence % len(sentences)]
    time = next(when for when in WHEN["en"] if words.endswith(when))
    others = [when for when in WHEN["en"] if when != time]
    sentences[sentence % len(sentences)] = words.removesuffix(time) + others[turn % len(others)]
    return ". ".join(sentences) + "."


def _sentence(language: str, number: int) -> str:
    """Goes through all combinations in long steps, so that neighbours differ, and again with another time."""
    choices = PARTS[language]
    count = prod(map(len, choices))
    chosen, rest = [], number * STEP % count
    for words in choices:
        rest, place = divmod(rest, len(words))
        chosen.append(words[place])
    when = WHEN[language][(number + number // count) % len(WHEN[language])]
    return f"{' '.join(chosen)}, {AND[language]} {when}."
