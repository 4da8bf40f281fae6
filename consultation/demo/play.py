"""The whole demonstration in order: text, people, a finished round, a version, an open round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from accounts.actions import invitation_letters, site_settings
from accounts.models import Person, Theme
from charter.actions.amending import rounds
from charter.actions.languages import glossary
from charter.actions.languages.editions import Origin
from charter.actions.languages.glossary import NewTerm
from charter.actions.versions import earlier_texts, themes, versions
from charter.actions.versions.earlier_texts import EarlierDetails, ReadFile
from charter.importing import reading, storing, structure
from charter.importing.earlier_texts import first_edition, matched_lines
from charter.models import Charter, Provision, Round, Version
from charter.states import VersionStatus
from cms.actions import groups, sites

from . import campaigning, deciding, files, for_cities, merging, people, proposing, speaking
from .stage import Entry, Stage

Say = Callable[[str], None]
BODY = {
    "en": "the World Assembly",
    "fr": "l’Assemblée mondiale",
    "es": "la Asamblea Mundial",
    "ar": "الجمعية العالمية",
}
POSTAL_ADDRESS = "Secretariat of the charter\n12 Quay of the Lanterns\n08099 Porto Ventura"

CAMPAIGN_LINKS = [
    {"label": "Mastodon", "address": "https://social.demo.example/@campaign"},
    {"label": "Videos", "address": "https://videos.demo.example/campaign"},
]


def build_demonstration(say: Say) -> Stage:
    """Builds everything; `say` is told of each step."""
    say("Members and people …")
    organisations, everybody = people.register_all()
    say("The charter in four languages …")
    charter, provisions, articles = _take_in(say)
    people.give_roles(everybody, articles)
    for person in everybody.values():
        groups.sync_groups(person)
    stage = Stage(organisations, everybody, charter, provisions)
    site_settings.change_settings(
        values={"postal_address": POSTAL_ADDRESS, "campaign_links": CAMPAIGN_LINKS},
        by=_moderators(stage)[0],
        at=files.moment_of_day(-225),
    )
    _sign_letters(stage)
    _pages(stage, say)
    _agree_on_terms(stage)
    _index(stage)
    first = _publish(stage, -220)
    _import_earlier_texts(stage)
    first_round = files.load_data("round1.json")
    comments = files.load_data("comments.json")
    _finished_round(stage, first, first_round, [c for c in comments if c["day"] < -40], say)
    second = _publish(stage, first_round["round"]["published"])
    second_round = files.load_data("round2.json")
    stage.charter.refresh_from_db()
    campaigning.create_processes(stage.charter, stage.organisations)
    for entry in files.load_data("frameworks.json"):
        for_cities.enter_framework(stage, entry, _moderators(stage)[0])
    for entry in files.load_data("initiatives.json"):
        for_cities.write_initiative(stage, entry, _moderators(stage)[0])
    for entry in files.load_data("help_entries.json"):
        for_cities.publish_help_entry(stage, entry)
    for entry in files.load_data("applications.json"):
        for_cities.enter_paper_application(entry, _moderators(stage)[0])
    people.mark_away(everybody)
    _open_round(stage, second, second_round, [c for c in comments if c["day"] >= -40], say)
    return stage


def _sign_letters(stage: Stage) -> None:
    """Who signs the letter of invitation, in each language."""
    for entry in files.load_data("letters.json"):
        invitation_letters.write_letter(by=_moderators(stage)[0], at=files.moment_of_day(-225), **entry)


def _take_in(say: Say) -> tuple[Charter, dict[str, Provision], dict[str, str]]:
    """The first language founds the provisions, the others give them words."""
    keys: dict[str, str] = {}
    articles: dict[str, str] = {}
    for language in files.LANGUAGES:
        path = files.charter_file(language)
        data = path.read_bytes()
        edition = structure.understand_document(reading.read_file(data, path.name), language)
        origin = Origin(path.name, sha256(data).hexdigest(), body="Drafting group of the demonstration")
        stored_edition = storing.take_edition(
            edition,
            charter_slug="charter",
            origin=origin,
            by=None,
            at=files.moment_of_day(-230),
            required=language in files.REQUIRED,
        )
        keys |= stored_edition.provision_keys
        articles |= stored_edition.article_keys
        say(f"  {path.name}: {sum(1 for _ in edition.provisions())} provisions")
    charter = stored_edition.charter
    by_key = {str(p.key): p for p in charter.provisions.all()}
    return charter, {id_: by_key[key] for id_, key in keys.items()}, articles


def _pages(stage: Stage, say: Say) -> None:
    say("Pages: draft sections, news, initiatives, days, material, about, help …")
    sites.create_site_pages(charter=stage.charter)
    data = files.load_data("news.json")
    for entry in data["news"]:
        words = {
            code: {"title": entry["title"][code], "introduction": entry["intro"][code], "body": entry["body"][code]}
            for code in entry["title"]
        }
        sites.write_news(slug=entry["key"], on=files.moment_of_day(entry["day"]).date(), words=words)
    campaigning.create_campaign(stage.organisations)
    for slug in (sites.ABOUT, sites.HELP):
        for code, title in data[slug]["title"].items():
            sites.write_page(slug=slug, language=code, title=title, body=data[slug]["body"][code])


def _agree_on_terms(stage: Stage) -> None:
    """The glossary; one word is not agreed in French yet."""
    rows = [
        NewTerm(
            language=term["lang"],
            word=term["word"],
            concept=entry["concept"],
            definition=term["definition"],
            forms=tuple(term["forms"]),
            forbidden=tuple(term["forbidden"]),
            note=term["note"],
        )
        for entry in files.load_data("glossary.json")
        for term in entry["terms"]
    ]
    glossary.store_terms(charter=stage.charter, rows=rows, by=_moderators(stage)[0], at=files.moment_of_day(-222))


def _index(stage: Stage) -> None:
    """What the charter says on what."""
    stage.charter.refresh_from_db()
    by, at = _moderators(stage)[0], files.moment_of_day(-221)
    for entry in files.load_data("themes.json"):
        theme = Theme.objects.get(code=entry["code"])
        same = {"names": entry["names"], "typed": "\n".join(entry["provisions"]), "theme": theme}
        themes.save_theme(charter=stage.charter, by=by, at=at, **same)
        for merged in Theme.objects.filter(code__in=entry.get("merged", [])):
            themes.merge_theme(theme=merged, into=theme, by=by, at=at)


def _import_earlier_texts(stage: Stage) -> None:
    """Texts from before the site, matched with version 1."""
    by = _moderators(stage)[0]
    for entry in files.load_data("earlier_texts.json"):
        path = files.HERE / entry["file"]
        data = path.read_bytes()
        edition = structure.understand_document(reading.read_file(data, path.name), entry["language"])
        names = ("dated", "authors", "source", "note")
        text = earlier_texts.import_earlier_text(
            charter=stage.charter,
            details=EarlierDetails(title=edition.title, **{name: entry[name] for name in names}),
            language=entry["language"],
            lines=matched_lines(edition, first_edition(stage.charter, entry["language"])),
            file=ReadFile(path.name, sha256(data).hexdigest()),
            by=by,
            at=files.moment_of_day(entry["day"]),
        )
        earlier_texts.publish_earlier_text(earlier_text=text, by=by, at=files.moment_of_day(entry["day"], 11))


def _publish(stage: Stage, day: int) -> Version:
    """The working text as the next version: proposed by one moderator, agreed to by the other."""
    first, second = _moderators(stage)
    stage.charter.refresh_from_db()
    at = files.moment_of_day(day)
    publication = versions.propose_version(
        charter=stage.charter,
        by=first,
        status=VersionStatus.ADOPTED,
        body=BODY["en"],
        body_names=BODY,
        on=at.date(),
        at=at,
    )
    return versions.publish_version(publication=publication, by=second, at=at + timedelta(minutes=40))


def _moderators(stage: Stage) -> list[Person]:
    by_character = {entry["character"]: stage.people[entry["key"]] for entry in files.load_data("people.json")}
    return [by_character["moderator1"], by_character["moderator2"]]


def _round(stage: Stage, version: Version, entry: Entry) -> Round:
    return rounds.open_(
        version=version,
        by=_moderators(stage)[0],
        title=entry["title"],
        body=entry["referral_body"],
        opens_at=files.moment_of_day(entry["opens"], 0, 1),
        proposals_until=files.end_of_day(entry["closes"]),
        confirm_until=files.end_of_day(entry["confirm_until"]),
        support_until=files.end_of_day(entry["confirm_until"] + 7),
        zone=entry["zone"],
        partners_propose=entry["partners_propose"],
        at=files.moment_of_day(entry["opens"] - 3),
    )


def _finished_round(stage: Stage, version: Version, data: Entry, comments: list[Entry], say: Say) -> None:
    entry = data["round"]
    round_ = _round(stage, version, entry)
    moderator = next(amendment["decided_by"] for amendment in data["amendments"] if amendment.get("decided_by"))
    _propose_all(stage, round_, data, comments, say)
    say("  decisions, merge, alignments …")
    for compromise in data["compromises"]:
        deciding.put_compromise(stage, round_, compromise)
    for amendment in data["amendments"]:
        proposing.withdraw_amendment(stage, amendment)
        deciding.decide_amendment(stage, amendment)
    prepared = merging.prepare_all(stage, round_, data, moderator)
    deciding.release_decisions(stage, round_, moderator, entry["released"], entry["endorsing_body"])
    merging.apply_all(stage, prepared, data, moderator)
    merging.align_all(stage, data)
    rounds.close_round(round_=round_, by=stage.people[moderator], at=files.moment_of_day(entry["published"] - 1))


def _open_round(stage: Stage, version: Version, data: Entry, comments: list[Entry], say: Say) -> None:
    round_ = _round(stage, version, data["round"])
    _propose_all(stage, round_, data, comments, say)
    for compromise in data["compromises"]:
        deciding.put_compromise(stage, round_, compromise)
    for amendment in data["amendments"]:
        proposing.withdraw_amendment(stage, amendment)
    for amendment in data["on_behalf"]:
        for_cities.enter_for_city(stage, round_, amendment, _moderators(stage)[0])
    for suggestion in data["suggestions"]:
        for_cities.suggest_position(stage, suggestion)


def _propose_all(stage: Stage, round_: Round, data: Entry, comments: list[Entry], say: Say) -> None:
    say(f"Round {data['round']['number']}: {len(data['amendments'])} amendments …")
    for entry in data["amendments"]:
        amendment = proposing.propose_amendment(stage, round_, entry)
        if proposing.is_numbered(amendment):
            proposing.take_positions(stage, entry)
    say(f"  {len(comments)} comments …")
    speaking.create_comments(stage, round_, comments)
