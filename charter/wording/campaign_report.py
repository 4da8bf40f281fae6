"""The report of the campaign in words: from what each figure is counted, and the names of its lines."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import language_in_words
from accounts.queries.sections import section_codes
from accounts.states import section_name
from charter.queries.city.campaign_report import CampaignReport, CountedRow
from charter.states import ReportGroup, ReportSubject
from charter.wording.charter_text import in_words
from charter.wording.members import describe_wave, wave_address
from charter.wording.round_times import format_day


def describe_day(report: CampaignReport) -> str:
    """For which day the figures are."""
    return _("The figures are those of %(day)s.") % {"day": format_day(report.day)}


def describe_unnamed(report: CampaignReport) -> str:
    """How many members the figures leave out; empty where they leave out none."""
    if not report.unnamed:
        return ""
    sentence = ngettext(
        "%(n)s more member is not named and is not counted here.",
        "%(n)s more members are not named and are not counted here.",
        report.unnamed,
    )
    return sentence % {"n": report.unnamed}


def describe_subject(report: CampaignReport, subject: ReportSubject) -> str:
    """From what the figures of a subject are counted, in one sentence."""
    day = {"day": format_day(report.day)}
    if subject == ReportSubject.MEMBERS:
        return _("Confirmed members of the campaign, as of %(day)s.") % day
    if subject == ReportSubject.FRAMEWORKS:
        return _("Local frameworks of current members, confirmed by the secretariat.")
    if subject == ReportSubject.INITIATIVES:
        return _("Published initiatives, including those written by the secretariat.")
    if subject == ReportSubject.AMENDMENTS:
        return _("Public amendments proposed by members, in all rounds.")
    if report.version is None:
        return _("No version of the charter has been published yet. Text that members proposed is not counted.")
    names = {"number": report.version.number, "language": language_in_words(report.language)}
    return _("Words of version %(number)s (%(language)s) that members proposed first, alone or together.") % names


def describe_group(group: ReportGroup) -> str:
    """By what the lines of a group are divided, in one sentence."""
    if group == ReportGroup.YEAR:
        return _(
            "For a member: the year of joining. For a framework: adoption. For an initiative: "
            "publication. For an amendment: confirmation. For a text: entry into the charter."
        )
    if group == ReportGroup.WAVE:
        return _(
            "The wave with which the member joined. For an amendment or a text: the wave of each "
            "member that proposed it."
        )
    if group == ReportGroup.SECTION:
        return _(
            "The sections of the member. For an amendment or a text: the sections of each member that proposed it."
        )
    return _(
        "For a member: its priority themes. For an initiative: its themes. For a framework: its themes and those "
        "of its provisions. For an amendment or a text: the themes of its provisions."
    )


def name_group(group: ReportGroup) -> str:
    """The heading above the lines of a group."""
    headings = {
        ReportGroup.YEAR: _("By year"),
        ReportGroup.WAVE: _("By wave"),
        ReportGroup.SECTION: _("By section"),
        ReportGroup.THEME: _("By theme"),
    }
    return headings[group]


def name_values(report: CampaignReport, group: ReportGroup) -> dict[str, str]:
    """The name of each line of a group, by its value; a year is its own name."""
    without = {
        ReportGroup.YEAR: _("Without a date"),
        ReportGroup.WAVE: _("Without a wave"),
        ReportGroup.SECTION: _("Without a section"),
        ReportGroup.THEME: _("Without a theme"),
    }
    named: dict[str, str] = {}
    if group == ReportGroup.WAVE:
        named = {wave.code: describe_wave(wave) for wave in report.waves}
    elif group == ReportGroup.SECTION:
        named = {code: str(section_name(code)) for code in section_codes()}
    elif group == ReportGroup.THEME:
        named = {theme.code: in_words(theme.name) for theme in report.themes}
    return {**named, "": without[group]}


def value_addresses(report: CampaignReport, group: ReportGroup) -> dict[str, str]:
    """The page of each wave and theme, by its code; years and sections have none."""
    if group == ReportGroup.WAVE:
        return {wave.code: wave_address(wave) for wave in report.waves}
    if group == ReportGroup.THEME:
        return {theme.code: reverse("theme", args=[theme.code]) for theme in report.themes}
    return {}


def row_address(subject: ReportSubject, row: CountedRow) -> str:
    """The page of one thing that is counted; a framework is shown on the page of its member."""
    if subject == ReportSubject.MEMBERS:
        return reverse("member", args=[row.key])
    if subject == ReportSubject.FRAMEWORKS:
        return f"{reverse('member', args=[*row.members])}#frameworks"
    if subject == ReportSubject.INITIATIVES:
        return reverse("initiative", args=[row.key]) if row.key.isdigit() else row.key
    first, _slash, second = row.key.partition("/")
    if subject == ReportSubject.AMENDMENTS:
        return reverse("amendment", args=[first, second])
    return reverse("provision", args=[first])
