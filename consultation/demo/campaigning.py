"""Initiatives, days and material of the demonstration, put there as the secretariat would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image as Drawing
from PIL import ImageDraw

from accounts.models import Organisation
from cms.actions import files as file_actions
from cms.actions import sites
from cms.models import EventPage, InitiativePage, ResourcePage

from . import files

PAPER, WALL, LIT = "#f3f1ea", "#d8d3c7", "#7a1d4b"
LIT_HOUSES = {2, 5, 9}


def create_campaign(organisations: Mapping[str, Organisation]) -> None:
    """Everything that `campaign.json` says."""
    data = files.load_data("campaign.json")
    for entry in data["initiatives"]:
        _initiative(entry, organisations)
    for entry in data["events"]:
        until = files.moment_of_day(entry["until"]).date() if "until" in entry else None
        same = {"on": files.moment_of_day(entry["day"]).date(), "until": until, "theme": entry["theme"]}
        sites.write_below(index=sites.CALENDAR, model=EventPage, slug=entry["key"], words=entry["words"], **same)
    for entry in data["resources"]:
        _resource(entry)


def _initiative(entry: dict[str, Any], organisations: Mapping[str, Organisation]) -> None:
    words = {code: dict(fields) for code, fields in entry["words"].items()}
    picture = (
        file_actions.keep_picture(title=entry["key"], name="homes.png", data=_homes()) if "picture" in entry else None
    )
    for word in words.values():
        seen = word.pop("seen", "")
        block = {"type": "picture", "value": {"picture": picture.pk, "words": seen, "by": ""}} if picture else None
        word["pictures"] = json.dumps([block] if block else [])
    same = {name: entry[name] for name in ("theme", "contact", "contact_address")}
    same["member"] = organisations.get(entry.get("member", ""))
    sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=entry["key"], words=words, **same)


def _resource(entry: dict[str, Any]) -> None:
    words = {code: dict(fields) for code, fields in entry["words"].items()}
    for code, fields in words.items():
        text = fields.pop("text", "")
        if entry.get("file"):
            name = f"{entry['key']}.{code}.txt"
            fields["file"] = file_actions.keep_file(title=fields["title"], name=name, data=text.encode())
    same = {name: entry[name] for name in ("kind", "by")}
    sites.write_below(index=sites.RESOURCES, model=ResourcePage, slug=entry["key"], words=words, **same)


def _homes() -> bytes:
    """A drawing of twelve houses, three of them lit."""
    drawing = Drawing.new("RGB", (960, 480), PAPER)
    pen = ImageDraw.Draw(drawing)
    for number in range(12):
        left, top = 60 + number % 4 * 220, 50 + number // 4 * 140
        colour = LIT if number in LIT_HOUSES else WALL
        pen.polygon([(left, top + 40), (left + 60, top), (left + 120, top + 40)], fill=colour)
        pen.rectangle([left + 10, top + 40, left + 110, top + 100], fill=colour)
    out = BytesIO()
    drawing.save(out, "PNG")
    return out.getvalue()
