"""Initiatives, days and material of the demonstration, put there as the secretariat would."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from PIL import Image as Drawing
from PIL import ImageDraw

from cms.actions import files as kept
from cms.actions import sites
from cms.models import EventPage, InitiativePage, ResourcePage

from . import files

PAPER, WALL, LIT = "#f3f1ea", "#d8d3c7", "#7a1d4b"
LIT_HOUSES = {2, 5, 9}


def put() -> None:
    """Everything that `campaign.json` says."""
    said = files.load("campaign.json")
    for entry in said["initiatives"]:
        _initiative(entry)
    for entry in said["events"]:
        until = files.day(entry["until"]).date() if "until" in entry else None
        same = {"on": files.day(entry["day"]).date(), "until": until}
        sites.write_below(index=sites.CALENDAR, model=EventPage, slug=entry["key"], words=entry["words"], **same)
    for entry in said["resources"]:
        _resource(entry)


def _initiative(entry: dict[str, Any]) -> None:
    words = {code: dict(said) for code, said in entry["words"].items()}
    picture = kept.keep_picture(title=entry["key"], name="homes.png", data=_homes()) if "picture" in entry else None
    for said in words.values():
        seen = said.pop("seen", "")
        block = {"type": "picture", "value": {"picture": picture.pk, "words": seen, "by": ""}} if picture else None
        said["pictures"] = json.dumps([block] if block else [])
    same = {name: entry[name] for name in ("theme", "contact", "contact_address")}
    sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=entry["key"], words=words, **same)


def _resource(entry: dict[str, Any]) -> None:
    words = {code: dict(said) for code, said in entry["words"].items()}
    for code, said in words.items():
        text = said.pop("text", "")
        if entry.get("file"):
            name = f"{entry['key']}.{code}.txt"
            said["file"] = kept.keep_file(title=said["title"], name=name, data=text.encode())
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
