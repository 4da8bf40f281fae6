"""The history of a provision: its wordings, each with its proposers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from accounts.locales import isolate_citation, join_in_words, localize_commas
from accounts.models import load_names
from accounts.views.breadcrumbs import Crumb, charter_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.exports.papers import as_is
from charter.models import Adoption, Amendment, Charter, Decision, Round, Version, texts_of_amendments
from charter.queries.amending import rounds
from charter.queries.city.frameworks import cited_frameworks, frameworks_on
from charter.queries.city.initiatives import initiatives_for
from charter.queries.languages.names import language_of
from charter.queries.reading import charters, earlier_texts, origins, provision_histories, word_sources
from charter.queries.reading.comparing import redline_of
from charter.queries.reading.provision_histories import HistoryStep, Life
from charter.queries.reading.word_sources import Asker
from charter.states import AmendmentState, ProvisionKind, StructuralEffect
from charter.views.public_pages import publicly
from charter.views.reading.reader_rights import rights, rights_on, ways
from charter.views.reading.word_sources import note, sources_page, words_with_runs
from charter.views.text_frame import reader, words_language
from charter.wording import amendments
from charter.wording.charter_text import (
    amendment_status,
    charter_words,
    in_html,
    in_words_apart,
    interface_language,
    language_attributes,
    name_source,
    proposers_html,
    quote_words,
)
from charter.wording.earlier_texts import earlier_text_entry
from charter.wording.frameworks import framework_row
from charter.wording.initiatives import initiative_row
from charter.wording.provision_histories import heading_of_step
from charter.wording.round_times import format_day
from charter.wording.versions import describe_status_html


@publicly
def provision(request: HttpRequest, short: str) -> HttpResponse:
    """One provision: its text with sources, its wordings, the newest first, pending amendments and comments."""
    charter = charters.current_charter()
    found_provision = provision_histories.provision_by_short(charter, short) if charter else None
    if charter is None or found_provision is None:
        raise Http404(_("There is no provision at this address."))
    language = charters.edition_in(words_language(request))
    round_ = rounds.running_round(charter)
    life = provision_histories.unnamed_provision_history(found_provision, charter, language, reader(request), round_)
    if life is None:
        raise Http404(_("There is no provision at this address."))
    amendments = provision_histories.unnamed_amendments_on(found_provision) if life.related.changes else []
    members, texts = word_sources.named_by(life.askers.values())
    members += [member for amendment in amendments for member in amendment.members]
    load_names(members, [*texts, *texts_of_amendments(amendments)])
    number = request.GET.get("page")
    frameworks = _listing(frameworks_on(found_provision), number) if life.related.frameworks else None
    initiatives = _listing(initiatives_for(found_provision), number) if life.related.initiatives else None
    context = {
        "life": life,
        "provision": found_provision,
        "crumbs": _crumbs(life),
        "words": _words(life, charter, request),
        "rights": rights_on(found_provision, rights(reader(request), round_), round_),
        "ways": ways(reader(request), found_provision),
        "shaped": [_shaped(adoption, life, charter, language, request) for adoption in life.shaped],
        "round": round_,
        "working": _working(life),
        "panel": _describe_sources(life),
        "framework_listing": frameworks,
        "frameworks": [
            framework_row(cited) for cited in cited_frameworks(charter, list(frameworks or ()), interface_language())
        ],
        "initiative_listing": initiatives,
        "initiatives": [initiative_row(initiative) for initiative in initiatives or ()],
        "cited": _cited(life, charter),
        "others": _others(life, language, request),
        "entries": [*_pending(amendments, round_), *_entries(life, amendments), *_earlier(life, charter)],
        "commented": address_of("downloads", f"commented/{life.row.version.number}/{short}") if life.row else "",
        "language": language,
        **language_attributes(language),
    }
    return render(request, "charter/reading/provision_histories/provision.html", context)


def _listing(rows: QuerySet[Any], number: str | None) -> Page[Any]:
    """The page of a list with that number; a list with fewer pages shows its last one."""
    return Paginator(rows, ROWS_ON_A_PAGE).get_page(number)


def _cited(life: Life, charter: Charter) -> SafeString | None:
    """How to cite the provision as the newest version that holds it has it; None before it is published."""
    if life.row is None or life.row.version.published_at is None:
        return None
    sentence = _("%(title)s, %(citation)s, version %(number)s (%(language)s), published %(day)s. %(address)s")
    names = {
        "title": in_words_apart(charter.title),
        "citation": isolate_citation(life.citation),
        "number": life.row.version.number,
        "language": language_of(life.row.language).in_words,
        "day": format_day(timezone.localtime(life.row.version.published_at)),
        "address": as_is(settings.SITE_URL + reverse("provision", args=[life.provision.short])),
    }
    return in_html(sentence, names)


def _crumbs(life: Life) -> list[Crumb]:
    above = []
    if life.article:
        version = life.row.version.number if life.row else "working"
        url = reverse("article", args=[version, life.article])
        is_title = life.row is not None and life.row.kind == ProvisionKind.TITLE
        above.append((_article(life), url if is_title else f"{url}#{life.anchor}"))
    return charter_breadcrumbs(*above, here=localize_commas(life.citation))


def _article(life: Life) -> str:
    """`VI. A home one can keep`; an article without a number goes by its title."""
    number = life.row.article_number if life.row else ""
    return ". ".join(part for part in (number, life.article_title) if part) or life.article


def _words(life: Life, charter: Charter, request: HttpRequest) -> dict[str, Any] | None:
    """The last wording with its runs, and the note that is open where one was chosen."""
    if life.wording is None:
        return None
    chosen = request.GET.get("run", "")
    until = life.row.version.published_at if life.row else None
    page = sources_page(life.wording, chosen, life.askers, until=until, charter=charter if chosen else None)
    base = f"{request.path}?who={life.anchor}"
    if not chosen:
        page = replace(page, open=None)
    way = (_("All wordings"), f"{request.path}#wordings")
    return {
        "words": words_with_runs(page, base, "who"),
        "note": note(page, base, "who", request.path, way),
        "sentence": _stands(life),
    }


def _stands(life: Life) -> str:
    assert life.wording is not None
    where = {"language": capfirst(language_of(life.wording.language).in_words)}
    if life.row and life.row.wording_id == life.wording.pk:
        where |= {"number": str(life.row.version.number), "status": describe_status_html(life.row.version)}
        return in_html(_("From version %(number)s, %(status)s. %(language)s."), where)
    return _("From the working text, which is not adopted. No version contains the provision. %(language)s.") % where


def _working(life: Life) -> dict[str, Any] | None:
    """The working text beside the published one: its citation, and its wording as tracked changes."""
    if life.working is None:
        return None
    published = life.wording.html if life.wording else ""
    words = redline_of(published, life.working.html, interface_language())
    return {"citation": life.working_citation, "words": words, **language_attributes(life.working.language)}


def _shaped(adoption: Adoption, life: Life, charter: Charter, language: str, request: HttpRequest) -> SafeString:
    """What became of the provision: the part that was divided from it, or what it was joined with, with its page."""
    is_first = adoption.provision_id == life.provision.pk
    other = adoption.other if is_first else adoption.provision
    assert other is not None
    cite = provision_histories.citation_on_page(
        other, charter, language, reader(request), rounds.running_round(charter)
    )
    url = reverse("provision", args=[other.short])
    link = format_html('<a href="{}"><bdi>{}</bdi></a>', url, cite or other.short)
    if adoption.fate == StructuralEffect.SPLIT:
        divided = _("Split on {day}: {other} is its second part.")
        sentence = divided if is_first else _("Until {day}, its text was part of {other}.")
    else:
        joined = _("Combined on {day}: this provision now contains the text of {other}.")
        sentence = joined if is_first else _("Combined on {day}: the text is now part of {other}.")
    return format_html(sentence, day=format_day(timezone.localtime(adoption.at)), other=link)


def _others(life: Life, language: str, request: HttpRequest) -> list[dict[str, Any]]:
    """The text in the other languages, beside the text of the page."""
    others = []
    for code in charters.charter_languages():
        if code == language:
            continue
        wording, spoken = life.wordings.get(code), language_of(code)
        url = f"/{code}{request.path_info[len(words_language(request)) + 1 :]}"
        others.append({"language": spoken, "html": wording.html if wording else "", "url": url})
    return others


def _describe_sources(life: Life) -> dict[str, str] | None:
    """How many words of the text come from each source; text that several members proposed is counted once."""
    if life.wording is None:
        return None
    words = origins.words_of(life.wording.runs, life.wording.language)
    counts_by_marks = Counter(tuple(run["by"]) for run in words)
    counts: Counter[str] = Counter()
    for marks, count in counts_by_marks.items():
        counts[_name_sources([life.askers[mark] for mark in marks if mark in life.askers])] += count
    parts = [_("%(n)s from %(who)s") % {"n": count, "who": name} for name, count in counts.most_common()]
    total = counts.total()
    title = ngettext("Source of this word", "Source of these %(n)s words", total) % {"n": total}
    return {"title": title, "text": f"{capfirst(join_in_words(parts))}."} if total else None


def _name_sources(askers: Sequence[Asker]) -> str:
    """The sources of a passage: members that proposed it, a compromise text, the first text, or the secretariat."""
    if any(asker.source for asker in askers):
        return _("the first text")
    adoptions = [asker.adoption for asker in askers if asker.adoption]
    names = join_in_words(dict.fromkeys(name_source(adoption) for adoption in adoptions)) or _("the secretariat")
    if any(adoption.compromise_id for adoption in adoptions):
        return _("a compromise text (%(who)s)") % {"who": names}
    return names


def _pending(amendments: list[Amendment], round_: Round | None) -> list[dict[str, Any]]:
    """One entry for what waits for a decision in the round that runs."""
    if round_ is None or not round_.pending_is_public:
        return []
    waiting = [a for a in amendments if a.round_id == round_.pk and _waits(a)]
    if not waiting:
        return []
    sentence = ngettext("%(n)s amendment awaits a decision", "%(n)s amendments await a decision", len(waiting))
    return [
        {
            "id": "pending",
            "date": _("Pending now"),
            "where": _("round %(number)s") % {"number": round_.number},
            "title": sentence % {"n": len(waiting)},
            "rows": [_row(amendment) for amendment in waiting],
        }
    ]


def _waits(amendment: Amendment) -> bool:
    decision = amendment.decision
    public = isinstance(decision, Decision) and decision.is_released
    return not public and amendment.state in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)


def _entries(life: Life, amendments: list[Amendment]) -> list[dict[str, Any]]:
    """Each wording with what brought it, and the decisions that left the words as they were."""
    adopted_ids = {a.change.text.amendment_id for step in life.steps for a in step.adoptions if a.change}
    rest = [a for a in amendments if a.pk not in adopted_ids and not _waits(a)]
    entries = [_entry(step, life) for step in life.steps]
    if rest:
        entries.insert(0, _amendments_without_effect(rest))
    corrections = [_corrected(c, life) for c in life.corrigenda]
    return [*corrections, *entries]


def _entry(step: HistoryStep, life: Life) -> dict[str, Any]:
    wording = step.wording
    version = step.version
    title, text = heading_of_step(step)
    changed = redline_of(step.before.html, wording.html, interface_language()) if step.before else None
    same_text = _earlier_version_with_text_of(step, life)
    if same_text is not None:  # a merge was reversed: no version had the text that this wording took out again
        title, changed = _("The text of version %(number)s was restored") % {"number": same_text.number}, None
    return {
        "date": format_day(timezone.localtime(version.published_at if version else wording.at)),
        "where": _("Version %(number)s") % {"number": version.number} if version else _("Working text, not adopted"),
        "title": title,
        "text": text,
        "version": version is not None,
        "words": changed or charter_words(wording.html),
        "rows": [_adopted(asker) for asker in _once(step)],
        "note": _first_note(step, life),
        **language_attributes(wording.language),
    }


def _earlier_version_with_text_of(step: HistoryStep, life: Life) -> Version | None:
    """The latest version before the one of this step, if it has the same text; `life.steps` has the newest first."""
    earlier = life.steps[life.steps.index(step) + 1 :] if step.version else ()
    latest = next((other for other in earlier if other.version), None)
    return latest.version if latest and latest.wording.html == step.wording.html else None


def _once(step: HistoryStep) -> list[Asker]:
    """The sources of this wording; an amendment that proposed it by several changes is named once."""
    askers = [Asker(f"{word_sources.ADOPTION}:{adoption.pk}", adoption=adoption) for adoption in step.adoptions]
    return list({asker.amendment.pk if asker.amendment else asker.mark: asker for asker in askers}.values())


def _first_note(step: HistoryStep, life: Life) -> str:
    source = step.wording.source
    parts = []
    if source is not None:
        parts.append(_("Source: %(document)s.") % {"document": source.body or source.document})
    for number, citation in life.earlier_citations:
        if step.version and step.version.number == number:
            sentence = _(
                "In version %(number)s, the number of the provision was %(citation)s. This address is permanent."
            )
            parts.append(sentence % {"number": number, "citation": localize_commas(citation)})
    return " ".join(parts)


def _adopted(asker: Asker) -> dict[str, Any]:
    """A row: the state, the amendment, the member, the reason of the decision."""
    amendment, decision = asker.amendment, asker.decision
    if amendment is None:
        adoption = asker.adoption
        name = _name_sources([asker])
        return {"title": name, "meta": quote_words(asker.reason) if adoption else ""}
    reason = quote_words(decision.reason) if decision else ""
    return {**_row(amendment), "meta": reason}


def _row(amendment: Amendment) -> dict[str, Any]:
    decision = amendment.decision
    released = isinstance(decision, Decision) and decision.is_released
    return {
        "status": amendment_status(amendment),
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": format_html("{}{}", _(", "), proposers_html(amendment)),
        "text": amendments.describe_entry(amendment),
        "meta": quote_words(decision.reason) if released and decision else "",
    }


def _earlier(life: Life, charter: Charter) -> list[dict[str, Any]]:
    """Its wording in each text from before this site, the newest first."""
    if not life.related.earlier_lines or not charters.has_earlier_texts(charter):
        return []
    return [earlier_text_entry(line) for line in earlier_texts.lines_of_provision(charter, life.provision)]


def _amendments_without_effect(rest: list[Amendment]) -> dict[str, Any]:
    sentence = ngettext(
        "%(n)s amendment did not change the text", "%(n)s amendments did not change the text", len(rest)
    )
    return {
        "date": _("Decided"),
        "where": "",
        "title": sentence % {"n": len(rest)},
        "rows": [_row(amendment) for amendment in rest],
    }


def _corrected(corrigendum: Any, life: Life) -> dict[str, Any]:
    printed = life.printed.get(corrigendum.version.number)
    return {
        "date": format_day(timezone.localtime(corrigendum.at)),
        "where": _("Version %(number)s") % {"number": corrigendum.version.number},
        "title": _("Corrigendum %(number)s") % {"number": corrigendum.number},
        "words": redline_of(printed.html if printed else "", corrigendum.wording.html, interface_language()),
        "note": in_words_apart(corrigendum.reason),
        **language_attributes(corrigendum.language),
    }
