"""The smallest valid thing of each kind, made by the same actions that people use where there is one."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.actions import milestones
from accounts.models import Letter, Mandate, Milestone, Organisation, Person, Role, Theme, Wave, create_localized_text
from accounts.states import MailKind, OrganisationKind
from charter.actions.languages import editions
from charter.actions.languages.editions import Edition, NewBlock, NewSection, Origin
from charter.actions.versions import earlier_texts
from charter.models import Charter, CurrentWording, EarlierText, Provision, Round, Version

counter = itertools.count(1)

WORDS: dict[str, list[str]] = {
    "en": [
        "Preamble",
        "Recalling that a city belongs to those who live in it;",
        "A home one can keep",
        "The right of the inhabitants",
        "Everyone has the right to a home that is safe and that can be kept.",
        "The city keeps one fifth of new homes for people with low incomes.",
        "The city answers each request within thirty days.",
        "Water for all",
        "The city gives every household clean water at a fair price.",
        "a first tap without charge in each square;",
        "a help desk for those who cannot pay.",
    ],
    "fr": [
        "Préambule",
        "Rappelant qu’une ville appartient à celles et ceux qui y vivent\u202f;",
        "Un logement que l’on peut garder",
        "Le droit des habitants",
        "Toute personne a droit à un logement sûr et qu’elle peut garder.",
        "La ville réserve un cinquième des logements neufs aux personnes à faibles revenus.",
        "La ville répond à chaque demande dans les trente jours.",
        "L’eau pour tous",
        "La ville fournit à chaque foyer une eau propre à un juste prix.",
        "un premier robinet gratuit sur chaque place\u202f;",
        "un guichet d’aide pour qui ne peut pas payer.",
    ],
    "es": [
        "Preámbulo",
        "Recordando que una ciudad pertenece a quienes viven en ella;",
        "Un hogar que se puede conservar",
        "El derecho de los habitantes",
        "Toda persona tiene derecho a un hogar seguro que pueda conservar.",
        "La ciudad reserva una quinta parte de las viviendas nuevas a personas con bajos ingresos.",
        "La ciudad responde a cada solicitud en treinta días.",
        "Agua para todas las personas",
        "La ciudad da a cada hogar agua limpia a un precio justo.",
        "una primera fuente gratuita en cada plaza;",
        "una oficina de ayuda para quien no puede pagar.",
    ],
    "ar": [
        "الديباجة",
        "إذ نذكّر بأن المدينة لمن يعيشون فيها؛",
        "بيت يمكن الاحتفاظ به",
        "حق السكان",
        "لكل شخص الحق في بيت آمن يمكنه الاحتفاظ به.",
        "تخصص المدينة خُمس المساكن الجديدة لذوي الدخل المنخفض.",
        "تجيب المدينة عن كل طلب خلال ثلاثين يومًا.",
        "الماء للجميع",
        "تمنح المدينة كل أسرة ماءً نظيفًا بسعر عادل.",
        "صنبور أول بلا رسوم في كل ساحة؛",
        "مكتب مساعدة لمن لا يستطيع الدفع.",
    ],
}
SHAPE: list[tuple[str, str, list[str]]] = [
    ("preamble", "preamble", ["title", "recital"]),
    ("article", "a-home-one-can-keep", ["title", "heading", "paragraph", "subparagraph", "subparagraph"]),
    ("article", "water-for-all", ["title", "paragraph", "point", "point"]),
]


def person(name: str = "", **fields: Any) -> Person:
    number = next(counter)
    name = name or f"Person {number}"
    return Person.objects.create_user(
        email=f"{slugify(name)}-{number}@example.org", password="a good long password", name=name, **fields
    )


def organisation(name: str = "", kind: str = OrganisationKind.GOVERNMENT, **fields: Any) -> Organisation:
    name = name or f"City {next(counter)}"
    return Organisation.objects.create(
        slug=f"{slugify(name)}-{next(counter)}", kind=kind, name=create_localized_text(name, "en"), **fields
    )


def wave(name: str = "First wave", year: int = 2022, **fields: Any) -> Wave:
    return Wave.objects.create(code=slugify(name), name=create_localized_text(name, "en"), year=year, **fields)


def theme(name: str = "Right to food", code: str = "", **fields: Any) -> Theme:
    return Theme.objects.create(code=code or slugify(name), name=create_localized_text(name, "en"), **fields)


PICTURE = milestones.NewPicture(b"\x89PNG of a street", "png")


def milestone(title: str = "Launch", on: date = date(2022, 7, 7), **fields: Any) -> Milestone:
    """A milestone of the campaign; `text` in English may be given."""
    entry = milestones.MilestoneEntry(on, {"en": title}, {"en": fields.pop("text", "")}, **fields)
    return milestones.add_milestone(entry=entry, by=None)


def member(city: Organisation, kind: str, **fields: Any) -> Person:
    """A person with one mandate, held since a year ago."""
    person_ = person(f"{kind} of {city.name.text}")
    since = fields.pop("since", timezone.now() - timedelta(days=365))
    Mandate.objects.create(organisation=city, person=person_, kind=kind, since=since, **fields)
    return person_


def holder(kind: str, language: str = "", **fields: Any) -> Person:
    """A person with one role; of the demonstration, so that no second factor is asked in tests that sign in."""
    person_ = person(f"{kind} {language}".strip())
    Role.objects.create(
        person=person_, kind=kind, language=language, since=timezone.now() - timedelta(days=365), **fields
    )
    return person_


def edition(language: str, charter: Charter | None = None) -> Edition:
    keys = iter(charter.arrangement.keys()) if charter else itertools.repeat("")
    words = iter(WORDS[language])
    sections = tuple(
        NewSection(kind, slug, tuple(NewBlock(k, next(words), key=next(keys)) for k in kinds))
        for kind, slug, kinds in SHAPE
    )
    title = {
        "en": "Charter of the sample city",
        "fr": "Charte de la ville modèle",
        "es": "Carta de la ciudad modelo",
        "ar": "ميثاق المدينة النموذجية",
    }
    return Edition(language, title[language], sections, Origin(f"sample.{language}.html", "0" * 64))


def charter(slug: str = "charter", languages: tuple[str, ...] = ("en", "fr", "es")) -> Charter:
    at = timezone.now() - timedelta(days=300)
    charter_ = editions.create_charter(slug=slug, edition=edition(languages[0]), by=None, at=at)
    for language in languages[1:]:
        editions.add_language(charter=charter_, edition=edition(language, charter_), by=None, at=at)
    return charter_


# Shorter than the charter, with an article that left it. The words on water are those of the charter.
EARLIER = """<h1>Draft charter of the sample city</h1>
<h2>Article I. A home one can keep</h2>
<p>1. Everyone has the right to a home that is safe.</p>
<p>The city keeps one tenth of new homes for people with low incomes.</p>
<h2>Article II. Water for all</h2>
<p>1. The city gives every household clean water at a fair price.</p>
<h2>Article III. Carriages</h2>
<p>1. No carriage stands before a church on Sundays.</p>"""


def earlier_text(charter: Charter, by: Person | None = None, *, publish: bool = True, **fields: Any) -> EarlierText:
    """A text from before the site, imported as the secretariat imports it."""
    from charter.importing.earlier_texts import first_edition, matched_lines
    from charter.importing.reading import Reading, reading_as_json

    html, language = fields.pop("html", EARLIER), fields.pop("language", "en")
    options = {"filename": "draft.html", "language": language, "title": "", "tracked": None}
    edition = Reading.from_json(reading_as_json(html.encode(), **options)).edition
    known = {"title": edition.title, "authors": "The drafting group", "source": "Acts of the congress"}
    text = earlier_texts.import_earlier_text(
        charter=charter,
        details=earlier_texts.EarlierDetails(**{"dated": "2011", **known, **fields}),
        language=language,
        lines=matched_lines(edition, first_edition(charter, language)),
        file=earlier_texts.ReadFile("draft.html", "0" * 64),
        by=by,
    )
    return earlier_texts.publish_earlier_text(earlier_text=text, by=by) if publish else text


def site(charter: Charter) -> Any:
    """The home page of the site that shows this charter, with all pages below it."""
    from cms.actions import sites

    return sites.create_site_pages(charter=charter)


def provision(charter: Charter, place: int) -> Provision:
    """The provision at that place in reading order, from 0 (see SHAPE and WORDS)."""
    return Provision.objects.get(key=list(charter.arrangement.keys())[place])


def close_parts(charter: Charter, *parts: str) -> None:
    """Closes parts of the text to amendments, as an administrator does."""
    from charter.actions.secretariat.text_structure import change_structure

    structure = replace(charter.text_structure, closed=parts)
    change_structure(charter=charter, structure=structure, by=holder("administrator"))
    charter.refresh_from_db()


def working(provision: Provision, language: str = "en") -> CurrentWording:
    return CurrentWording.objects.select_related("wording").get(provision=provision, language=language)


def round_(version: Version, **fields: Any) -> Round:
    """A round open for proposals now; pass other windows to stand in another phase."""
    now = timezone.now()
    number = (Round.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    windows = {
        "opens_at": now - timedelta(days=5),
        "proposals_until": now + timedelta(days=20),
        "confirm_until": now + timedelta(days=25),
        "support_until": now + timedelta(days=30),
    }
    return Round.objects.create(
        number=number,
        charter=version.charter,
        version=version,
        title=create_localized_text(f"Round {number}", "en"),
        body=create_localized_text("the assembly of members", "en"),
        **{**windows, **fields},
    )


def deciding(version: Version, **fields: Any) -> Round:
    """A round whose time for support is over, so that decisions are released and merges applied."""
    now = timezone.now()
    windows = {
        "opens_at": now - timedelta(days=90),
        "proposals_until": now - timedelta(days=30),
        "confirm_until": now - timedelta(days=20),
        "support_until": now - timedelta(days=10),
    }
    return round_(version, **{**windows, **fields})


def deciding_now(round_: Round) -> Round:
    """The same round after its time for support, so that decisions are released and merges applied."""
    now = timezone.now()
    dates = {"opens_at": -90, "proposals_until": -30, "confirm_until": -20, "support_until": -10}
    Round.objects.filter(pk=round_.pk).update(**{name: now + timedelta(days=days) for name, days in dates.items()})
    round_.refresh_from_db()
    return round_


def version(charter: Charter) -> Version:
    """Version 1 of the charter as it stands, published by two people."""
    from charter.actions.versions import versions

    at = timezone.now() - timedelta(days=250)
    first, second = holder("moderator"), holder("moderator")
    confirm_differences(charter, by=second)
    publication = versions.propose_version(charter=charter, by=first, at=at)
    version_ = versions.publish_version(publication=publication, by=second, at=at)
    # Its letters went to whoever had a mandate when the rows were kept, and not to the people of the next test.
    Letter.objects.filter(kind=MailKind.VERSION_PUBLISHED).delete()
    return version_


def confirm_differences(charter: Charter, *, by: Person) -> None:
    """A second person lets every difference stand that would hold a publication up."""
    from charter.actions.languages import findings
    from charter.quality import reports
    from charter.queries.languages import confirmations

    for row in confirmations.unconfirmed_differences(charter):
        lines = [line for line in reports.of_language(charter, row.language) if line.key == str(row.provision.key)]
        for difference in (line.finding for line in lines if line.finding.finding.kind == row.kind.value):
            about = {"provision": row.provision, "language": row.language, "kind": difference.finding.kind}
            findings.accept_finding(**about, identity=difference.identity, word="It is meant so.", by=by)


def reword(provision: Provision, html: str, *, by: Person, language: str = "en", adoptions: Any = ()) -> Any:
    """New words in the working text, in one language alone; they carry what the old ones did."""
    from charter.actions.languages import wordings
    from charter.models import Adoption
    from charter.states import CameFrom

    at = timezone.now() - timedelta(days=1)
    alone = {"provision": provision, "scope": "one", "language": language, "by": by, "at": at}
    wording = wordings.write_wording(
        provision=provision,
        language=language,
        html=html,
        came_from=CameFrom.EDITOR,
        by=by,
        at=at,
        parent=working(provision, language).wording,
        adoptions=adoptions or [Adoption.objects.create(**alone)],
    )
    wordings.make_current([wording])
    return wording


def adopt(provision: Provision, html: str, *, by: Person, language: str = "en") -> Any:
    """New words by an adoption for all languages, so that the other languages are behind."""
    from charter.models import Adoption

    at = timezone.now() - timedelta(days=1)
    adoption = Adoption.objects.create(provision=provision, language=language, by=by, at=at)
    return reword(provision, html, by=by, language=language, adoptions=[adoption])


def waiting(provision: Provision, html: str, *, by: Person, language: str = "en") -> Any:
    """New words of one language that were agreed and wait to enter the working text."""
    from charter.actions.languages import wordings
    from charter.models import Entry
    from charter.states import CameFrom

    wording = wordings.write_wording(
        provision=provision,
        language=language,
        html=html,
        came_from=CameFrom.EDITOR,
        by=by,
        at=timezone.now(),
        parent=working(provision, language).wording,
    )
    Entry.objects.create(provision=provision, language=language, wording=wording)
    return wording


def under_review(
    round_: Round,
    city: Organisation,
    by: Person,
    provision: Provision,
    html: str,
    *,
    kind: str = "replace",
    **more: Any,
) -> Any:
    """A confirmed amendment with one change: public, numbered, undecided."""
    from charter.models import Amendment, AmendmentText, Change

    language = more.pop("language", "en")
    at = more.pop("at", timezone.now() - timedelta(days=2))
    round_.last_number += 1
    round_.save(update_fields=["last_number"])
    amendment = Amendment.objects.create(
        round=round_,
        number=round_.last_number,
        organisation=city,
        state="under_review",
        begun_by=by,
        begun_at=at,
        sent_at=at,
        confirmed_at=at,
    )
    text = AmendmentText.objects.create(
        amendment=amendment,
        number=1,
        language=language,
        title=create_localized_text("Proposed change", language),
        reason=create_localized_text("Why it is asked", language),
        prepared_by=by,
        confirmed_by=by,
        at=at,
        fixed_at=at,
    )
    base = None if kind == "insert" else working(provision, language).wording
    Change.objects.create(
        text=text, place=0, kind=kind, provision=provision, language=language, base=base, html=html, **more
    )
    amendment.text = text
    amendment.save(update_fields=["text"])
    return amendment


def draft(round_: Round, city: Organisation, by: Person, words: str = "", place: int = 5, **saved: Any) -> Any:
    """A draft that changes the words of one provision, made as an officer makes it."""
    from charter.actions.amending import amendments

    changed = provision(round_.charter, place)
    language = saved.pop("language", "en")
    words = words or WORDS[language][place].replace("fifth", "third")
    amendment = amendments.begin_draft(round_=round_, organisation=city, by=by, language=language)
    changes = saved.pop("changes", [amendments.ChangeInput("replace", changed, words)])
    values = {"title": "More homes", "reason": "Families still leave the city.", "language": language, **saved}
    amendments.save_draft(amendment=amendment, by=by, changes=changes, **values)
    return amendment


def received(
    version: Version, city: Organisation, by: Person, words: str, place: int = 5, came_on: date | None = None
) -> Any:
    """A Word file with other words for one provision that an officer returned, or a moderator for the city.

    The file itself is not a real one.
    """
    from django.core.files.base import ContentFile

    from charter.actions.papers import received_papers
    from charter.importing.returned_lines import Paragraph, Returned, Stretch

    changed = provision(version.charter, place)
    line = version.manifest.get(provision=changed, language="en")
    text = (Stretch(line.wording.text, deleted="A colleague"), Stretch(words, inserted="A colleague"))
    return received_papers.receive_paper(
        organisation=city,
        by=by,
        file=ContentFile(words.encode()),
        filename="returned.docx",
        digest=f"{next(counter):064x}",
        reading=Returned((Paragraph(text, changed.key.hex),), (), ()).as_json(),
        version=version,
        article=line.article,
        language="en",
        came_on=came_on,
    )


def clean_copy(merge: Any, by: Person, words: str, place: int = 5) -> Any:
    """A clean copy of an open merge with other words for one provision. The file itself is not a real one."""
    from django.core.files.base import ContentFile

    from charter.actions.papers import clean_copies
    from charter.importing.returned_lines import Paragraph, Returned, Stretch
    from charter.queries.merging import merge_views

    paper = clean_copies.issue_merge_paper(view=merge_views.view_of_merge(merge), by=by)
    key = provision(merge.charter, place).key.hex
    copy, _is_new = clean_copies.receive_clean_copy(
        paper=paper,
        by=by,
        file=ContentFile(words.encode()),
        filename="clean.docx",
        digest=f"{next(counter):064x}",
        reading=Returned((Paragraph((Stretch(words),), key),), (), ()).as_json(),
    )
    return copy


def sent(round_: Round, city: Organisation, by: Person, words: str = "", place: int = 5, **saved: Any) -> Any:
    """An amendment that waits for its delegate."""
    from charter.actions.amending import amendments

    return amendments.send_to_delegate(amendment=draft(round_, city, by, words, place, **saved), by=by)


def confirmed(round_: Round, city: Organisation, by: Person, words: str = "", place: int = 5, **saved: Any) -> Any:
    """An amendment that a delegate prepared and confirmed at once: numbered and public."""
    from charter.actions.amending import amendments

    return amendments.send_to_delegate(amendment=draft(round_, city, by, words, place, **saved), by=by, confirm=True)


def without(charter: Charter, place: int) -> None:
    """Takes the provision at that place out of the working order."""
    from dataclasses import replace

    key = list(charter.arrangement.keys())[place]
    sections = tuple(
        replace(s, blocks=tuple(b for b in s.blocks if b.key != key)) for s in charter.arrangement.sections
    )
    editions.arrange_charter(charter=charter, sections=sections, at=timezone.now(), fates={key: {"fate": "deleted"}})


def accepted(amendment: Any, by: Person, *, outcome: str = "accepted", release: bool = True, **more: Any) -> Any:
    """Decides on an amendment and makes that public, with a reason in English.

    Also beside an accepted one that it conflicts with, as before such decisions were refused.
    """
    from charter.actions.deciding import decisions

    decision = decisions.decide_amendment(
        amendment=amendment, by=by, outcome=outcome, reason={"en": "It is clear."}, **more
    )
    if release:
        decisions.make_public(amendment.round, [decision], by, at=timezone.now())
    return type(amendment).objects.get(pk=amendment.pk)


def agreed(compromise: Any, by: Person) -> Any:
    """A compromise with the answer yes of every member that proposes its amendments."""
    from charter.actions.deciding import compromises
    from charter.queries.amending.member_tasks import people_who_may_bind

    for city in compromise.asked.all():
        delegate = next(iter(people_who_may_bind(city, timezone.now())), None) or member(city, "delegate")
        arguments = {"organisation": city, "answer": "yes", "by": delegate}
        compromises.answer_compromise(compromise=compromise, **arguments)
    return compromises.close_compromise(compromise=compromise, by=by)


def answered(amendments: list[Any], by: Person, answers: dict[Organisation, str], *, agreed: bool) -> Any:
    """A compromise on the first words of these amendments that was closed when its day had passed."""
    from charter.actions.deciding import compromises
    from charter.queries.amending.member_tasks import people_who_may_bind

    first_change = amendments[0].text.changes.get()
    until = timezone.now() + timedelta(days=1)
    words = {"language": "en", "html": "The city keeps some new homes.", "reason": {"en": "Between."}}
    arguments = {"round_": amendments[0].round, "amendments": amendments, "provision": first_change.provision}
    compromise = compromises.propose_compromise(**arguments, **words, by=by, answer_by=until)
    for city, answer in answers.items():
        delegate = next(iter(people_who_may_bind(city, timezone.now())), None) or member(city, "delegate")
        word = "But soon." if answer == "yes_with_a_word" else ""
        compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer=answer, word=word)
    return compromises.close_compromise(compromise=compromise, by=by, agreed=agreed, at=until + timedelta(seconds=1))


def change(amendment: Any, provision: Provision, html: str, *, kind: str = "replace", **more: Any) -> Any:
    """One more change of an amendment's text."""
    from charter.models import Change

    text = amendment.text
    base = None if kind == "insert" else working(provision, text.language).wording
    place = text.changes.count()
    return Change.objects.create(
        text=text, place=place, kind=kind, provision=provision, language=text.language, base=base, html=html, **more
    )


def language_without(charter: Charter, language: str, place: int) -> None:
    """Adds an edition that has no words for the provision at that place."""
    from dataclasses import replace

    key = list(charter.arrangement.keys())[place]
    whole = edition(language, charter)
    sections = tuple(replace(s, blocks=tuple(b for b in s.blocks if b.key != key)) for s in whole.sections)
    editions.add_language(charter=charter, edition=replace(whole, sections=sections), by=None, at=timezone.now())


def excepted(charter: Charter, language: str, place: int, reason: str = "The translation is under way.") -> Any:
    """A signed exception for a language that is behind at the provision at that place, for thirty days."""
    from charter.actions.languages import language_exceptions

    until = timezone.localdate() + timedelta(days=30)
    by = holder("moderator")
    return language_exceptions.sign_exception(
        provision=provision(charter, place), language=language, reason=reason, until=until, by=by
    )


def merged(round_: Round, changes: dict[int, str], *, by: Person, city: Organisation, proposer: Person) -> list[Any]:
    """Changes of words by place, each asked for by an amendment, accepted, released and merged."""
    from charter.actions.merging import merges
    from charter.models import Article

    charter = round_.charter
    by_article: dict[str, list[Any]] = {}
    for place, html in changes.items():
        changed = provision(charter, place)
        amendment = accepted(under_review(round_, city, proposer, changed, html), by)
        by_article.setdefault(charter.arrangement.section_of(changed.key).key, []).append(amendment)
    for key, amendments in by_article.items():
        merge = merges.begin_merge(article=Article.objects.get(key=key), language="en", round_=round_, by=by)
        merge = merges.choose_amendments(merge=merge, amendments=amendments, by=by)
        merges.apply_merge(merge=merge, by=by)
    return [amendment for amendments in by_article.values() for amendment in amendments]


def second_version(
    first: Version, changes: dict[int, str], *, by: Person, city: Organisation, proposer: Person
) -> Version:
    """The next version of a charter in one language, after a round that changed provisions by their place."""
    round_ = deciding(first)
    merged(round_, changes, by=by, city=city, proposer=proposer)
    return next_version(first.charter, by=by)


def next_version(charter: Charter, *, by: Person) -> Version:
    """The next version of a charter as its working text stands, published by two people."""
    from charter.actions.versions import versions

    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=by)
    return versions.publish_version(publication=publication, by=holder("moderator"))


def edited(page: Any, place: int, html: str, *, by: Person, **fields: Any) -> Any:
    """A draft of a section in which one block has other words, saved by an editor; the revision comes back."""
    draft = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    raw = [dict(block) for block in draft.body.raw_data]
    raw[place] = {**raw[place], "value": {**raw[place]["value"], "words": f"<p>{html}</p>"}}
    return drafted(draft, raw, by=by, **fields)


def drafted(draft: Any, raw: list[Any], *, by: Person, **fields: Any) -> Any:
    """A draft of a section with these raw blocks, for a reason and for somebody, saved by an editor."""
    import json

    draft.body = json.dumps(raw)
    values = {"reason": "It reads better.", "asked_by_words": "The secretariat", **fields}
    for name, value in values.items():
        setattr(draft, name, value)
    return draft.save_revision(user=by, clean=False)


def secretariat(kind: str = "moderator", **fields: Any) -> Person:
    """The holder of a role with a second factor, so that desk and administration open in a test that signs in."""
    return with_second_factor(holder(kind, **fields))


def with_second_factor(person_: Person) -> Person:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=person_, type=Authenticator.Type.TOTP, data={})
    return person_


def confirm_address(pledge: Any, token: str) -> Any:
    """The address on a joining form is confirmed by the link in the newest mail to it, as its owner does."""
    from accounts.actions import pledges
    from accounts.models import Letter

    link = Letter.objects.filter(address=pledge.email, key__startswith="pledge_begun").order_by("pk").last().link
    return pledges.confirm_address(pledge=pledge, token=token, proof=link.rstrip("/").rpartition("/")[2])


def invited(
    city: Organisation, by: Person, email: str = "colleague@example.org", kind: str = "officer", **more: Any
) -> Any:
    """An invitation and the token of its link, as the letter has it."""
    from accounts.actions import invitations
    from accounts.models import Letter

    invitation = invitations.invite_person(organisation=city, email=email, kind=kind, language="en", by=by, **more)
    letter = Letter.objects.get(
        address=invitation.email, kind="invitation", key__startswith=f"invitation:{invitation.pk}:"
    )
    return invitation, letter.link.strip("/").split("/")[-1]


def entered(round_: Round, city: Organisation, by: Person, place: int = 5, **fields: Any) -> Any:
    """A draft that a moderator begins on behalf of a city, from a letter of today."""
    from charter.actions.amending import on_behalf

    values = {"came_by": "letter", "came_on": timezone.localdate(), "note": "Signed by the mayor.", **fields}
    where = provision(round_.charter, place)
    return on_behalf.enter_amendment(round_=round_, organisation=city, provision=where, by=by, language="en", **values)


def laid_before(round_: Round, city: Organisation, by: Person, words: str = "", place: int = 5, **fields: Any) -> Any:
    """One that was entered on behalf of a city and waits for its delegate."""
    from charter.actions.amending import amendments

    amendment = entered(round_, city, by, place, **fields)
    words = words or WORDS["en"][place].replace("fifth", "third")
    changes = [amendments.ChangeInput("replace", provision(round_.charter, place), words)]
    values = {"title": "More homes", "reason": "Families still leave the city.", "language": "en"}
    amendments.save_draft(amendment=amendment, by=by, changes=changes, **values)
    return amendments.send_to_delegate(amendment=amendment, by=by)
