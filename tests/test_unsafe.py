"""What may stand in few named places, or nowhere: trusted HTML, pickles, SQL as text, forms without their token."""

from __future__ import annotations

import ast
import base64
import pickle
import re
from collections.abc import Callable, Iterator
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.base import SessionBase
from django.core.signing import JSONSerializer

from consultation.cookies import MessageStorage
from tests.site import asking
from tests.site import stage as stages

ROOT = Path(__file__).resolve().parents[1]
APPS = ("accounts", "charter", "cms", "consultation")
# Each marks what our own templates, the text core or `charter/clean.py` wrote.
MARK_SAFE = {
    "accounts/locales.py",
    "charter/exports/critical_editions.py",
    "charter/exports/change_authors.py",
    "charter/forms/deciding/desk_decisions.py",
    "charter/forms/amending/filters.py",
    "charter/queries/reading/comparing.py",
    "charter/queries/amending/shown_changes.py",
    "charter/wording/apparatus.py",
    "charter/wording/charter_text.py",
    "charter/templatetags/pieces.py",
    "charter/views/amending/amendment_table.py",
    "charter/views/secretariat/desk_meeting.py",
    "charter/views/excerpts.py",
    "charter/views/reading/word_sources.py",
    "charter/views/reading/provisions.py",
    "consultation/templatetags/look.py",
}
NOWHERE = {"pickle", "cPickle", "dill", "shelve", "marshal", "jsonpickle", "yaml", "eval", "exec", "SafeText"}
# Mail programs press the one button that RFC 8058 asks for; `keeping` asks Django's own check and keeps the words.
WITHOUT_TOKEN = {"accounts/views/following.py", "accounts/views/mailing.py", "charter/views/typed_text.py"}
# Help texts of our own forms; words of the charter as `clean` stored them; mails in plain text.
TRUSTING = {
    "templates/account/email/base_message.txt",
    "templates/charter/languages/_because.html",
    "templates/charter/languages/_preview.html",
    "templates/charter/languages/_proposed.html",
    "templates/charter/languages/_source.html",
    "templates/charter/languages/alignment.html",
    "templates/charter/versions/_followed.html",
    "templates/components/field_says.html",
    "templates/email/letter.txt",
}
TEMPLATE_SAFE = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq")


def files() -> Iterator[Path]:
    return (file for app in APPS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts)


@cache
def nodes(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def names(file: Path) -> set[str]:
    """Each name that is imported, called or named as an attribute."""
    parts: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.Import | ast.ImportFrom):
            parts |= {part for alias in node.names for part in alias.name.split(".")}
            parts |= {(getattr(node, "module", "") or "").partition(".")[0]}
        elif isinstance(node, ast.Name):
            parts.add(node.id)
    return parts


def test_trusted_html_is_made_in_named_files_alone():
    using = {
        str(file.relative_to(ROOT)) for file in files() if names(file) & {"mark_safe", "SafeString"} & calls(file)
    }
    assert using == MARK_SAFE


def calls(file: Path) -> set[str]:
    called = [node.func for node in nodes(file) if isinstance(node, ast.Call)]
    return {
        function.id if isinstance(function, ast.Name) else function.attr
        for function in called
        if isinstance(function, ast.Name | ast.Attribute)
    }


def where(names_of: Callable[[Path], set[str]], words: set[str]) -> set[str]:
    return {str(file.relative_to(ROOT)) for file in files() if names_of(file) & words}


def test_nothing_unpickles_or_runs_text():
    assert where(names, NOWHERE) == set()


def test_forms_go_without_their_token_in_named_places_alone():
    assert where(names, {"csrf_exempt"}) == WITHOUT_TOKEN


def test_no_query_is_written_as_text():
    assert where(calls, {"raw", "extra", "RawSQL"}) == set()


def test_every_form_of_ours_bounds_its_words():
    """Django's own form has no limit; `BoundedForm` is the one class that derives from it."""
    own = re.compile(r"^class (\w+)\([^)]*\bforms\.(?:Model)?Form\b", re.MULTILINE)
    deriving = [
        (str(file.relative_to(ROOT)), name) for file in files() for name in own.findall(file.read_text("utf-8"))
    ]
    assert deriving == [("accounts/forms/acting.py", "BoundedForm")]


def test_templates_trust_in_named_places_alone():
    pages = [page for page in (ROOT / "templates").rglob("*.*") if page.suffix in (".html", ".txt", ".xml")]
    using = {str(page.relative_to(ROOT)) for page in pages if TEMPLATE_SAFE.search(page.read_text(encoding="utf-8"))}
    assert using == TRUSTING


def test_sessions_messages_and_signed_words_are_json():
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert SessionBase().serializer.__name__ == JSONSerializer.__name__
    assert all(issubclass(store, (CookieStorage, SessionStorage)) for store in MessageStorage.storage_classes)
    assert f"{MessageStorage.__module__}.{MessageStorage.__name__}" == settings.MESSAGE_STORAGE


FIRED: list[str] = []


class Canary:
    """A pickle that says so when somebody opens it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return fire, ("opened",)


def fire(word: str) -> None:
    FIRED.append(word)


def sent() -> list[str]:
    """As it could come in: signed or not, as text of several kinds."""
    raw = pickle.dumps(Canary(), protocol=0)
    return [
        raw.decode("latin-1"),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
        raw.hex(),
    ]


@pytest.mark.large
def test_a_pickle_that_is_sent_everywhere_is_never_opened(db):
    stage = stages.build()
    client = asking.client_of(stage, "moderator")
    signed_in = {name: morsel.value for name, morsel in client.cookies.items()}
    for number, url in enumerate(asking.addresses(stage).values()):
        word = sent()[number % 4]
        with asking.undone(client):
            client.cookies = SimpleCookie({**signed_in, "messages": word, "django_language": word, "state": word})
            client.get(url, {"c": word, "token": word, "next": word, "q": word})
            client.post(url, {"comment": word, "token": word, "act": word, "words": word})
    assert FIRED == []
    pickle.loads(pickle.dumps(Canary()))
    assert FIRED == ["opened"]
