"""Initiatives, days, material and processes of the demonstration, put there as the secretariat would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from accounts.models import Organisation, Theme
from charter.models import Charter
from cms.actions import files as file_actions
from cms.actions import sites
from cms.models import EventPage, InitiativePage, ProcessPage, ResourcePage

from . import drawings, files


def create_campaign(organisations: Mapping[str, Organisation]) -> None:
    """Initiatives, days and material of `campaign.json`."""
    data, themes = files.load_data("campaign.json"), {theme.code: theme for theme in Theme.objects.all()}
    for entry in data["initiatives"]:
        _initiative(entry, organisations)
    for entry in data["events"]:
        until = files.moment_of_day(entry["until"]).date() if "until" in entry else None
        same = {
            "on": files.moment_of_day(entry["day"]).date(),
            "until": until,
            "themes": [themes[code] for code in entry["themes"]],
            "members": [organisations[key] for key in entry["members"]],
        }
        sites.write_below(index=sites.CALENDAR, model=EventPage, slug=entry["key"], words=entry["words"], **same)
    for entry in data["resources"]:
        _resource(entry)


def _initiative(entry: dict[str, Any], organisations: Mapping[str, Organisation]) -> None:
    words = {code: dict(fields) for code, fields in entry["words"].items()}
    picture = (
        file_actions.keep_picture(title=entry["key"], name="homes.png", data=drawings.draw_houses())
        if "picture" in entry
        else None
    )
    for word in words.values():
        seen = word.pop("seen", "")
        block = {"type": "picture", "value": {"picture": picture.pk, "words": seen, "by": ""}} if picture else None
        word["pictures"] = json.dumps([block] if block else [])
    same = {name: entry[name] for name in ("contact", "contact_address")}
    same["theme"] = Theme.objects.get(code=entry["theme"])
    same["member"] = organisations.get(entry.get("member", ""))
    sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=entry["key"], words=words, **same)


def create_processes(charter: Charter, organisations: Mapping[str, Organisation]) -> None:
    """The processes of `campaign.json`; they quote a version, which must be published."""
    for entry in files.load_data("campaign.json")["processes"]:
        quotations = [{"type": "provision", "value": quotation} for quotation in entry["provisions"]]
        same = {
            "on": files.moment_of_day(entry["day"]).date(),
            "address": entry["address"],
            "members": [organisations[key] for key in entry["members"]],
            "themes": list(Theme.objects.filter(code__in=entry["themes"])),
            "provisions": json.dumps(quotations),
        }
        sites.write_below(index=sites.PROCESSES, model=ProcessPage, slug=entry["key"], words=entry["words"], **same)


def _resource(entry: dict[str, Any]) -> None:
    words = {code: dict(fields) for code, fields in entry["words"].items()}
    for code, fields in words.items():
        text = fields.pop("text", "")
        if entry.get("file"):
            name = f"{entry['key']}.{code}.txt"
            fields["file"] = file_actions.keep_file(title=fields["title"], name=name, data=text.encode())
    same = {name: entry[name] for name in ("kind", "by")}
    sites.write_below(index=sites.RESOURCES, model=ResourcePage, slug=entry["key"], words=words, **same)
