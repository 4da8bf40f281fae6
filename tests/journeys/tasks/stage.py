"""What the tasks are done on: a charter of twelve articles in three languages, its second version, and a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.models import Person
from charter.actions.languages import alignments, editions
from charter.actions.languages.editions import Edition, NewBlock, NewSection, Origin
from charter.actions.versions import versions
from charter.models import Amendment, Charter, Round
from tests import factories
from tests.journeys.walk import time_passes

LANGUAGES = ("en", "fr", "es")
TITLE = {"en": "Charter of the sample city", "fr": "Charte de la ville modèle", "es": "Carta de la ciudad modelo"}
SUBJECTS: dict[str, tuple[str, ...]] = {
    "en": (
        *("homes", "water", "food", "schools", "health", "work"),
        *("transport", "parks", "libraries", "safe streets", "clean air", "sport"),
    ),
    "fr": (
        *("le logement", "l’eau", "l’alimentation", "l’école", "la santé", "le travail"),
        *("les transports", "les parcs", "les bibliothèques", "les rues sûres", "l’air pur", "le sport"),
    ),
    "es": (
        *("la vivienda", "el agua", "la comida", "la escuela", "la salud", "el trabajo"),
        *("el transporte", "los parques", "las bibliotecas", "las calles seguras", "el aire limpio", "el deporte"),
    ),
}
SAYS: dict[str, tuple[str, ...]] = {
    "en": (
        "Everyone has a right to {}, wherever in the city they live and whatever they earn.",
        "The city keeps one fifth of its means for {} in the districts that have least.",
        "The city answers each request about {} within thirty days.",
        "The council reports on {} once a year, in public and in plain words.",
        "Those who live in a district decide with the city about {}.",
        "Nobody is asked for papers before they are heard about {}.",
        "The city learns from other cities what they do about {}.",
        "Whoever the city sends to see to {} is paid a fair wage.",
    ),
    "fr": (
        "Pour {}, toute personne a les mêmes droits, où qu’elle vive dans la ville et quels que soient ses revenus.",
        "Pour {}, la ville réserve un cinquième de ses moyens aux quartiers les moins dotés.",
        "Pour {}, la ville répond à chaque demande dans les trente jours.",
        "Pour {}, le conseil rend compte une fois par an, en public et en mots simples.",
        "Pour {}, les habitants d’un quartier décident avec la ville.",
        "Pour {}, personne ne doit montrer de papiers avant d’être entendu.",
        "Pour {}, la ville apprend de ce que font d’autres villes.",
        "Pour {}, quiconque travaille à la demande de la ville reçoit un juste salaire.",
    ),
    "es": (
        "Para {}, toda persona tiene los mismos derechos, viva donde viva en la ciudad y gane lo que gane.",
        "Para {}, la ciudad reserva una quinta parte de sus medios a los barrios que menos tienen.",
        "Para {}, la ciudad responde a cada solicitud en treinta días.",
        "Para {}, el consejo rinde cuentas una vez al año, en público y con palabras sencillas.",
        "Para {}, quienes viven en un barrio deciden con la ciudad.",
        "Para {}, a nadie se le piden papeles antes de ser oído.",
        "Para {}, la ciudad aprende de lo que hacen otras ciudades.",
        "Para {}, quien trabaja por encargo de la ciudad recibe un salario justo.",
    ),
}
# Accepted amendments to the fifth article: paragraph, words, others. Two paragraphs are asked for twice. No number and
# no negation changes, since a language that lacked it would hold the version up.
ASKED = (
    (1, "Everyone has", "All people have"),
    (2, "means", "budget"),
    (3, "request", "question"),
    (3, "request", "letter"),
    (4, "plain", "clear"),
    (5, "decide", "choose"),
    (5, "decide", "plan"),
    (6, "papers", "an address"),
    (7, "other cities", "every city"),
    (8, "fair", "full"),
)
FIFTH, PER_ARTICLE = 5, len(SAYS["en"]) + 1
OTHERS = tuple(n for n in range(1, len(SUBJECTS["en"]) + 1) if n != FIFTH)


@dataclass
class Stage:
    """The charter as it stands, the round on its second version, and people by what they are."""

    charter: Charter
    round: Round
    people: dict[str, Person]

    def provision(self, article: int, paragraph: int) -> Any:
        return factories.provision(self.charter, place(article, paragraph))

    def end_support(self) -> None:
        """The time for support is over, so that the desk decides."""
        time_passes(self.round)
        self.round.refresh_from_db()

    def words(self, article: int, paragraph: int) -> str:
        """The working text of the provision in English."""
        return str(factories.working(self.provision(article, paragraph)).wording.html)


def place(article: int, paragraph: int) -> int:
    """Where a paragraph stands in reading order; each article begins with its title."""
    return (article - 1) * PER_ARTICLE + paragraph


def says(language: str, article: int, paragraph: int) -> str:
    """The text of the provision in the first version."""
    return SAYS[language][paragraph - 1].format(SUBJECTS[language][article - 1])


def build(amendments: int) -> Stage:
    """The charter, with so many amendments under review in all articles but the fifth, and one of the officer's."""
    charter = _charter()
    first = factories.version(charter)
    city = factories.organisation("Tamanrit")
    people = {kind: factories.member(city, kind) for kind in ("officer", "delegate")} | _secretariat()
    _second_version(charter, first, city, people)
    factories.site(charter)
    charter = Charter.objects.get(pk=charter.pk)
    stage = Stage(charter, factories.round_(charter.versions.get(number=2)), people)
    _ask(stage, city, people["officer"], amendments)
    Person.objects.update(is_demonstration=True)
    return stage


def accepted_in_the_fifth(stage: Stage) -> list[Any]:
    """Ten accepted amendments of ten cities to the fifth article; the time for support must be over."""
    amendments = []
    for paragraph, old, new in ASKED:
        city = factories.organisation()
        delegate, words = factories.member(city, "delegate"), stage.words(FIFTH, paragraph).replace(old, new)
        amendment = factories.under_review(stage.round, city, delegate, stage.provision(FIFTH, paragraph), words)
        amendments.append(factories.accepted(amendment, stage.people["moderator"]))
    Person.objects.update(is_demonstration=True)
    return amendments


def _charter() -> Charter:
    at = factories.timezone.now() - factories.timedelta(days=300)
    charter = editions.create_charter(slug="charter", edition=_edition("en", []), by=None, at=at)
    assert charter.arrangement is not None
    for language in LANGUAGES[1:]:
        edition = _edition(language, list(charter.arrangement.keys()))
        editions.add_language(charter=charter, edition=edition, by=None, at=at)
    return charter


def _edition(language: str, keys: list[str]) -> Edition:
    keys_left = iter(keys or [""] * PER_ARTICLE * len(SUBJECTS[language]))
    sections = []
    for n, subject in enumerate(SUBJECTS[language], 1):
        title = NewBlock("title", subject.capitalize(), key=next(keys_left))
        paragraphs = [NewBlock("paragraph", says(language, n, p), key=next(keys_left)) for p in range(1, PER_ARTICLE)]
        sections.append(NewSection("article", f"article-{n}", (title, *paragraphs)))
    return Edition(language, TITLE[language], tuple(sections), Origin(f"tasks.{language}.html", "0" * 64))


def _secretariat() -> dict[str, Person]:
    editors = {f"{code}{n}": factories.holder("language_editor", code) for code in LANGUAGES[1:] for n in (1, 2)}
    return {"moderator": factories.holder("moderator"), "second": factories.holder("moderator"), **editors}


def _second_version(charter: Charter, first: Any, city: Any, people: dict[str, Person]) -> None:
    """One paragraph of the fifth article has other words, in all languages, for a city asked for them."""
    round_, by = factories.deciding(first), people["moderator"]
    words, at = says("en", FIFTH, 2).replace("fifth", "third"), place(FIFTH, 2)
    factories.merged(round_, {at: words}, by=by, city=city, proposer=people["officer"])
    provision = factories.provision(charter, at)
    source = factories.working(provision).wording
    for code, old, new in (("fr", "cinquième", "tiers"), ("es", "quinta", "tercera")):
        new_words = says(code, FIFTH, 2).replace(old, new)
        written = {"provision": provision, "language": code, "source": source, "words": new_words}
        alignment = alignments.write_alignment(**written, by=people[f"{code}1"])
        alignments.approve_alignment(
            alignment=alignments.submit_alignment(alignment=alignment, by=people[f"{code}1"]), by=people[f"{code}2"]
        )
    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=by)
    versions.publish_version(publication=publication, by=people["second"])


def _ask(stage: Stage, city: Any, by: Person, amendments: int) -> None:
    """Each asks for more words at the end of a paragraph; the first is the officer's own."""
    for n in range(amendments):
        article, paragraph = OTHERS[n % len(OTHERS)], n // len(OTHERS) % (PER_ARTICLE - 1) + 1
        organisation = city if n == 0 else factories.organisation()
        words = f"{stage.words(article, paragraph)} This was asked for at meeting {n + 1}."
        factories.under_review(stage.round, organisation, by, stage.provision(article, paragraph), words)


def refuse_the_rest(stage: Stage) -> None:
    """Decides every pending amendment as not accepted, so that nothing keeps a version back."""
    for amendment in Amendment.objects.filter(round=stage.round, decisions=None).exclude(number=None):
        factories.accepted(amendment, stage.people["moderator"], outcome="not_accepted")
