"""Asking every address as every person, and putting the answer into one of a few classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import get_user
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import Mandate
from accounts.queries.interface_texts import forget_corrections, refresh_corrections
from charter.states import Phase
from tests.site.stage import Stage

SIGN_IN, AGAIN = "/accounts/login/", "/accounts/reauthenticate/"
WAGTAILS = ("admin/", "documents/")
SAFE = ("GET", "HEAD")
ORIGIN = "http://testserver"
TOKEN = "t" * 32  # of a form; its cookie has the same
WRITING = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?(\w+)"?')
MERGE_ACTS = ("apply", "choose", "discard", "refer", "redo", "release", "resolve", "reverse", "undo")
PLEDGE_ACTS = ("accept", "ask", "decline", "delete", "forget", "remind")
OF_THE_VISIT = ("django_session", "usersessions_")


class Browser(Client):
    """Sends with a form what a browser sends: the token of the page, and where the page came from."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(enforce_csrf_checks=True, **defaults)
        self.cookies[settings.CSRF_COOKIE_NAME] = TOKEN

    def generic(self, method: str, path: str, *args: Any, headers: Any = None, **more: Any) -> Any:
        if method not in SAFE:
            headers = {"Origin": ORIGIN, "X-CSRFToken": TOKEN, **(headers or {})}
        return super().generic(method, path, *args, headers=headers, **more)


def named_addresses() -> set[str]:
    """The names of all addresses of the site but those below `/admin/` and `/documents/`."""
    return {name for name, route in walk(get_resolver().url_patterns) if name and not route.startswith(WAGTAILS)}


def walk(patterns: list[Any], before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """The name, with its namespaces, and the route of each address, as Django joins routes."""
    for pattern in patterns:
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else "", route
        else:
            yield from walk(
                pattern.url_patterns, route, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )


def addresses(stage: Stage) -> dict[str, str]:
    """Every address by its row in the table, with things of the stage in it."""
    things, number = stage.things, stage.round.number
    short = stage.things["compromise"].provision.short
    behind = stage.things["merged"].text.changes.get().provision.short
    confirmed, theirs, undone = (things[name].number for name in ("confirmed", "theirs", "undone"))
    decided = things["merged"].round.number
    own, hidden = things["own"].slug, things["hidden"].slug
    keys = {name: things[name].key for name in ("draft", "sent", "confirmed", "second", "theirs", "entered", "laid")}
    args: dict[str, list[object]] = {
        "account_calendar": ["renew"],
        "account_confirm_email": ["nothing"],
        "account_reset_password_from_key": ["1", "nothing"],
        "mfa_remove_webauthn": [things["factor"].pk],
        "mfa_edit_webauthn": [things["factor"].pk],
        "openid_connect_login": ["nobody"],
        "openid_connect_callback": ["nobody"],
        "wagtailcore_authenticate_with_password": [1, 1_000_000],
        "wagtail_serve": [""],
        "mail_stop": [things["stop"]],
        "look_colours": ["nothing"],
        "look_logo": ["nothing"],
        "invitation": [things["invitation token"]],
        "join_page": [things["pledge token"], 1],
        "join_confirm": [things["pledge token"], things["pledge proof"]],
        "join_paper": ["letter"],
        "join_check": [things["pledge token"]],
        "join_delete": [things["pledge token"]],
        "people_invite": [own],
        "people_away": [own],
        "invitation_act": [things["invitation"].pk, "revoke"],
        "mandate_end": [things["mandate"].pk],
        "desk_members_export": ["csv"],
        "desk_member": [own],
        "desk_member:partner": [things["partner"].slug],
        "desk_kind": ["city"],
        "desk_milestone": [things["milestone"].pk],
        "milestone_picture": [things["milestone"].pk, things["milestone"].picture_name],
        "desk_milestone_delete": [things["milestone"].pk],
        "interface_texts": ["fr"],
        "interface_texts_file": ["fr"],
        "interface_text": ["fr", things["correction"].digest],
        "interface_text_report": ["fr", things["correction"].digest],
        **{f"text_correction:{act}": [things["correction"].pk, act] for act in ("accept", "refuse", "withdraw")},
        "text_report": [things["text report"].pk],
        "wave": ["first-wave"],
        "desk_wave": ["first-wave"],
        "desk_wave_delete": ["first-wave"],
        "desk_mandate": [own],
        "desk_member_change": [own, "withhold"],
        "desk_member_entry": [own],
        "desk_email": ["invitation", "en"],
        "desk_evidence": [things["mandate"].pk],
        "desk_role_end": [things["role"].pk],
        **{f"desk_support_act:{act}": [things["mandate"].person_id, act] for act in ("password", "unlock")},
        "desk_pledge": [things["pledge"].pk],
        **{f"desk_pledge_{act}": [things["pledge"].pk] for act in PLEDGE_ACTS},
        "desk_invitation_letter": ["fr"],
        "desk_pledge_letter": [things["pledge"].pk],
        "desk_pledge_correct": [things["paper pledge"].pk],
        "desk_pledge_scan": [things["paper pledge"].pk],
        "version": [2],
        "version:working": ["working"],
        "change_log": [2],
        "version_package": [2],
        "article": [2, "I"],
        "article:working": ["working", "I"],
        "article_notes": [2, "I"],
        "article_origins": [2, "I"],
        "compare": [1, 2],
        "compare_article": [1, 2, "I"],
        "provision": [short],
        "provision_comments": [short],
        "round": [number],
        "round_figures": [number],
        "round_referred": [number],
        "decision_reply": [decided, things["merged"].number],
        "desk_reply_remove": [things["reply"].pk],
        "amendment": [number, confirmed],
        "amendment:theirs": [number, theirs],
        "amendment_comments": [number, theirs],
        "amendment:undone": [number, undone],
        "member": [own],
        "member:withheld": [hidden],
        "member_text": [own],
        "member_text:withheld": [hidden],
        "download": ["charter/2/I", "html"],
        "download:changes": ["charter/1..2", "html"],
        "download:decisions": [f"decisions/{decided}", "csv"],
        "downloads": ["charter/2"],
        "downloads:article": ["charter/2/I"],
        "downloads:changes": ["charter/1..2/I"],
        "downloads:decisions": [f"decisions/{decided}"],
        "verify": [2],
        "verify_signature": [2],
        "city_letter": [decided, things["merged"].organisation.slug],
        "city_position_sheet": [things["merged"].organisation.slug],
        "city_position_sheet_pdf": [things["merged"].organisation.slug],
        "city_paper": [things["received"].key],
        "city_paper_file": [things["received"].key],
        "city_paper:imported": [things["imported"].key],
        "city_paper_file:imported": [things["imported"].key],
        "city_letter_pdf": [decided, things["merged"].organisation.slug],
        "propose": [short],
        "propose_changes": [short],
        **{f"draft:{name}": [key] for name, key in keys.items()},
        **{
            f"{page}:{name}": [key]
            for page in ("draft_check", "draft_notes", "draft_document")
            for name, key in keys.items()
        },
        "amendment_edit": [keys["confirmed"]],
        **{f"amendment_resolution:{name}": [keys[name]] for name in ("draft", "confirmed", "entered", "laid")},
        **{f"amendment_resolution_file:{name}": [keys[name]] for name in ("draft", "confirmed")},
        "amendment_send_back": [keys["sent"]],
        "desk_receipt_file": [keys["entered"]],
        "desk_receipt_strike": [keys["entered"]],
        **{
            f"amendment_act:{act}": [keys[of], act]
            for act, of in (
                ("send", "draft"),
                ("confirm", "sent"),
                ("take-back", "sent"),
                ("discard", "draft"),
                ("undo", "confirmed"),
                ("withdraw", "confirmed"),
                ("keep", "confirmed"),
            )
        },
        "position": [number, confirmed],
        "suggest": [number, confirmed],
        "amendment_notes": [number, confirmed],
        **{f"amendment_together:{act}": [number, confirmed, act] for act in ("join", "leave", "carry-on", "retire")},
        "desk_article": ["I"],
        "desk_provision": [short],
        "desk_comments": [short],
        "desk_compromise": [short],
        "desk_compromise_answers": [things["compromise"].pk],
        "compromise_answer": [things["compromise"].pk],
        "desk_decide": [number, theirs],
        "desk_handling": [number, theirs],
        "desk_keep": [number, theirs],
        "desk_put_words": [number, theirs],
        "desk_history": [number, theirs],
        "desk_round_history": [number],
        "desk_merge_now": [things["merge"].key],
        "desk_late": [number],
        "desk_timetable": [things["timetable"].pk],
        "desk_matter": ["comment", things["remark"].pk],
        "desk_undo": [things["batch"].pk],
        "desk_release": [number],
        "desk_merge": [things["merge"].key],
        **{f"desk_merge_{act}": [things["merge"].key] for act in MERGE_ACTS},
        "desk_merge_copies": [things["merge"].key],
        "desk_clean_copy": [things["clean_copy"].key],
        "desk_clean_copy_file": [things["clean_copy"].key],
        "desk_letter_again": [things["letter"].pk],
        "desk_exception": ["fr", behind],
        "desk_exception_end": ["fr", behind],
        "desk_divide": [short],
        "desk_join": [short],
        "desk_corrigendum": [2, "en", short],
        "desk_import_look": [things["upload"].key],
        "alignment": ["fr", behind],
        "alignment:asked": ["fr", things["question"].provision.short],
        "language_question": [things["question"].pk],
        "amendment_translation": [number, confirmed, "fr"],
        "reasons": ["fr"],
        "language_findings": ["fr"],
        "language_style": ["fr"],
        "language_work": ["fr"],
        "language_work_file": ["fr", "docx"],
        "glossary_concept": ["home"],
        "glossary_term": ["home", "fr"],
        "api_charter": [stage.charter.slug],
        "api_version": [2],
        "api_provision": [short],
        "api_wordings": [short],
        "api_origins": [short],
        "api_round": [number],
        "api_amendment": [number, confirmed],
        "api_amendment:theirs": [number, theirs],
        "api_city": [own],
        "api_city:withheld": [hidden],
        "feed_versions": ["en"],
        "feed_initiatives": ["en"],
        "feed_help_entries": ["en"],
        "feed_waves": ["en"],
        "feed_frameworks": ["en"],
        "feed_events": ["en"],
        "feed_processes": ["en"],
        "feed_milestones": ["en"],
        "feed_decisions": ["en"],
        "feed_provision": ["en", short],
        "feed_member": ["en", own],
        "feed_member:withheld": ["en", hidden],
        "feed_round": ["en", number],
        "campaign_report_rows": ["members"],
        "theme": ["homes"],
        "theme_comments": ["homes"],
        "un_day": ["12-10"],
        "city_framework_new": [own],
        "city_framework": [things["framework"].pk],
        "city_framework_delete": [things["framework"].pk],
        "desk_framework": [things["framework"].pk],
        "framework_document": [things["framework"].pk, "pdf"],
        "city_initiative_new": [own],
        "city_initiative_rule": [own],
        "city_links": [own],
        **{
            name: [things["awaiting initiative"].pk]
            for name in (
                "city_initiative",
                "city_initiative_send",
                "city_initiative_return",
                "city_initiative_delete",
                "initiative:awaiting",
            )
        },
        "initiative": [things["initiative"].pk],
        "api_initiative": [things["initiative"].pk],
        "api_initiative:awaiting": [things["awaiting initiative"].pk],
        "initiative_picture": [things["initiative"].pictures.get().pk, "png"],
        "initiative_picture:awaiting": [things["awaiting initiative"].pictures.get().pk, "png"],
        "desk_initiative": [things["initiative"].pk],
        "city_help_entry_new": [own],
        **{
            name: [things["help entry"].pk]
            for name in ("city_help_entry", "city_help_entry_close", "desk_help_entry", "help_entry", "help_reply")
        },
        "api_help_entry": [things["help entry"].pk],
        "help_entry:removed": [things["removed help entry"].pk],
        "api_help_entry:removed": [things["removed help entry"].pk],
        "help_replies": [things["help entry"].pk, things["other"].slug],
        "desk_theme": ["homes"],
        "desk_decision_type": [things["decision type"].pk],
        "desk_earlier_text": [things["earlier text"].pk],
        "earlier_text": [things["earlier text"].pk],
        "earlier_compare": [things["earlier text"].pk, 1],
        "earlier_text:unpublished": [things["unpublished text"].pk],
        "calendar_file": ["en"],
        "own_calendar_file": [things["calendar key"]],
        "picture": ["of-a-page.png"],
        "follow": ["round", str(number)],
        "follow:withheld": ["member", hidden],
        "follow_confirm": [things["follow token"]],
        "follow_end": [things["end token"]],
        "api_comment": [things["remark"].pk],
        "remark": [things["remark"].pk],
        "remark_edit": [things["remark"].pk],
        "remark_remove": [things["remark"].pk],
        "remark_report": [things["remark"].pk],
        "remark_take_up": [things["said"].pk],
        "comment_translation": [things["said"].pk, "fr"],
        "remark_post:provision": ["provision", short],
        "remark_post:amendment": ["amendment", f"{number}-{confirmed}"],
    }
    several = {name.partition(":")[0] for name in args}
    urls = {name: reverse(name.partition(":")[0], args=arguments) for name, arguments in args.items()}
    return urls | {name: reverse(name) for name in named_addresses() - several}


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever a page does is taken back, signing out too.

    A process looks for corrections once a minute. It looks now, so that this query falls in no page by chance.
    """
    forget_corrections()
    refresh_corrections()
    cache.clear()
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


@contextmanager
def as_role(stage: Stage, role: str, phase: Phase = Phase.OPEN) -> Iterator[Client]:
    """A client of that role while the round stands in that phase; taken back afterwards."""
    with transaction.atomic():
        if role == "substitute":
            Mandate.objects.filter(organisation=stage.things["own"]).update(away_since=None)
        stage.stand_in(phase)
        yield client_of(stage, role)
        transaction.set_rollback(True)


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables in which rows are written meanwhile, but for those that tell who is visiting."""
    tables: set[str] = set()

    def look(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        answer = execute(sql, params, many, context)
        writing = WRITING.match(sql)
        # SQLite counts a row that it returns only when the row is read.
        is_written = context["cursor"].rowcount or " RETURNING " in sql
        if writing and is_written and not writing[1].startswith(OF_THE_VISIT):
            tables.add(writing[1])
        return answer

    with connection.execute_wrapper(look):
        yield tables


def client_of(stage: Stage, role: str) -> Client:
    client, person = Browser(), stage.people[role]
    if person is not None:
        client.force_login(person)
    return client


def just_proved(client: Client) -> Client:
    """The same one, as if its password had been given again this minute, where it is signed in."""
    request = HttpRequest()
    request.session = client.session
    person = get_user(request)
    if person.is_authenticated:
        record_authentication(request, person, "password", reauthenticated=True)
        request.session.save()
    return client


def answer_of(response) -> str:
    """Its class: `in`, `sign in`, `again` (the password), `hidden`, `refused`, `no` (not by this method), or `fault`.

    A site that does not stand well says so by 503, which is an answer.
    """
    to = response.get("Location", "")
    if response.status_code >= 500 and response.status_code != 503:
        return "fault"
    if response.status_code in (301, 302, 303):
        return "sign in" if SIGN_IN in to else "again" if AGAIN in to else "in"
    return {404: "hidden", 403: "refused", 405: "no"}.get(response.status_code, "in")


def words_of(response) -> str:
    """The words of the page between the head and the foot of the site, without its tags."""
    main = text_of(response).partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<[^>]*>", " ", main)


def text_of(response) -> str:
    """The text that the response sends, files too."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")
