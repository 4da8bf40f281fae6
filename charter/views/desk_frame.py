"""Common parts of all secretariat pages: the round, citations, names, states, and the menu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.locales import join_in_words, labelled, listed_html, localize_commas
from accounts.models import Person
from accounts.numbers import whole_number
from accounts.views.acting import signed_in
from charter import rules
from charter.citations import Label
from charter.models import Amendment, Change, Charter, Merge, Round
from charter.models.arrangements import Section
from charter.queries.amending import on_behalf
from charter.queries.amending.amendments import working_labels
from charter.queries.amending.public_texts import TextCitations, public_texts
from charter.queries.city import frameworks, waves
from charter.queries.deciding import decisions
from charter.queries.deciding.compromises import count_compromises_asked
from charter.queries.merging import merge_candidates
from charter.queries.reading import charters, working_text
from charter.queries.secretariat import queue
from charter.states import AmendmentState, ChangeKind, RebaseState, Stance
from charter.wording.charter_text import amendment_status, interface_language, outcome_status

from .excerpts import excerpt, redline_of

THROUGH = [{"keys": ["J", "K"], "word": gettext_lazy("next and previous")}]
DAILY = ("waiting", "desk", "articles", "release", "merges")
CARRY_SHAPES = {RebaseState.CHECK: "check", RebaseState.VOID: "lapsed", RebaseState.ADOPTED: "merged"}


def short_name_of_article(section: Section) -> str:
    """The number of an article; of a part without a number its name, in the language of the page."""
    return section.number or charters.text_structure().name_of_part(section.kind)


def name_of_merged_article(merge: Merge) -> str:
    """The same for the article of a merge, which may have left the text."""
    section = merge.charter.arrangement.section(merge.article.key) if merge.charter.arrangement else None
    return short_name_of_article(section) if section else merge.article.slug


def the_charter() -> Charter:
    charter = imported()
    if charter is None:
        raise Http404(_("No charter has been imported yet."))
    return charter


def imported() -> Charter | None:
    """The charter; None before the first import."""
    charter = charters.current_charter()
    return charter if charter is not None and charter.arrangement_id is not None else None


def before_import(request: HttpRequest, title: str) -> HttpResponse:
    """A secretariat page before the first import: its purpose, and who can import the text."""
    person = signed_in(request)
    imports = rules.may_import(person) is True
    text = (
        _("Import the text from a file. You can check the result before anything is saved.")
        if imports
        else _("A moderator or an administrator must import the text.")
    )
    context = {
        "title": title,
        "views": rooms(None, None, "", person),
        "text": f"{text} {_('After the import, this page shows the articles, the amendments and the languages.')}",
        "act": {"word": _("Import the charter"), "url": reverse("desk_import")} if imports else None,
    }
    return render(request, "charter/secretariat/before_import.html", context)


def chosen_round(request: HttpRequest, charter: Charter) -> Round | None:
    """The round in the address, otherwise the current one of the secretariat."""
    return queue.current_round(charter, whole_number(request.GET.get("round", "")))


def labels_of(round_: Round) -> dict[str, Label]:
    """Citations of the working text, and those of the round's version for provisions that left it."""
    return working_labels(round_, interface_language())


def labels_of_merged(amendments: Iterable[Amendment], round_: Round) -> dict[int, Mapping[str, Label]]:
    """By id, for amendments that are in the text, citations of the version for which they were written.

    The working text has already the places to which they moved provisions.
    """
    texts = [a.text for a in amendments if a.state == AmendmentState.MERGED and a.text is not None]
    citations = TextCitations(round_.charter, interface_language())
    return {shown.text.amendment_id: citations.of(shown) for shown in public_texts(texts).values()} if texts else {}


def articles_of(charter: Charter) -> list[tuple[str, str]]:
    """Articles as the filters offer them."""
    chapters = working_text.working_contents(charter, charters.edition_in(interface_language()))
    return [(chapter.address, chapter.name) for chapter in chapters]


def name_of(amendment: Amendment) -> str:
    """The names of all proposers of an amendment: the first one and its co-sponsors."""
    return join_in_words(amendment.members)


def numbers(amendments: Iterable[Amendment]) -> str:
    return join_in_words(a.number for a in amendments)


def linked_numbers(amendments: Iterable[Amendment]) -> SafeString:
    """Their numbers, each with the page that has its text beside the text in the reader's language."""
    return listed_html(format_html('<a href="{}">{}</a>', address_of(a), a.number) for a in amendments)


def address_of(amendment: Amendment) -> str:
    return reverse("desk_decide", args=[amendment.round.number, amendment.number])


def desk_status(amendment: Amendment, change: Change | None = None) -> dict[str, str]:
    """`shape` and `word` for moderators: with decisions before their publication, and changes that must be checked."""
    if change is not None and change.carry in CARRY_SHAPES:
        return {"shape": CARRY_SHAPES[RebaseState(change.carry)], "word": str(change.get_carry_display())}
    return outcome_status(amendment.decision) if amendment.decision is not None else amendment_status(amendment)


def kind_in_words(change: Change, labels: Mapping[str, Label]) -> str:
    """The type of a change, with the place that it names; empty for a change of text."""
    if change.kind == ChangeKind.REPLACE:
        return ""
    after = labels.get(str(change.after.key)) if change.after else None
    return (
        f"{change.get_kind_display()} {localize_commas(after.citation)}" if after else str(change.get_kind_display())
    )


def describe_change(change: Change, short: bool = True) -> str:
    """A change as tracked changes; if `short`, only with the text near it."""
    redline = redline_of(change)
    return excerpt(redline) if short else redline


def support_in_words(stances: dict[str, Any]) -> str:
    """`Support: 17 members. Reservation: 1.`"""
    sentences = []
    for stance in Stance:
        count = len(stances.get(stance, ()))
        if count:
            sentences.append(f"{labelled(stance.label, count)}.")
    return " ".join(sentences) or _("No positions yet.")


def rooms(charter: Charter | None, round_: Round | None, current: str, person: Person) -> list[dict[str, Any]]:
    """The secretariat pages that this person may open, with the number of pending items in each.

    Without a charter these are the emails and the import: all others are about its text.
    """
    to_decide = queue.tally_round(round_).to_decide if round_ else 0
    waiting = decisions.unreleased_decisions(round_).count() if round_ else 0
    compromises = count_compromises_asked(round_) if round_ else 0
    entered = on_behalf.count_unfinished_drafts(round_) if round_ else 0
    moderates = rules.may_moderate(person) is True
    letters = (_("Emails"), 0, reverse("desk_letters") if moderates else "", "letters")
    imports = (_("Import"), 0, reverse("desk_import") if rules.may_import(person) is True else "", "import")
    if charter is None:
        return _bar([letters, imports], current)
    rows = [
        (_("All pending items"), 0, reverse("desk_waiting") if moderates else "", "waiting"),
        (_("Amendments"), to_decide, reverse("desk"), "desk"),
        (_("By provision"), 0, reverse("desk_articles") if round_ else "", "articles"),
        (_("On behalf of members"), entered, reverse("desk_on_behalf") if moderates else "", "on_behalf"),
        (_("Compromise texts"), compromises, reverse("desk_compromises"), "compromises"),
        (_("Publish decisions"), waiting, reverse("desk_release", args=[round_.number]) if round_ else "", "release"),
        (_("Merge"), merge_candidates.count_candidates(charter), reverse("desk_merges"), "merges"),
        (_("Languages"), 0, reverse("languages"), "languages"),
        (_("Publish"), 0, reverse("desk_publish"), "publish"),
        (_("Rounds"), 0, reverse("desk_rounds") if moderates else "", "rounds"),
        (_("Participation"), 0, reverse("desk_participation") if moderates else "", "participation"),
        letters,
        (_("Standard reasons"), 0, reverse("desk_phrases") if moderates else "", "phrases"),
        (_("Themes"), 0, reverse("desk_themes") if moderates else "", "themes"),
        (_("Earlier texts"), 0, reverse("desk_earlier_texts") if moderates else "", "earlier_texts"),
        *(_campaign(charter) if moderates and waves.has_campaign() else []),
        imports,
    ]
    return _bar(rows, current)


def _campaign(charter: Charter) -> list[tuple[str, int, str, str]]:
    awaiting = frameworks.count_awaiting(charter)
    return [
        (_("Local frameworks"), awaiting, reverse("desk_frameworks"), "frameworks"),
        (_("Initiatives"), 0, reverse("desk_initiatives"), "initiatives"),
        (_("Offers and requests"), 0, reverse("desk_help_entries"), "help_entries"),
    ]


def _bar(rows: Iterable[tuple[str, int, str, str]], current: str) -> list[dict[str, Any]]:
    """The rooms used every day and the current one; the others fold away, so that the first row of work is near."""
    bar = [
        {
            "word": f"{word} {count}" if count else word,
            "url": url,
            "current": name == current,
            "folded": name not in (*DAILY, current),
        }
        for word, count, url, name in rows
        if url
    ]
    return sorted(bar, key=lambda row: bool(row["folded"]))


def views_of(request: HttpRequest, current: str, charter: Charter | None = None) -> list[dict[str, Any]]:
    """The menu for other secretariat pages; `charter` is the one of the site, if the page has read it."""
    charter = charter or the_charter()
    return rooms(charter, chosen_round(request, charter), current, signed_in(request))
