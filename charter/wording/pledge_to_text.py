"""A member's way from its pledge to the text of the charter, as pages show it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.dates import date_format
from accounts.locales import language_in_words
from charter.models import Version
from charter.queries.city.pledge_to_text import MemberLine, Reach
from charter.wording.members import describe_wave, wave_address


def line_row(line: MemberLine) -> dict[str, Any]:
    """One member with its pledge and its four counts, each with its address on the page of the member."""
    member, page = line.member, reverse("member", args=[line.member.slug])
    wave = member.joined_wave
    return {
        "name": str(member),
        "url": page,
        "country": member.country_name,
        "is_pioneer": member.is_pioneer,
        "joined_on": date_format(member.joined_on) if member.joined_on else "",
        "wave": {"name": describe_wave(wave), "url": wave_address(wave)} if wave else None,
        "frameworks": {"count": _grouped(line.frameworks), "url": f"{page}#frameworks" if line.frameworks else ""},
        "initiatives": {"count": _grouped(line.initiatives), "url": f"{page}#initiatives" if line.initiatives else ""},
        "amendments": {"count": _grouped(line.amendments), "url": f"{page}#amendments" if line.amendments else ""},
        "words": {
            "count": ngettext("%(n)s word", "%(n)s words", line.words) % {"n": _grouped(line.words)},
            "url": reverse("member_text", args=[member.slug]) if line.words else "",
        },
    }


def line_steps(line: MemberLine) -> list[dict[str, str]]:
    """The steps of one member in phrases, for its own page."""
    joined_on = line.member.joined_on
    joined = _("Joined on %(day)s") % {"day": date_format(joined_on)} if joined_on else _("Joined the campaign")
    row = line_row(line)
    phrases = (
        ("frameworks", ngettext("%(n)s local framework", "%(n)s local frameworks", line.frameworks)),
        ("initiatives", ngettext("%(n)s initiative", "%(n)s initiatives", line.initiatives)),
        ("amendments", ngettext("%(n)s amendment", "%(n)s amendments", line.amendments)),
        ("words", ngettext("%(n)s word in the charter", "%(n)s words in the charter", line.words)),
    )
    return [
        {"text": joined, "url": row["wave"]["url"] if row["wave"] else ""},
        *(
            {"text": phrase % {"n": _grouped(getattr(line, name))}, "url": row[name]["url"]}
            for name, phrase in phrases
        ),
    ]


def counted_in(version: Version | None, language: str) -> str:
    """From what words of members are counted, in one sentence."""
    if version is None:
        return _("No version of the charter has been published yet. Text that members proposed is not counted.")
    names = {"number": version.number, "language": language_in_words(language)}
    return _("Word counts refer to the text of version %(number)s (%(language)s).") % names


def reach_chart(reach: Reach) -> dict[str, Any]:
    """What `charter/reading/figures/_chart.html` takes: how many members reached each step."""
    rows: list[dict[str, Any]] = [
        {"label": _("Members of the campaign"), "value": reach.members},
        {"label": _("Members with a local framework"), "value": reach.frameworks},
        {"label": _("Members with an initiative"), "value": reach.initiatives},
        {"label": _("Members with an amendment"), "value": reach.amendments},
        {"label": _("Members with text in the charter"), "value": reach.text, "accent": True},
    ]
    sentence = _("Members with text in the charter today: %(n)s of %(total)s.")
    return {"bars": rows, "rows": rows, "text": sentence % {"n": reach.text, "total": reach.members}}


def _grouped(number: int) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))
