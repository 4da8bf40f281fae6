"""One consultation in which there is one of everything that somebody must not see, and a person in each role.

Each hidden thing carries a secret word that stands nowhere else, so that any page can be searched for it.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actions import following, interface_texts, letters, members, pledges, security
from accounts.interface_texts import InterfaceText
from accounts.messages import stop_token
from accounts.models import Follow, Letter, Mandate, Person
from accounts.queries import following as following_queries
from charter.actions.amending import amendments, drafting, positions, resolutions, timetables
from charter.actions.amending.amendments import ChangeInput
from charter.actions.city import frameworks, help_entries, initiatives, suggested_positions
from charter.actions.city.frameworks import FrameworkEntry
from charter.actions.city.help_entries import HelpEntryInput
from charter.actions.city.initiatives import InitiativeEntry, NewPicture
from charter.actions.comments import comments
from charter.actions.deciding import compromises, decision_types, decisions, replies
from charter.actions.languages import alignments, glossary, uploads
from charter.actions.languages.glossary import NewTerm
from charter.actions.merging import merges
from charter.actions.secretariat import batches, handling, standard_reasons
from charter.actions.secretariat.handling import Assignment
from charter.actions.versions import corrigenda, themes, versions
from charter.importing.reading import reading_as_json
from charter.models import Article, Charter, Round, TaskNote
from charter.queries.languages import ledger
from charter.states import FrameworkKind, FrameworkState, HelpKind, Phase
from tests import factories
from tests.site.permissions import EVERYBODY

HOMES, HEARD, WATER = 5, 6, 8
WINDOWS = ("opens_at", "proposals_until", "confirm_until", "support_until")
# A drawing of one point.
PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
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
    factories.site(charter)
    own, other, partner = (
        factories.organisation("Tamanrit", sections=["africa"]),
        factories.organisation("Velmora"),
        factories.organisation("Union of tenants", "partner"),
    )
    people = _people(own, other, partner)
    factories.wave("First wave")
    first = factories.version(charter)
    merged = _second_version(charter, first, people, own)
    round_ = factories.round_(charter.versions.get(number=2))
    stage = Stage(Charter.objects.get(pk=charter.pk), round_, people)
    thanks = replies.give_reply(decision=merged.decision, by=people["delegate"], text="We thank you.", language="en")
    stage.things |= {"reply": thanks, "own": own, "other": other, "partner": partner, "merged": merged}
    _framework(stage)
    _initiatives(stage)
    _amendments(stage)
    _desk(stage)
    _people_and_letters(stage)
    _help_entries(stage)
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
        "drafter": factories.secretariat("drafter"),
        "body": factories.holder("body_member"),
        "section staff": factories.holder("section_staff", scope=["africa"]),
        "administrator": _administrator(),
        "former administrator": _administrator(),
        "former moderator": factories.secretariat("moderator"),
        "other focal point": factories.member(other, "focal_point"),
        "other editor": factories.holder("language_editor", "es"),
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
        EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    for former in ("former administrator", "former moderator"):
        person = people[former]
        assert person is not None
        members.end_role(role=person.roles.get(), by=people["administrator"])
        Authenticator.objects.filter(user=person).delete()
    return people


def _administrator() -> Person:
    """As who runs the server makes one, with a second factor."""
    number = next(factories.counter)
    person, _role = security.make_administrator(
        email=f"administrator-{number}@example.org", name=f"Administrator {number}", language="en"
    )
    person.set_password("a good long password")
    person.save()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def _second_version(charter: Charter, first: Any, people: dict[str, Any], own: Any) -> Any:
    round_ = factories.deciding(first)
    moderator = people["moderator"]
    [merged] = factories.merged(
        round_,
        {HEARD: "The city answers each request within twenty days."},
        by=moderator,
        city=own,
        proposer=people["officer"],
    )
    factories.excepted(charter, "fr", HEARD)
    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=moderator)
    versions.publish_version(publication=publication, by=people["second moderator"])
    return merged


def words(secret: str) -> str:
    return FIFTH.replace("fifth", secret)


def _framework(stage: Stage) -> None:
    """One that the secretariat has not confirmed."""
    people, things = stage.people, stage.things
    document = ContentFile(b"%PDF of the potto", name="document.pdf")
    title = "Plan of the potto"
    entry = FrameworkEntry(FrameworkKind.PLAN, FrameworkState.ANNOUNCED, title, "en", typed="I.1", document=document)
    things["framework"] = frameworks.enter_framework(
        charter=stage.charter, organisation=things["own"], entry=entry, by=people["officer"]
    )


def _initiatives(stage: Stage) -> None:
    """One that everybody reads, and one that awaits its delegate."""
    people, things = stage.people, stage.things
    same = {"charter": stage.charter, "organisation": things["own"], "by": people["officer"]}
    for name, title in (("initiative", "Keys before winter"), ("awaiting initiative", "Keys of the kakapo")):
        picture = NewPicture(PICTURE, f"{title}: a house")
        entry = InitiativeEntry({"en": title}, {"en": f"{title}."}, "Tamanrit", typed="I.1", picture=picture)
        things[name] = initiatives.write_initiative(**same, entry=entry)
        initiatives.send_initiative(initiative=things[name], by=people["officer"], revision=1)
    initiatives.send_initiative(initiative=things["initiative"], by=people["delegate"], revision=1)


def _help_entries(stage: Stage) -> None:
    """An offer to which another member replied, one that was removed, and a request of the other member."""
    people, things = stage.people, stage.things
    own, other, by = things["own"], things["other"], people["officer"]
    colleague, moderator = people["other delegate"], people["moderator"]
    assert by and colleague and moderator
    same = {"charter": stage.charter, "organisation": own, "by": by}
    things["help entry"] = help_entries.publish_help_entry(**same, entry=_help(HelpKind.OFFER, "Wells"))
    removed = help_entries.publish_help_entry(**same, entry=_help(HelpKind.OFFER, "Wells of the solenodon"))
    things["removed help entry"] = help_entries.remove_help_entry(
        help_entry=removed, because="It is an advertisement.", by=moderator, revision=1
    )
    same = {"charter": stage.charter, "organisation": other, "by": colleague}
    things["their help entry"] = help_entries.publish_help_entry(**same, entry=_help(HelpKind.REQUEST, "Rents"))
    help_entries.send_help_reply(
        help_entry=things["help entry"], member=other, text="The saola would like to come.", by=colleague
    )


def _help(kind: HelpKind, subject: str) -> HelpEntryInput:
    ends_on = timezone.localdate() + timedelta(days=30)
    return HelpEntryInput(kind, "homes", subject, f"{subject}: we can talk.", "en", ("en", "fr"), ends_on)


def _amendments(stage: Stage) -> None:
    own, other, people, round_ = stage.things["own"], stage.things["other"], stage.people, stage.round
    officer, delegate, colleague = people["officer"], people["delegate"], people["other delegate"]
    assert officer and delegate and colleague
    texts = {"title": "numbat of a title", "reason": "numbat of a reason", "source": "numbat of a source"}
    stage.things["draft"] = factories.draft(round_, own, officer, words("numbat"), HOMES, **texts)
    stage.things["sent"] = factories.sent(round_, own, officer, words("quokka"), HOMES)
    for name in ("draft", "sent"):
        drafting.add_note(amendment=stage.things[name], by=delegate, text="Ask the axolotl first.")
    stage.things["confirmed"] = factories.confirmed(round_, own, delegate, words("third"), HOMES)
    for name, number, by in (("draft", "7 of the vontsira", officer), ("confirmed", "2026/7", delegate)):
        file = ContentFile(f"%PDF {number}".encode(), name="document.pdf")
        day = timezone.localdate()
        resolutions.attach_resolution(amendment=stage.things[name], number=number, adopted_on=day, file=file, by=by)
    undone = factories.confirmed(round_, own, delegate, words("quarter"), HOMES)
    second = amendments.undo_confirmation(amendment=undone, by=delegate)
    change = ChangeInput("replace", factories.provision(stage.charter, HOMES), words("wombat"))
    amendments.save_draft(amendment=second, by=officer, changes=[change], title="t", reason="r", language="en")
    theirs = factories.confirmed(round_, other, colleague, words("half"), HOMES)
    _entered(stage)
    stage.things |= {"undone": undone, "second": second, "theirs": theirs}
    positions.take_position(organisation=other, text=stage.things["confirmed"].text, by=colleague, stance="support")
    suggested_positions.suggest_position(
        organisation=own, text=theirs.text, by=officer, stance="support", word="because of the platypus"
    )
    stage.things["remark"] = comments.post_comment(
        target=stage.things["confirmed"], by=people["stranger"], text="Who pays?", language="en", round_=round_
    )
    stage.things["said"] = comments.post_comment(
        target=factories.provision(stage.charter, HOMES),
        by=people["stranger"],
        organisation=other,
        text="Why a fifth?",
        language="en",
        round_=round_,
    )
    comments.report_comment(comment=stage.things["remark"], by=people["stranger"])
    removed = comments.post_comment(
        target=theirs, by=people["partner"], text="a rude kinkajou", language="en", round_=round_
    )
    comments.remove_comment(comment=removed, by=people["moderator"], because="rude")


def _question(stage: Stage) -> TaskNote:
    """A question of a language editor to the member."""
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
    """Entries of the secretariat on behalf of a member: a draft at the desk, and one that waits for the delegate."""
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
    texts = {changed.pk: words("dugong")}
    decisions.decide_amendment(amendment=things["theirs"], outcome="accepted_with_changes", words=texts, **decide)
    decisions.decide_amendment(amendment=things["confirmed"], outcome="not_accepted", **decide)
    things["compromise"] = _put(stage, [things["theirs"], things["confirmed"]], place, "pangolin")
    compromises.answer_compromise(
        compromise=things["compromise"],
        organisation=things["other"],
        by=people["other delegate"],
        answer="yes_with_a_word",
        word="only with the okapi",
    )
    article = Article.objects.get(slug="a-home-one-can-keep")
    things["merge"] = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merges.choose_amendments(merge=things["merge"], amendments=[things["theirs"]], by=moderator)
    _languages(stage)
    handling.add_note(amendment=things["theirs"], by=moderator, text="The dunnart must be asked.")
    assignment = Assignment(changes_person=True, to=moderator, due_on=timezone.localdate())
    things["batch"] = batches.assign_batch(
        amendments=[things["theirs"], things["confirmed"]], assignment=assignment, by=moderator
    )
    handling.save_view(name="The dunnart's", query="assigned=me", by=moderator)
    things["question"] = _question(stage)
    things["upload"] = uploads.keep_upload(
        by=moderator,
        filename="tapir.html",
        digest="0" * 64,
        reading=reading_as_json(
            b"<h1>T</h1><h2>Article I. A</h2><p>1. The tapir.</p>",
            filename="tapir.html",
            language="en",
            title="",
            tracked=None,
        ),
        language="en",
        at=timezone.now(),
    )
    things["received"] = factories.received(
        stage.round.version, things["own"], stage.people["officer"], "The numbfish."
    )
    things["imported"] = factories.received(
        stage.round.version, things["own"], moderator, "The hutia.", came_on=timezone.localdate()
    )
    things["clean_copy"] = factories.clean_copy(things["merge"], moderator, "The tenrec.")
    things["timetable"] = timetables.change_timetable(
        round_=stage.round,
        by=factories.holder("moderator"),
        note="The chuditch meets earlier.",
        support_until=stage.round.support_until - timedelta(days=1),
    )
    corrigenda.propose_corrigendum(
        version=stage.charter.versions.get(number=2),
        provision=place,
        language="en",
        html=words("caracal"),
        reason={"en": "A misprint of the caracal."},
        by=moderator,
    )


def _put(stage: Stage, among: list[Any], place: Any, secret: str) -> Any:
    return compromises.propose_compromise(
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
    line = ledger.ledger_line(stage.charter, behind, "fr")
    written = alignments.write_alignment(
        provision=behind,
        language="fr",
        source=line.source,
        by=stage.people["editor"],
        words="La ville répond au narval dans les vingt jours.",
    )
    alignments.submit_alignment(alignment=written, by=stage.people["editor"])
    _terms(stage)


def _terms(stage: Stage) -> None:
    keeper = stage.people["moderator"]
    glossary.save_term(charter=stage.charter, new=NewTerm("en", "home", forms=("homes",)), by=keeper)
    glossary.save_term(charter=stage.charter, new=NewTerm("fr", "logement", "home"), by=keeper)


def _people_and_letters(stage: Stage) -> None:
    things, people = stage.things, stage.people
    mandate = Mandate.objects.get(person=people["delegate"])
    mandate.away_since = timezone.now()
    mandate.evidence, mandate.away_note = "The gharial of a letter of credence", "on leave with the lemming"
    mandate.evidence_file.save("evidence.txt", ContentFile(b"the gharial in a file"))
    things["mandate"] = mandate
    things["milestone"] = factories.milestone(
        "The first wave", picture=factories.PICTURE, picture_texts={"en": "A street"}
    )
    things["decision type"] = decision_types.add_type(
        names={"en": "For the assembly"}, outcome="kept_for_advocacy", by=people["moderator"]
    )
    things["earlier text"] = factories.earlier_text(stage.charter, people["moderator"])
    things["unpublished text"] = factories.earlier_text(
        stage.charter, people["moderator"], publish=False, dated="2008", title="Draft of the wambenger"
    )
    things["invitation"], things["invitation token"] = factories.invited(
        things["own"], people["moderator"], email="bilby@example.org", evidence="evidence of the bilby"
    )
    things["pledge"], things["pledge token"] = pledges.begin_pledge(
        language="en", name="ocelot of a town", name_language="en", email="ocelot@example.org"
    )
    things["pledge proof"] = Letter.objects.get(address="ocelot@example.org").link.rstrip("/").rpartition("/")[2]
    things["pledge"].letter.save("letter.txt", ContentFile(b"the ocelot signs"))
    things["paper pledge"] = pledges.enter_paper(
        by=people["moderator"],
        language="en",
        name="jaguarundi of a town",
        name_language="en",
        email="jaguarundi@example.org",
        received_by="post",
        received_on=timezone.localdate(),
        scan=ContentFile(b"%PDF the jaguarundi signs", "scan.pdf"),
    )
    hidden = factories.organisation("Saigaville", name_withheld=True, withheld_because="it is in danger")
    things["hidden"] = hidden
    letters.write_letters(
        to=[people["delegate"]], kind="decisions", subject="A tarsier", body="Of a tarsier.", key="one"
    )
    things["letter"] = people["delegate"].letters.get(key__startswith="one")
    things["role"] = people["drafter"].roles.get()
    things["calendar key"] = "the-key-of-the-thylacine"
    Person.objects.filter(pk=people["delegate"].pk).update(calendar_key=things["calendar key"])
    things["stop"] = stop_token(people["delegate"].pk, ["decisions"])
    _followers(things)
    themes.save_theme(charter=stage.charter, names={"en": "Homes"}, typed="I", by=people["moderator"])
    _interface_texts(stage)
    things["factor"] = Authenticator.objects.get(user=people["moderator"])


def _interface_texts(stage: Stage) -> None:
    """A correction of a text of the interface, and a report of another one."""
    things, people = stage.things, stage.people
    things["correction"] = interface_texts.propose_correction(
        text=InterfaceText("Search"),
        language="fr",
        forms=["Chercher le yapok"],
        reason="The yapok reads it.",
        by=people["editor"],
    )
    things["text report"] = interface_texts.report_text(
        text=InterfaceText("Search"), language="fr", note="The mouflon is confused.", by=people["officer"]
    )


def _followers(things: dict[str, Any]) -> None:
    """One who confirmed and one who did not."""
    for about in ("round/1", "round/2"):
        following.email_confirmation_link(
            address="reader@example.org", language="en", about=about, title=f"the jerboa of {about}"
        )
    confirmed, waiting = Follow.objects.order_by("pk")
    following.confirm_follow(follow=confirmed)
    things["follow token"] = following_queries.confirm_token(waiting)
    things["end token"] = following_queries.end_token("reader@example.org")


def grow(stage: Stage) -> None:
    """One more of everything that lists show."""
    things, people, round_, charter = stage.things, stage.people, stage.round, stage.charter
    turn = charter.provisions.count() - round_.amendments.count() % 3
    city = factories.organisation(sections=["africa"])
    speaker, colleague = factories.member(city, "delegate"), factories.member(things["own"], "officer")
    factories.draft(round_, things["own"], colleague, words(f"draft {turn}"), HOMES)
    for name in ("draft", "sent"):
        drafting.add_note(amendment=things[name], by=colleague, text=f"A note on {city.pk}.")
    factories.sent(round_, things["own"], colleague, words(f"sent {turn}"), HOMES)
    mine = factories.confirmed(round_, things["own"], people["delegate"], words(f"own {city.pk}"), HOMES)
    factories.entered(round_, city, people["moderator"], HOMES)
    factories.laid_before(round_, things["own"], people["moderator"], words(f"laid {city.pk}"), HOMES)
    for whose, person in ((things["own"], people["delegate"]), (city, speaker)):
        entered = factories.laid_before(round_, whose, people["moderator"], words(f"came {city.pk}"), HOMES)
        amendments.confirm_amendment(amendment=entered, by=person, seen_text=entered.text_id)
    new_amendment = factories.confirmed(round_, city, speaker, words(f"theirs {city.pk}"), HOMES)
    positions.take_position(organisation=city, text=things["confirmed"].text, by=speaker, stance="support")
    positions.take_position(
        organisation=things["own"], text=new_amendment.text, by=people["delegate"], stance="objection"
    )
    other = factories.confirmed(round_, city, speaker, words(f"other {city.pk}"), HOMES)
    suggested_positions.suggest_position(
        organisation=things["own"], text=other.text, by=colleague, stance="support", word="a word"
    )
    positions.join_amendment(amendment=mine, organisation=city, by=speaker)
    for target in (things["confirmed"], factories.provision(charter, HOMES)):
        arguments = {"target": target, "language": "en", "round_": round_}
        first = comments.post_comment(by=speaker, text=f"Of {city.pk}?", **arguments)
        comments.post_comment(by=colleague, text=f"An answer to {city.pk}.", reply_to=first, **arguments)
        comments.report_comment(comment=first, by=colleague)
    decisions.decide_amendment(
        amendment=new_amendment, outcome="accepted", by=people["moderator"], reason={"en": "It is clear."}
    )
    chosen = [amendment for amendment in (*round_.amendments.filter(decisions__outcome="accepted"), things["theirs"])]
    merges.choose_amendments(merge=things["merge"], amendments=chosen, by=people["moderator"])
    _put(stage, [new_amendment, mine], things["compromise"].provision, f"compromise {city.pk}")
    _more_of_the_desk(stage, city)


def _more_of_the_desk(stage: Stage, city: Any) -> None:
    things, people = stage.things, stage.people
    moderator, number = people["moderator"], city.pk
    for word in (f"word {number}", "city"):
        glossary.save_term(charter=stage.charter, new=NewTerm("en", word), by=moderator)
    corrigenda.propose_corrigendum(
        version=stage.charter.versions.get(number=2),
        provision=factories.provision(stage.charter, HOMES),
        language="fr",
        html=f"La ville réserve {number} logements neufs.",
        reason={"en": "A misprint."},
        by=moderator,
    )
    for amendment in (things["theirs"], things["confirmed"]):
        handling.add_note(amendment=amendment, by=moderator, text=f"A note {number}.")
    standard_reasons.add_reason(words={"en": f"A phrase {number}."}, by=moderator)
    handling.save_view(name=f"View {number}", query="", by=moderator)
    letters.write_letters(
        to=[people["delegate"], moderator], kind="decisions", subject="S", body="B", key=f"more {number}"
    )
    pledges.begin_pledge(language="en", name=f"Town {number}", name_language="en", email=f"town-{number}@example.org")
    factories.invited(things["own"], moderator, email=f"colleague-{number}@example.org")
    themes.save_theme(charter=stage.charter, names={"en": f"Theme {number}"}, typed="I", by=moderator)
    factories.earlier_text(stage.charter, moderator, title=f"Draft {number}")
    following.email_confirmation_link(
        address="reader@example.org", language="en", about=f"round/{number}", title="A round"
    )
    following.confirm_follow(follow=Follow.objects.get(about=f"round/{number}"))
    factories.holder("drafter")
    factories.holder("moderator")
