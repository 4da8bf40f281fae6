"""The life of a provision: who asked for which words, wording after wording."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import listed
from charter.models import Adoption, Amendment, Charter, Decision, Round
from charter.queries import asking, charters, lives, rounds
from charter.queries.asking import Asker
from charter.queries.comparing import redline
from charter.queries.lives import Life, Step
from charter.queries.tongues import tongue
from charter.states import AmendmentState, Fate, ProvisionKind
from charter.templatetags import proposing
from charter.templatetags.charter_text import asked_by, attributes, brought_by, in_words, interface, status, words
from charter.templatetags.lives import came
from charter.templatetags.moments import day
from charter.templatetags.versions import what_it_is
from charter.views.frame import reader, words_language
from charter.views.notes import asked, note, words_with_runs
from charter.views.publicly import publicly
from charter.views.rights import rights
from charter.views.structure import ways


@publicly
def provision(request: HttpRequest, short: str) -> HttpResponse:
    """One provision: its words with their runs, its wordings newest first, what is pending, what was said."""
    charter = charters.current()
    found = lives.by_short(charter, short) if charter else None
    if charter is None or found is None:
        raise Http404(_("There is no provision at this address."))
    language = charters.edition_in(words_language(request))
    round_ = rounds.running(charter)
    life = lives.life(found, charter, language, reader(request), round_)
    if life is None:
        raise Http404(_("There is no provision at this address."))
    amendments = lives.amendments_on(found)
    context = {
        "life": life,
        "provision": found,
        "crumbs": _crumbs(life),
        "words": _words(life, request),
        "rights": rights(reader(request), round_),
        "ways": ways(reader(request), found),
        "shaped": [_shaped(one, life, charter, language, request) for one in life.shaped],
        "round": round_,
        "panel": _where_from(life),
        "others": _others(life, language, request),
        "entries": [*_pending(amendments, round_), *_entries(life, amendments)],
        "language": language,
        **attributes(language),
    }
    return render(request, "charter/lives/provision.html", context)


def _crumbs(life: Life) -> list[dict[str, str]]:
    crumbs = [{"word": _("Charter"), "url": reverse("charter")}]
    if life.article:
        version = life.row.version.number if life.row else "working"
        url = reverse("article", args=[version, life.article])
        is_title = life.row is not None and life.row.kind == ProvisionKind.TITLE
        crumbs.append({"word": _article(life), "url": url if is_title else f"{url}#{life.anchor}"})
    return [*crumbs, {"word": life.citation, "url": ""}]


def _article(life: Life) -> str:
    """`VI. A home one can keep`; an article without a number goes by its title."""
    number = life.row.article_number if life.row else ""
    return ". ".join(part for part in (number, life.article_title) if part) or life.article


def _words(life: Life, request: HttpRequest) -> dict[str, Any] | None:
    """The last wording with its runs, and the note that is open where one was chosen."""
    if life.wording is None:
        return None
    chosen = request.GET.get("run", "")
    found = asked(life.wording, chosen, life.askers)
    base = f"{request.path}?who={life.anchor}"
    if not chosen:
        found = type(found)(found.runs, None, found.supports)
    way = (_("All wordings"), f"{request.path}#wordings")
    return {
        "words": words_with_runs(found, base, "who"),
        "note": note(found, base, "who", request.path, way),
        "said": _stands(life),
    }


def _stands(life: Life) -> str:
    assert life.wording is not None
    where = {"language": tongue(life.wording.language).name}
    if life.row and life.row.wording_id == life.wording.pk:
        where |= {"number": str(life.row.version.number), "status": what_it_is(life.row.version)}
        return _("As it stands in version %(number)s, %(status)s. %(language)s.") % where
    return _("As it stands in the working text, %(language)s.") % where


def _shaped(adoption: Adoption, life: Life, charter: Charter, language: str, request: HttpRequest) -> SafeString:
    """What became of the provision: the part that was divided from it, or what it was joined with, with its page."""
    is_first = adoption.provision_id == life.provision.pk
    other = adoption.other if is_first else adoption.provision
    assert other is not None
    cite = lives.cited(other, charter, language, reader(request), rounds.running(charter))
    url = reverse("provision", args=[other.short])
    link = format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', url, cite or other.short)
    if adoption.fate == Fate.SPLIT:
        divided = _("Divided on {day}: {other} is its second part.")
        said = divided if is_first else _("Its words stood in {other} until {day}.")
    else:
        joined = _("Joined on {day} with {other}, whose words stand here now.")
        said = joined if is_first else _("Joined on {day}: its words stand in {other} now.")
    return format_html(said, day=day(timezone.localtime(adoption.at)), other=link)


def _others(life: Life, language: str, request: HttpRequest) -> list[dict[str, Any]]:
    """The words in the other languages, as they stand beside these."""
    others = []
    for code in charters.languages():
        if code == language:
            continue
        wording, spoken = life.standing.get(code), tongue(code)
        url = f"/{code}{request.path_info[len(words_language(request)) + 1 :]}"
        others.append({"tongue": spoken, "html": wording.html if wording else "", "url": url})
    return others


def _where_from(life: Life) -> dict[str, str] | None:
    """`Where these 22 words come from`: how many words each of those who asked brought."""
    if life.wording is None:
        return None
    runs = asking.runs(life.wording, life.askers)
    counts: dict[str, int] = {}
    for run in runs:
        name = _from(run.first) if run.first else _("the secretariat")
        counts[name] = counts.get(name, 0) + _count(run.text, life.wording.language)
    total = sum(counts.values())
    parts = [
        _("%(n)s from %(who)s") % {"n": n, "who": who} for who, n in sorted(counts.items(), key=lambda c: -c[1]) if n
    ]
    title = ngettext("Where this word comes from", "Where these %(n)s words come from", total) % {"n": total}
    return {"title": title, "text": f"{listed(parts)}."} if total else None


def _count(text: str, language: str) -> int:
    """Words; in scripts without spaces, characters."""
    return len(text.split()) if not language.startswith(("zh", "ja", "th")) else len(text.replace(" ", ""))


def _from(asker: Asker) -> str:
    if asker.source:
        return _("the first text")
    return brought_by(asker.adoption) if asker.adoption else _("the secretariat")


def _pending(amendments: list[Amendment], round_: Round | None) -> list[dict[str, Any]]:
    """One entry for what waits for a decision in the round that runs."""
    if round_ is None or not round_.pending_is_public:
        return []
    waiting = [a for a in amendments if a.round_id == round_.pk and _waits(a)]
    if not waiting:
        return []
    said = ngettext("%(n)s amendment waits for a decision", "%(n)s amendments wait for a decision", len(waiting))
    return [
        {
            "id": "pending",
            "date": _("Pending now"),
            "where": _("round %(number)s") % {"number": round_.number},
            "title": said % {"n": len(waiting)},
            "rows": [_row(amendment) for amendment in waiting],
        }
    ]


def _waits(amendment: Amendment) -> bool:
    held = amendment.decision
    public = isinstance(held, Decision) and held.is_released
    return not public and amendment.state in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)


def _entries(life: Life, amendments: list[Amendment]) -> list[dict[str, Any]]:
    """Each wording with what brought it, and the decisions that left the words as they were."""
    told = {a.change.text.amendment_id for step in life.steps for a in step.adoptions if a.change}
    rest = [a for a in amendments if a.pk not in told and not _waits(a)]
    entries = [_entry(step, life) for step in life.steps]
    if rest:
        entries.insert(0, _left_alone(rest))
    corrections = [_corrected(c, life) for c in life.corrigenda]
    return [*corrections, *entries]


def _entry(step: Step, life: Life) -> dict[str, Any]:
    wording = step.wording
    version = step.version
    title, text = came(step)
    return {
        "date": day(timezone.localtime(version.published_at if version else wording.at)),
        "where": _("Version %(number)s") % {"number": version.number} if version else _("Working text"),
        "title": title,
        "text": text,
        "version": version is not None,
        "words": redline(step.before.html, wording.html, interface()) if step.before else words(wording.html),
        "rows": [_adopted(asker) for asker in _once(step)],
        "note": _first_note(step, life),
        **attributes(wording.language),
    }


def _once(step: Step) -> list[Asker]:
    """Who brought this wording; an amendment that asked for it by several changes is named once."""
    askers = [Asker(f"{asking.ADOPTION}:{adoption.pk}", adoption=adoption) for adoption in step.adoptions]
    return list({asker.amendment.pk if asker.amendment else asker.mark: asker for asker in askers}.values())


def _first_note(step: Step, life: Life) -> str:
    source = step.wording.source
    parts = []
    if source is not None:
        parts.append(_("From %(document)s.") % {"document": source.body or source.document})
    for number, citation in life.earlier_citations:
        if step.version and step.version.number == number:
            said = _("In version %(number)s its number was %(citation)s; this address stays.")
            parts.append(said % {"number": number, "citation": citation})
    return " ".join(parts)


def _adopted(asker: Asker) -> dict[str, Any]:
    """A row: the state said, the amendment, the city, the decision's reason."""
    amendment, decision = asker.amendment, asker.decision
    if amendment is None:
        adoption = asker.adoption
        who = _from(asker)
        return {"title": who, "meta": f"“{in_words(asker.reason)}”" if asker.reason and adoption else ""}
    reason = f"“{in_words(decision.reason)}”" if decision else ""
    return {**_row(amendment), "meta": reason}


def _row(amendment: Amendment) -> dict[str, Any]:
    held = amendment.decision
    released = isinstance(held, Decision) and held.is_released
    return {
        "status": status(amendment),
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f", {asked_by(amendment)}",
        "text": proposing.came(amendment),
        "meta": f"“{in_words(held.reason)}”" if released and held else "",
    }


def _left_alone(rest: list[Amendment]) -> dict[str, Any]:
    said = ngettext(
        "%(n)s amendment left the words as they are", "%(n)s amendments left the words as they are", len(rest)
    )
    return {
        "date": _("Decided"),
        "where": "",
        "title": said % {"n": len(rest)},
        "rows": [_row(amendment) for amendment in rest],
    }


def _corrected(corrigendum: Any, life: Life) -> dict[str, Any]:
    printed = life.row.wording.html if life.row and life.row.wording else ""
    return {
        "date": day(timezone.localtime(corrigendum.at)),
        "where": _("Version %(number)s") % {"number": corrigendum.version.number},
        "title": _("Corrigendum %(number)s") % {"number": corrigendum.number},
        "words": redline(printed, corrigendum.wording.html, interface()),
        "note": in_words(corrigendum.reason),
        **attributes(corrigendum.language),
    }
