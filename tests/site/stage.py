"""One consultation in which there is one of everything that somebody must not see, and a person in each role.

Each hidden thing carries a secret word that stands nowhere else, so that any page can be searched for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actions import following, letters, pledges
from accounts.messages import stop_token
from accounts.models import Follow, Mandate, Person
from accounts.queries import following as followers
from charter.actions import (
    advice,
    alignments,
    amendments,
    batches,
    compromises,
    corrigenda,
    decisions,
    drafting,
    glossary,
    handling,
    merges,
    phrases,
    positions,
    remarks,
    replies,
    rounds,
    themes,
    uploads,
)
from charter.actions import versions as publishing
from charter.actions.amendments import ChangeInput
from charter.actions.glossary import NewTerm
from charter.actions.handling import Given
from charter.models import Article, Charter, Round, TaskNote
from charter.queries import ledger
from charter.states import Phase
from cms.actions import sites
from tests import factories
from tests.site.permissions import EVERYBODY

HOMES, HEARD, WATER = 5, 6, 8
WINDOWS = ("opens_at", "proposals_until", "confirm_until", "support_until")
FIFTH = factories.WORDS["en"][HOMES]


@dataclass
class Stage:
    """The charter, its people by role, and every other thing by name."""

    charter: Charter
    round: Round
    people: dict[str, Person | None]
    things: dict[str, Any] = field(default_factory=dict)

    def stand_in(self, phase: Phase) -> None:
        """Moves the windows of the round so that it stands in that phase now."""
        now, week = timezone.now(), timedelta(days=7)
        opens = now + timedelta(days=3) - week * list(Phase).index(phase)
        windows = {name: opens + week * turn for turn, name in enumerate(WINDOWS)}
        closed = now - timedelta(days=1) if phase == Phase.CLOSED else None
        Round.objects.filter(pk=self.round.pk).update(**windows, closed_at=closed)


def build() -> Stage:
    """A second version, and a round that is open on it."""
    charter = factories.charter(languages=("en", "fr"))
    sites.found_site(charter=charter)
    own, other, partner = (
        factories.organisation("Tamanrit", sections=["africa"]),
        factories.organisation("Velmora"),
        factories.organisation("Union of tenants", "partner"),
    )
    people = _people(own, other, partner)
    first = factories.version(charter)
    merged = _second_version(charter, first, people, own)
    round_ = factories.round_(charter.versions.get(number=2))
    stage = Stage(Charter.objects.get(pk=charter.pk), round_, people)
    thanks = replies.give(decision=merged.decision, by=people["delegate"], text="We thank you.", language="en")
    stage.things |= {"reply": thanks, "own": own, "other": other, "partner": partner, "merged": merged}
    _amendments(stage)
    _desk(stage)
    _people_and_letters(stage)
    return stage


def _people(own: Any, other: Any, partner: Any) -> dict[str, Person | None]:
    year = timezone.now() - timedelta(days=365)
    substitute = factories.member(own, "substitute")
    people: dict[str, Person | None] = {
        "anonymous": None,
        "officer": factories.member(own, "officer"),
        "focal point": factories.member(own, "focal_point"),
        "delegate": factories.member(own, "delegate"),
        "substitute": substitute,
        "standing in": substitute,
        "stranger": factories.member(other, "officer"),
        "expired": factories.member(own, "officer", ended=year + timedelta(days=30)),
        "partner": factories.member(partner, "officer"),
        "moderator": factories.secretariat("moderator"),
        "editor": factories.holder("language_editor", "fr"),
        "drafter": factories.holder("drafter"),
        "body": factories.holder("body_member"),
        "section staff": factories.holder("section_staff", scope=["africa"]),
        "administrator": factories.secretariat("administrator"),
        "other delegate": factories.member(other, "delegate"),
        "named reader": factories.holder("language_reader", "fr"),
        "second editor": factories.holder("language_editor", "fr"),
        "second moderator": factories.secretariat("moderator"),
    }
    assert people.keys() >= set(EVERYBODY)
    for role, name in (("officer", "Marta Zorilla"), ("delegate", "Tarik Margay"), ("moderator", "Ilse Kowari")):
        person = people[role]
        assert person is not None
        person.name, person.email = name, f"{name[0]}.{name.split()[1]}@example.org".lower()
        person.save(update_fields=["name", "email"])
    for person in {person for person in people.values() if person}:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return people


def _second_version(charter: Charter, first: Any, people: dict[str, Any], own: Any) -> Any:
    round_ = factories.deciding(first)
    moderator = people["moderator"]
    [merged] = factories.merged(
        round_,
        {HEARD: "The city answers each request within twenty days."},
        by=moderator,
        city=own,
        who=people["officer"],
    )
    factories.excepted(charter, "fr", HEARD)
    publication = publishing.propose(charter=Charter.objects.get(pk=charter.pk), by=moderator)
    publishing.publish(publication=publication, by=people["second moderator"])
    rounds.close(round_=round_, by=moderator)
    return merged


def words(secret: str) -> str:
    return FIFTH.replace("fifth", secret)


def _amendments(stage: Stage) -> None:
    own, other, people, round_ = stage.things["own"], stage.things["other"], stage.people, stage.round
    officer, delegate, colleague = people["officer"], people["delegate"], people["other delegate"]
    assert officer and delegate and colleague
    said = {"title": "numbat of a title", "reason": "numbat of a reason", "source": "numbat of a source"}
    stage.things["draft"] = factories.draft(round_, own, officer, words("numbat"), HOMES, **said)
    stage.things["sent"] = factories.sent(round_, own, officer, words("quokka"), HOMES)
    for name in ("draft", "sent"):
        drafting.note(amendment=stage.things[name], by=delegate, text="Ask the axolotl first.")
    stage.things["confirmed"] = factories.confirmed(round_, own, delegate, words("third"), HOMES)
    undone = factories.confirmed(round_, own, delegate, words("quarter"), HOMES)
    second = amendments.undo_confirmation(amendment=undone, by=delegate)
    change = ChangeInput("replace", factories.provision(stage.charter, HOMES), words("wombat"))
    amendments.save_draft(amendment=second, by=officer, changes=[change], title="t", reason="r", language="en")
    theirs = factories.confirmed(round_, other, colleague, words("half"), HOMES)
    _entered(stage)
    stage.things |= {"undone": undone, "second": second, "theirs": theirs}
    positions.take(organisation=other, text=stage.things["confirmed"].text, by=colleague, stance="support")
    advice.give(organisation=own, text=theirs.text, by=officer, stance="support", word="because of the platypus")
    stage.things["remark"] = remarks.post(
        target=stage.things["confirmed"], by=people["stranger"], text="Who pays?", language="en", round_=round_
    )
    stage.things["said"] = remarks.post(
        target=factories.provision(stage.charter, HOMES),
        by=people["stranger"],
        organisation=other,
        text="Why a fifth?",
        language="en",
        round_=round_,
    )
    remarks.report(remark=stage.things["remark"], by=people["stranger"])
    removed = remarks.post(target=theirs, by=people["partner"], text="a rude kinkajou", language="en", round_=round_)
    remarks.remove(remark=removed, by=people["moderator"], because="rude")


def _question(stage: Stage) -> TaskNote:
    """What a language editor asks the member."""
    return TaskNote.objects.create(
        provision=factories.provision(stage.charter, HOMES),
        language="fr",
        kind="question",
        text="Is the vaquita meant?",
        member=stage.things["own"],
        by=stage.people["editor"],
        at=timezone.now(),
    )


def _entered(stage: Stage) -> None:
    """What the secretariat enters on behalf of a member: a draft at the desk, and one that waits for the delegate."""
    own, moderator, round_ = stage.things["own"], stage.people["moderator"], stage.round
    assert moderator
    file = ContentFile(b"%PDF the bandicoot", name="document.pdf")
    stage.things["entered"] = factories.entered(round_, own, moderator, HOMES, note="the bandicoot wrote", file=file)
    note = "the mongoose wrote"
    stage.things["laid"] = factories.laid_before(round_, own, moderator, words("mongoose"), HOMES, note=note)


def _desk(stage: Stage) -> None:
    people, things, round_ = stage.people, stage.things, stage.round
    moderator, place = people["moderator"], factories.provision(stage.charter, HOMES)
    changed = things["theirs"].text.changes.get()
    decide = {"by": moderator, "reason": {"en": "A reason of the dugong."}}
    taken = {changed.pk: words("dugong")}
    decisions.decide(amendment=things["theirs"], outcome="accepted_with_changes", words=taken, **decide)
    decisions.decide(amendment=things["confirmed"], outcome="not_accepted", **decide)
    things["compromise"] = _put(stage, [things["theirs"], things["confirmed"]], place, "pangolin")
    compromises.answer(
        compromise=things["compromise"],
        organisation=things["other"],
        by=people["other delegate"],
        answer="yes_with_a_word",
        word="only with the okapi",
    )
    article = Article.objects.get(slug="a-home-one-can-keep")
    things["merge"] = merges.begin(article=article, language="en", round_=round_, by=moderator)
    merges.choose(merge=things["merge"], amendments=[things["theirs"]], by=moderator)
    _languages(stage)
    handling.note(amendment=things["theirs"], by=moderator, text="The dunnart must be asked.")
    given = Given(changes_person=True, to=moderator, due_on=timezone.localdate())
    things["batch"] = batches.assign(amendments=[things["theirs"], things["confirmed"]], given=given, by=moderator)
    handling.save_view(name="The dunnart's", query="assigned=me", by=moderator)
    things["question"] = _question(stage)
    things["upload"] = uploads.keep(
        by=moderator,
        filename="tapir.html",
        data=b"<h1>T</h1><h2>Article I. A</h2><p>1. The tapir.</p>",
        language="en",
        at=timezone.now(),
    )
    corrigenda.propose(
        version=stage.charter.versions.get(number=2),
        provision=place,
        language="en",
        html=words("caracal"),
        reason={"en": "A misprint of the caracal."},
        by=moderator,
    )


def _put(stage: Stage, among: list[Any], place: Any, secret: str) -> Any:
    return compromises.put(
        round_=stage.round,
        amendments=among,
        provision=place,
        language="en",
        html=words(secret),
        reason={"en": f"Because of the {secret}."},
        by=stage.people["moderator"],
        answer_by=timezone.now() + timedelta(days=9),
    )


def _languages(stage: Stage) -> None:
    behind = factories.provision(stage.charter, HEARD)
    line = ledger.line(stage.charter, behind, "fr")
    written = alignments.write(
        provision=behind,
        language="fr",
        source=line.source,
        by=stage.people["editor"],
        words="La ville répond au narval dans les vingt jours.",
    )
    alignments.submit(alignment=written, by=stage.people["editor"])
    _terms(stage)


def _terms(stage: Stage) -> None:
    keeper = stage.people["moderator"]
    glossary.put(charter=stage.charter, new=NewTerm("en", "home", forms=("homes",)), by=keeper)
    glossary.put(charter=stage.charter, new=NewTerm("fr", "logement", "home"), by=keeper)


def _people_and_letters(stage: Stage) -> None:
    things, people = stage.things, stage.people
    mandate = Mandate.objects.get(person=people["delegate"])
    mandate.away_since = timezone.now()
    mandate.evidence, mandate.away_note = "The gharial of a letter of credence", "on leave with the lemming"
    mandate.evidence_file.save("evidence.txt", ContentFile(b"the gharial in a file"))
    things["mandate"] = mandate
    things["invitation"], things["invitation token"] = factories.invited(
        things["own"], people["moderator"], email="bilby@example.org", evidence="evidence of the bilby"
    )
    things["pledge"], things["pledge token"] = pledges.begin(
        language="en", name="ocelot of a town", name_language="en", email="ocelot@example.org"
    )
    things["pledge"].letter.save("letter.txt", ContentFile(b"the ocelot signs"))
    hidden = factories.organisation("Saigaville", name_withheld=True, withheld_because="it is in danger")
    things["hidden"] = hidden
    letters.write(to=[people["delegate"]], kind="decisions", subject="A tarsier", body="Of a tarsier.", key="one")
    things["letter"] = people["delegate"].letters.get(key__startswith="one")
    things["role"] = people["drafter"].roles.get()
    things["stop"] = stop_token(people["delegate"].pk, ["decisions"])
    _followers(things)
    themes.put(charter=stage.charter, names={"en": "Homes"}, typed="I", by=people["moderator"])
    things["factor"] = Authenticator.objects.get(user=people["moderator"])


def _followers(things: dict[str, Any]) -> None:
    """One who confirmed and one who did not."""
    for about in ("round/1", "round/2"):
        following.ask(address="reader@example.org", language="en", about=about, title=f"the jerboa of {about}")
    confirmed, waiting = Follow.objects.order_by("pk")
    following.confirm(follow=confirmed)
    things["follow token"] = followers.confirm_token(waiting)
    things["end token"] = followers.end_token("reader@example.org")


def grow(stage: Stage) -> None:
    """One more of everything that lists show."""
    things, people, round_, charter = stage.things, stage.people, stage.round, stage.charter
    turn = charter.provisions.count() - round_.amendments.count() % 3
    city = factories.organisation(sections=["africa"])
    speaker, colleague = factories.member(city, "delegate"), factories.member(things["own"], "officer")
    factories.draft(round_, things["own"], colleague, words(f"draft {turn}"), HOMES)
    for name in ("draft", "sent"):
        drafting.note(amendment=things[name], by=colleague, text=f"A note on {city.pk}.")
    factories.sent(round_, things["own"], colleague, words(f"sent {turn}"), HOMES)
    mine = factories.confirmed(round_, things["own"], people["delegate"], words(f"own {city.pk}"), HOMES)
    factories.entered(round_, city, people["moderator"], HOMES)
    factories.laid_before(round_, things["own"], people["moderator"], words(f"laid {city.pk}"), HOMES)
    for whose, who in ((things["own"], people["delegate"]), (city, speaker)):
        entered = factories.laid_before(round_, whose, people["moderator"], words(f"came {city.pk}"), HOMES)
        amendments.confirm(amendment=entered, by=who, seen_text=entered.text_id)
    asked = factories.confirmed(round_, city, speaker, words(f"theirs {city.pk}"), HOMES)
    positions.take(organisation=city, text=things["confirmed"].text, by=speaker, stance="support")
    positions.take(organisation=things["own"], text=asked.text, by=people["delegate"], stance="objection")
    other = factories.confirmed(round_, city, speaker, words(f"other {city.pk}"), HOMES)
    advice.give(organisation=things["own"], text=other.text, by=colleague, stance="support", word="a word")
    positions.join(amendment=mine, organisation=city, by=speaker)
    for target in (things["confirmed"], factories.provision(charter, HOMES)):
        said = {"target": target, "language": "en", "round_": round_}
        first = remarks.post(by=speaker, text=f"Of {city.pk}?", **said)
        remarks.post(by=colleague, text=f"An answer to {city.pk}.", reply_to=first, **said)
        remarks.report(remark=first, by=colleague)
    decisions.decide(amendment=asked, outcome="accepted", by=people["moderator"], reason={"en": "It is clear."})
    chosen = [amendment for amendment in (*round_.amendments.filter(decisions__outcome="accepted"), things["theirs"])]
    merges.choose(merge=things["merge"], amendments=chosen, by=people["moderator"])
    _put(stage, [asked, mine], things["compromise"].provision, f"compromise {city.pk}")
    _more_of_the_desk(stage, city)


def _more_of_the_desk(stage: Stage, city: Any) -> None:
    things, people = stage.things, stage.people
    moderator, number = people["moderator"], city.pk
    for word in (f"word {number}", "city"):
        glossary.put(charter=stage.charter, new=NewTerm("en", word), by=moderator)
    corrigenda.propose(
        version=stage.charter.versions.get(number=2),
        provision=factories.provision(stage.charter, HOMES),
        language="fr",
        html=f"La ville réserve {number} logements neufs.",
        reason={"en": "A misprint."},
        by=moderator,
    )
    for amendment in (things["theirs"], things["confirmed"]):
        handling.note(amendment=amendment, by=moderator, text=f"A note {number}.")
    phrases.add(words={"en": f"A phrase {number}."}, by=moderator)
    handling.save_view(name=f"View {number}", query="", by=moderator)
    letters.write(to=[people["delegate"], moderator], kind="decisions", subject="S", body="B", key=f"more {number}")
    pledges.begin(language="en", name=f"Town {number}", name_language="en", email=f"town-{number}@example.org")
    factories.invited(things["own"], moderator, email=f"colleague-{number}@example.org")
    themes.put(charter=stage.charter, names={"en": f"Theme {number}"}, typed="I", by=moderator)
    following.ask(address="reader@example.org", language="en", about=f"round/{number}", title="A round")
    following.confirm(follow=Follow.objects.get(about=f"round/{number}"))
    factories.holder("drafter")
    factories.holder("moderator")
