"""`docs/accessibility.md` names tests that are there, a row for each of 32 checks; sentences are short."""

from __future__ import annotations

import json
import re
from statistics import mean

import pytest

from tests.test_messages import ROOT, catalogue

TEXT = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
AN_END = re.compile(r"[.!?…:]+(?:\s|$)")


def test_each_row_is_there_once():
    assert re.findall(r"^\| (X\d\d) \| .+ \| .+ \|$", TEXT, re.MULTILINE) == [f"X{n:02}" for n in range(1, 33)]


def test_each_named_test_is_there():
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT))
    missing = {
        test for test in named if f"def {test[1]}(" not in (ROOT / "tests" / test[0]).read_text(encoding="utf-8")
    }
    assert (len(named) > 25, missing) == (True, set())


def interface(language: str) -> list[str]:
    """What the interface and its mails say."""
    messages = [message for message in catalogue(ROOT, "fr" if language == "en" else language) if message.id]
    texts = [message.id if language == "en" else message.string for message in messages]
    return [text[0] if isinstance(text, tuple) else text for text in texts]


def help_pages(language: str) -> list[str]:
    """What the pages of help and about say, a paragraph each."""
    pages = json.loads((ROOT / "consultation" / "demo" / "news.json").read_text(encoding="utf-8"))
    return [part for name in ("help", "about") for part in pages[name]["body"][language].split("</p>")]


def lengths(texts: list[str]) -> list[int]:
    """The words of each whole sentence, without marks of HTML."""
    sentences = [part.strip() for text in texts for part in AN_END.split(re.sub(r"<[^>]+>", "", text))]
    return [len(part.split()) for part in sentences if len(part.split()) > 3]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("texts", [interface, help_pages])
def test_sentences_are_short(language, texts):
    counts = lengths(texts(language))
    assert (len(counts) > 10, mean(counts) <= 20, max(counts) <= 35) == (True, True, True)
