"""Values that fill the gallery of components: an invented article, cities and people."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

HERE = Path(__file__).parent
MARKS = {"+": ("ins", "inserted"), "-": ("del", "deleted")}


def redline(match: re.Match[str]) -> str:
    """`{+added+}` and `{-deleted-}` as the site marks them, with the words a listener hears."""
    tag, label = MARKS[match[1]]
    start, end = f'<span class="said" lang="en">[{label}: </span>', '<span class="said">]</span>'
    return f"<{tag}>{start}{match[2]}{end}</{tag}>"


def dressed(value: Any) -> Any:
    """The same values with redlines drawn; words that hold markup are safe."""
    if isinstance(value, dict):
        return {name: dressed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [dressed(part) for part in value]
    if isinstance(value, str):
        words = re.sub(r"\{([+-])(.*?)[+-]\}", redline, value)
        return mark_safe(words) if "<" in words else words
    return value


class SampleForm(forms.Form):
    kind = forms.ChoiceField(
        label="What do you want to do?",
        widget=forms.RadioSelect,
        choices=[("change", "Change the text"), ("delete", "Delete the provision")],
    )
    words = forms.CharField(
        label="Proposed text",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=20,
        help_text="The box contains the current text. Edit it directly.",
    )
    language = forms.ChoiceField(
        label="Language of the proposed text", choices=[("en", "English"), ("fr", "Français")]
    )
    reason = forms.CharField(
        label="Reasons for the amendment",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Write two or three sentences that explain the amendment to other members. The field is required.",
        error_messages={"required": "Give the reasons of your city"},
    )
    source = forms.CharField(label="Source (if any)", required=False)
    agreed = forms.BooleanField(label="I have read the rules of the round", required=False)


class SampleFilters(forms.Form):
    article = forms.ChoiceField(label="Article", choices=[("VI", "VI. A home one can keep")])
    state = forms.ChoiceField(label="Status", choices=[("", "Awaiting decision")])
    words = forms.CharField(label="Words", required=False)


FILLED = {
    "kind": "change",
    "words": "It sets aside at least one third of the homes built on public land.",
    "source": "Council decision 114 of 9 October 2026",
}


def gallery(language: str = "en") -> dict[str, Any]:
    """The context of gallery.html."""
    context = dressed(json.loads((HERE / "gallery.json").read_text(encoding="utf-8")))
    for language in context["site"]["languages"]:
        language["current"] = language["code"] == language
    return {
        **context,
        "good_form": SampleForm(initial=FILLED, auto_id="good_%s"),
        "bad_form": SampleForm({"kind": "change", "words": "It sets aside", "language": "en"}),
        "filters": SampleFilters(auto_id="filter_%s"),
        "page": Paginator(range(200), 50).page(2),
    }
