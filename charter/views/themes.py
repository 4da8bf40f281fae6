"""The index of themes, for readers and at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import themes as acts
from charter.forms.themes import ThemeForm
from charter.models import Charter, Theme, Version, VersionWording
from charter.queries import charters, reading, themes
from charter.templatetags.charter_text import attributes, in_words, words
from charter.views.desk_frame import the_charter, views_of
from charter.views.frame import words_language
from charter.views.publicly import publicly


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """On what the charter says something, by name."""
    charter = charters.current()
    published = reading.versions(charter) if charter else []
    language = charters.edition_in(words_language(request))
    found = themes.counted(charter, published[0], language) if charter and published else []
    rows = [
        {
            "title": in_words(one.theme.name),
            "url": reverse("theme", args=[one.theme.slug]),
            "meta": ngettext("%(n)s provision", "%(n)s provisions", one.count) % {"n": one.count},
        }
        for one in found
    ]
    return render(request, "charter/themes/index.html", {"rows": sorted(rows, key=lambda row: row["title"])})


@publicly
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What the latest version says on one theme, in its own words."""
    charter = charters.current()
    theme = themes.by_slug(charter, slug) if charter else None
    if charter is None or theme is None:
        raise Http404(_("There is no theme at this address."))
    version = next(iter(reading.versions(charter)), None)
    language = charters.edition_in(words_language(request))
    lines = themes.lines(theme, version, language) if version else []
    context = {
        "name": in_words(theme.name),
        "version": version,
        "groups": _groups(version, lines) if version else [],
        "count": len(lines),
        "crumbs": [{"word": _("Themes"), "url": reverse("themes")}, {"word": in_words(theme.name), "url": ""}],
    }
    return render(request, "charter/themes/theme.html", context)


def _groups(version: Version, lines: list[VersionWording]) -> list[dict[str, Any]]:
    """Lines by article; where a language lacks words, those of the first language stand."""
    anchors, lost = reading.anchors_of(version), reading.fallbacks(lines)
    found: dict[int, dict[str, Any]] = {}
    for line in lines:
        address = line.article_number or line.article.slug
        url = reverse("article", args=[version.number, address])
        number = _("Article %(number)s") % {"number": line.article_number} if line.article_number else ""
        group = found.setdefault(line.article_id, {"title": number or line.citation, "url": url, "rows": []})
        wording = line.wording or lost.get(line.provision_id)
        if wording is not None:
            place = {"cite": line.citation, "url": f"{url}#{anchors[str(line.provision.key)]}"}
            group["rows"].append({**place, "words": words(wording.html), **attributes(wording.language)})
    return list(found.values())


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def library(request: HttpRequest) -> HttpResponse:
    """All themes at the desk, and a form for another."""
    return _edit(request, the_charter(), None)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme: its names, its provisions, its end."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    theme = themes.by_slug(charter, slug)
    if theme is None:
        raise Http404(_("There is no theme at this address."))
    return _edit(request, charter, theme)


def _edit(request: HttpRequest, charter: Charter, theme: Theme | None) -> HttpResponse:
    by = signed_in(request)
    require(rules.may_moderate(by))
    form = ThemeForm(request.POST or None, languages=charters.languages(), initial=_known(charter, theme))
    if request.method == "POST" and form.is_valid():
        answer = _keep(request, form, charter, theme)
        if answer is not None:
            return answer
    above = reverse("desk_themes") if theme else ""
    crumbs = [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Themes"), "url": above}]
    context = {
        "views": views_of(request, "themes"),
        "crumbs": [*crumbs, {"word": in_words(theme.name), "url": ""}] if theme else crumbs,
        "form": form,
        "theme": theme,
        "rows": [_row(one) for one in themes.kept(charter)] if theme is None else [],
    }
    return render(request, "charter/desk/themes.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, form: ThemeForm, charter: Charter, theme: Theme | None) -> HttpResponse | None:
    by, here = signed_in(request), reverse("desk_themes")
    if theme is not None and "retire" in request.POST:
        return do(request, form, lambda: acts.retire(theme=theme, by=by), here, _("Taken out of the index."))
    given = {"names": form.names(), "typed": form.cleaned_data["provisions"], "theme": theme}
    return do(request, form, lambda: acts.put(charter=charter, by=by, **given), here, _("Saved."))


def _known(charter: Charter, theme: Theme | None) -> dict[str, str]:
    order = themes.arrangement(charter)
    if theme is None or order is None:
        return {}
    said = [theme.name, *theme.name.translations.all()]
    return {
        **{f"name_{one.language}": one.text for one in said},
        "provisions": themes.citations(theme, order),
    }


def _row(theme: Theme) -> dict[str, Any]:
    return {"title": in_words(theme.name), "url": reverse("desk_theme", args=[theme.slug])}
