"""Two versions beside each other: changes, before, after, side by side; whole or one article."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.interface_texts import cache_with_texts
from accounts.locales import labelled, listed_html
from charter.models import Adoption, Charter, EarlierText, Version
from charter.queries.reading import articles, charters, comparing, earlier_texts
from charter.queries.reading.comparing import ComparedProvision, Comparison
from charter.views.public_pages import publicly
from charter.views.reading.comparing_languages import beside
from charter.views.reading.provisions import amendments_linked, amendments_of
from charter.views.text_frame import download_links, spoken, words_language
from charter.wording.changes import article_head, describe_change_counts
from charter.wording.charter_text import interface_language, language_attributes, name_source
from charter.wording.earlier_texts import format_dated
from charter.wording.versions import describe_status_html

CHANGES, BEFORE, AFTER, SIDE = "changes", "before", "after", "side"
Brought = dict[int, list[Adoption]]
VIEWS = (CHANGES, BEFORE, AFTER, SIDE)
KEPT = 40


@publicly
def whole(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """All articles of two versions; those without a change are left out unless `?all=1`."""
    if old > new:
        return redirect("compare", new, old)
    pair = _pair(old, new)
    view, everything = read_view(request)
    digests = (pair[1].digest, pair[2].digest)
    language = charters.edition_in(words_language(request))
    return _show(request, pair, _whole(digests, *pair[1:], language, get_language(), view, everything))


@publicly
def article(request: HttpRequest, old: int, new: int, article: str) -> HttpResponse:
    """One article of two versions; its address is that of the newer version, otherwise of the older one."""
    if old > new:
        return redirect("compare_article", new, old, article)
    pair = _pair(old, new)
    comparisons = comparing.compare_versions(*pair[1:], charters.edition_in(words_language(request)), article)
    comparison = _find(comparisons, article)
    if comparison is None:
        raise Http404(_("Neither version contains this article."))
    shown = _compared([comparison], pair[1:], *read_view(request, "1"))
    return _show(request, pair, shown, comparison, comparisons)


def read_view(request: HttpRequest, everything: str = "") -> tuple[str, bool]:
    """The view, and whether unchanged text is shown too."""
    view = request.GET.get("view", CHANGES)
    view = view if view in VIEWS else CHANGES
    return view, request.GET.get("all", everything) == "1" and view != SIDE


@cache_with_texts(maxsize=KEPT)
def _whole(
    digests: tuple[str, str],
    old: Version,
    new: Version,
    language: str,
    spoken: str | None,
    view: str,
    everything: bool,
) -> dict[str, Any]:
    """A comparison, cached by the digests of the versions, which never change. The interface language is `spoken`."""
    return _compared(comparing.compare_versions(old, new, language), (old, new), view, everything)


def _compared(shown: list[Comparison], pair: tuple[Version, Version], view: str, everything: bool) -> dict[str, Any]:
    """The values of a comparison for the page: each article, and figures of all."""
    kept = shown if everything else [c for c in shown if c.changed]
    firsts, brought = (
        accumulate((len(c.diff.changes) for c in kept), initial=1),
        comparing.adoptions_by_provision(kept, *pair),
    )
    numbers = pair[0].number, pair[1].number
    return {
        "articles": [_article(c, brought, view, everything, n, numbers) for c, n in zip(kept, firsts, strict=False)],
        "total": describe_change_counts(shown),
        "unchanged": sum(not row.changed for c in shown for row in c.rows(interface_language())),
    }


def _show(
    request: HttpRequest,
    pair: tuple[Charter, Version, Version],
    shown: dict[str, Any],
    comparison: Comparison | None = None,
    every: list[Comparison] | None = None,
) -> HttpResponse:
    old, new = pair[1:]
    language = charters.edition_in(words_language(request))
    view, everything = read_view(request, "1" if comparison else "")
    context = {
        **shown,
        "old": old,
        "new": new,
        "one": {**article_head(comparison), "unwritten": comparison.unwritten} if comparison else None,
        "contents": _contents(every, comparison, old, new) if comparison and every else None,
        "are": [{"number": version.number, "status": describe_status_html(version)} for version in (old, new)],
        "view": view,
        "views": views_of_comparison(request, view, everything),
        "ends": [*ends_of_comparison(view, everything, shown["total"]["count"]), *_files(old, new, comparison)],
        "language": language,
        "earlier_links": earlier_links(pair[0], new),
        **beside(request, comparison, old, new, language),
    }
    return render(request, "charter/reading/comparing/compare.html", context)


def _article(
    comparison: Comparison, brought: Brought, view: str, everything: bool, first: int, numbers: tuple[int, int]
) -> dict[str, Any]:
    url = reverse("compare_article", args=[*numbers, comparison.side.address])
    return {**compared_article(comparison, brought, view, everything, first), "url": url}


def compared_article(
    comparison: Comparison, brought: Brought, view: str, everything: bool, first: int
) -> dict[str, Any]:
    """The values of one article on a comparison page; `first` is the number of its first change."""
    rows = {BEFORE: comparison.before, AFTER: comparison.after}.get(
        view, lambda: comparison.rows(interface_language())
    )()
    if view not in (BEFORE, AFTER) and not everything:
        rows = [row for row in rows if row.changed]
    return {
        **article_head(comparison),
        "places": [] if view == SIDE else [_place(row, brought, first) for row in rows],
        "sides": [_sides(pair) for pair in _side_rows(comparison)] if view == SIDE else [],
        "sentences": _sentences(comparison),
    }


def _place(row: ComparedProvision, brought: Brought, first: int) -> dict[str, Any]:
    """What `charter/reading/_provision.html` takes, with the change bar and the numbers of the changes."""
    line = row.line
    notes: list[dict[str, Any]] = []
    if row.changes:
        notes.append({"text": _numbered([first + place for place in row.changes], row.state)})
    adoptions = brought.get(line.provision.pk, [])
    if row.changed and adoptions:
        notes.append({"text": _proposers(adoptions)})
    return {
        "cite": line.citation,
        "id": row.anchor,
        "url": _history_of(row),
        "words": row.words,
        "letter": line.label,
        "changed": row.changed,
        "beside": {"notes": notes},
        "is_heading": line.is_heading,
        "is_title": line.is_title,
        **language_attributes(line.language),
    }


def _history_of(row: ComparedProvision) -> str:
    """The history of the provision; empty where an earlier text has a provision that the charter does not have."""
    short = row.line.provision.short
    return reverse("provision", args=[short]) if short else ""


def _proposers(adoptions: list[Adoption]) -> SafeString:
    """The amendments behind adoptions, as links, and who changed the text without an amendment, by name."""
    amendments = amendments_of(adoptions)
    others = dict.fromkeys(name_source(adoption) for adoption in adoptions if adoption.change is None)
    linked = [amendments_linked(amendments)] if amendments else []
    return listed_html([*linked, *(format_html("<bdi>{}</bdi>", name) for name in others)])


def _numbered(numbers: list[int], state: str) -> str:
    label = ngettext("Change %(first)s", "Changes %(first)s to %(last)s", len(numbers))
    label = _("Changes %(first)s and %(last)s") if len(numbers) == 2 else label
    label %= {"first": numbers[0], "last": numbers[-1]}
    kinds = {"ins": _("new"), "del": _("deleted"), "moved": _("moved here"), "left": _("moved to another place")}
    return labelled(label, kinds[state]) if state in kinds else label


def _side_rows(comparison: Comparison) -> list[tuple[ComparedProvision | None, ComparedProvision | None]]:
    """Changed provisions as pairs: before and after by key, in the order of the newer text."""
    left = {row.line.provision.pk: row for row in comparison.rows_before(interface_language())}
    right = {row.line.provision.pk: row for row in comparison.rows_after(interface_language())}
    keys = [*right, *(key for key in left if key not in right)]
    pairs = [(left.get(key), right.get(key)) for key in keys]
    return [(a, b) for a, b in pairs if (a and a.changed) or (b and b.changed)]


def _sides(pair: tuple[ComparedProvision | None, ComparedProvision | None]) -> dict[str, Any]:
    old, new = pair
    row = new or old
    assert row is not None
    return {
        "cite": row.line.citation,
        "url": _history_of(row),
        "left": _printed(old) if old else "",
        "right": _printed(new) if new else "",
    }


def _printed(row: ComparedProvision) -> SafeString:
    """The words behind their printed label."""
    return format_html("{} {}", row.line.label, row.words) if row.line.printed else row.words


def _sentences(comparison: Comparison) -> list[dict[str, Any]]:
    """The changes in words; each leads to its place."""
    sentences = comparison.told(interface_language())
    return [{"text": sentence, "url": f"#{comparison.prefix}-{place + 1}"} for place, sentence in sentences]


def _contents(every: list[Comparison], comparison: Comparison, old: Version, new: Version) -> dict[str, Any]:
    articles = [
        {
            "number": c.side.number,
            "title": c.side.title,
            **spoken(c.side.language),
            "url": reverse("compare_article", args=[old.number, new.number, c.side.address]),
            "current": c is comparison,
        }
        for c in every
    ]
    count = sum(bool(c.side.number) for c in every)
    return {"articles": articles, "place": f"{comparison.side.address} / {count}"}


def views_of_comparison(request: HttpRequest, view: str, everything: bool) -> list[dict[str, Any]]:
    """The ways to look at a comparison."""
    words = {CHANGES: _("Changes"), BEFORE: _("Before"), AFTER: _("After"), SIDE: _("Side by side")}
    more = "&all=1" if everything else ""
    return [{"word": words[name], "url": f"?view={name}{more}", "current": name == view} for name in VIEWS]


def ends_of_comparison(view: str, everything: bool, changes: int) -> list[dict[str, Any]]:
    """The links after the views: with the unchanged text or without, and to the list of changes."""
    if view != CHANGES:
        return []
    word = _("Only changes") if everything else _("With unchanged text")
    in_words = [{"word": _("List of changes"), "url": "#in-words"}] if changes else []
    return [{"word": word, "url": f"?view={view}&all={'0' if everything else '1'}"}, *in_words]


def _files(old: Version, new: Version, comparison: Comparison | None) -> list[dict[str, Any]]:
    if old == new:
        return []
    name = f"charter/{old.number}..{new.number}"
    return download_links(f"{name}/{comparison.side.address}" if comparison else name)


def _find(comparisons: list[Comparison], address: str) -> Comparison | None:
    """The article with that address in the newer version, else in the older one, else with that slug."""
    ways = (
        [c for c in comparisons if c.new and c.new.address == address],
        [c for c in comparisons if c.old and c.old.address == address],
        [c for c in comparisons if c.side.slug == address],
    )
    return next((way[0] for way in ways if way), None)


def earlier_links(charter: Charter, new: Version, current: EarlierText | None = None) -> list[dict[str, Any]]:
    """Public earlier texts as the older side of a comparison with a version."""
    if not charters.has_earlier_texts(charter):
        return []
    return [
        {
            "word": text.title,
            "dated": format_dated(text.dated),
            "url": reverse("earlier_compare", args=[text.pk, new.number]),
            "current": text == current,
            **language_attributes(text.language),
        }
        for text in earlier_texts.public_texts(charter)
    ]


def versions_published() -> tuple[Charter, list[Version]]:
    charter = charters.current_charter()
    if charter is None:
        raise Http404(_("No charter has been imported yet."))
    return charter, articles.published_versions(charter)


def _pair(old: int, new: int) -> tuple[Charter, Version, Version]:
    charter, published = versions_published()
    numbers = {version.number: version for version in published}
    if old not in numbers or new not in numbers:
        raise Http404(_("There is no version with that number."))
    return charter, numbers[old], numbers[new]
