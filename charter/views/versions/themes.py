"""The index of themes, for readers and for moderators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.forms.acting import ActingForm
from accounts.models import Theme
from accounts.queries.themes import theme_at, themes_in_use
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import breadcrumbs, secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.versions import themes as theme_actions
from charter.forms.versions.themes import MergeThemeForm, ThemeForm
from charter.models import Charter, Version, VersionWording
from charter.queries.amending import counts, rounds
from charter.queries.reading import articles, charters
from charter.queries.versions import themes
from charter.views.desk_frame import the_charter, views_of
from charter.views.public_pages import publicly
from charter.views.text_frame import words_language
from charter.views.versions.theme_sections import sections_of
from charter.wording.charter_text import charter_words, in_words, language_attributes


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """The themes on which the charter has provisions, by name."""
    charter = charters.current_charter()
    published = articles.published_versions(charter) if charter else []
    language = charters.edition_in(words_language(request))
    theme_counts = themes.count_by_theme(published[0], language) if published else []
    rows = [
        {
            "title": in_words(theme_count.theme.name),
            "url": reverse("theme", args=[theme_count.theme.code]),
            "meta": ngettext("%(n)s provision", "%(n)s provisions", theme_count.count) % {"n": theme_count.count},
        }
        for theme_count in theme_counts
    ]
    return render(request, "charter/versions/themes/index.html", {"rows": sorted(rows, key=lambda row: row["title"])})


@publicly
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The provisions of the latest version on one theme, and the related work of members."""
    charter = charters.current_charter()
    theme = theme_at(slug) if charter else None
    if charter is None or theme is None:
        raise Http404(_("There is no theme at this address."))
    if theme.code != slug:
        return redirect("theme", theme.code, permanent=True)
    version = next(iter(articles.published_versions(charter)), None)
    language = charters.edition_in(words_language(request))
    lines = themes.lines_on_theme(theme, version, language) if version else []
    pending = counts.pending_on([line.provision_id for line in lines], rounds.running_round(charter)) if lines else {}
    context = {
        "name": in_words(theme.name),
        "version": version,
        "groups": line_groups(version, lines, pending) if version else [],
        "count": len(lines),
        "sections": sections_of(charter, theme),
        "crumbs": breadcrumbs((_("Themes"), reverse("themes")), here=in_words(theme.name)),
    }
    return render(request, "charter/versions/themes/theme.html", context)


def line_groups(version: Version, lines: list[VersionWording], pending: dict[int, int]) -> list[dict[str, Any]]:
    """Lines by article with their open amendments; if a language lacks a text, the first language's is shown."""
    anchors, lost = articles.anchors_of(version), articles.fallback_wordings(lines)
    structure = charters.text_structure()
    groups: dict[int, dict[str, Any]] = {}
    for line in lines:
        address = line.article_number or line.article.slug
        url = reverse("article", args=[version.number, address])
        name = structure.name_of_part(line.article_kind, line.article_number)
        title = name if line.article_number else line.citation
        group = groups.setdefault(line.article_id, {"title": title, "url": url, "rows": []})
        wording = line.wording or lost.get(line.provision_id)
        if wording is not None:
            place = {"cite": line.citation, "url": f"{url}#{anchors[str(line.provision.key)]}"}
            words = {"words": charter_words(wording.html), **language_attributes(wording.language)}
            group["rows"].append({**place, **words, "pending": _pending(line, pending.get(line.provision_id, 0))})
    return list(groups.values())


def _pending(line: VersionWording, count: int) -> dict[str, str] | None:
    """The open amendments of a provision, with the part of its page that lists them."""
    if not count:
        return None
    sentence = ngettext("%(n)s new amendment", "%(n)s new amendments", count) % {"n": count}
    return {"text": sentence, "url": reverse("provision", args=[line.provision.short]) + "#pending"}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def library(request: HttpRequest) -> HttpResponse:
    """All themes for moderators, and a form for another one."""
    return _edit(request, the_charter(), None)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme: its names, its provisions, its end, or the theme that replaces it."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    theme = theme_at(slug)
    if theme is None or theme.code != slug:
        raise Http404(_("There is no theme at this address."))
    return _edit(request, charter, theme)


def _edit(request: HttpRequest, charter: Charter, theme: Theme | None) -> HttpResponse:
    by = signed_in(request)
    require(rules.may_moderate(by))
    merges = theme is not None and "merge" in request.POST
    form = ThemeForm(
        None if merges else request.POST or None,
        languages=charters.charter_languages(),
        initial=_initial_values(charter, theme),
    )
    merge_form = MergeThemeForm(request.POST if merges else None, theme=theme) if theme else None
    sent = merge_form if merges else form
    if request.method == "POST" and sent is not None and sent.is_valid():
        answer = _merge(request, sent, theme) if merges and theme else _keep(request, form, charter, theme)
        if answer is not None:
            return answer
    crumbs = secretariat_breadcrumbs(here=_("Themes"))
    if theme:
        crumbs = secretariat_breadcrumbs((_("Themes"), reverse("desk_themes")), here=in_words(theme.name))
    context = {
        "views": views_of(request, "themes"),
        "crumbs": crumbs,
        "form": form,
        "merge_form": merge_form,
        "sent_form": sent,
        "theme": theme,
        "rows": _rows(themes_in_use()) if theme is None else [],
    }
    return render(
        request, "charter/versions/themes/desk.html", context, status=422 if sent is not None and sent.errors else 200
    )


def _merge(request: HttpRequest, form: ActingForm, theme: Theme) -> HttpResponse | None:
    by, into = signed_in(request), theme_at(form.cleaned_data["into"])
    assert into is not None
    return run_form_action(
        request,
        form,
        lambda: theme_actions.merge_theme(theme=theme, into=into, by=by),
        reverse("desk_themes"),
        _("The themes were merged."),
    )


def _keep(request: HttpRequest, form: ThemeForm, charter: Charter, theme: Theme | None) -> HttpResponse | None:
    by, address = signed_in(request), reverse("desk_themes")
    if theme is not None and "retire" in request.POST:
        return run_form_action(
            request,
            form,
            lambda: theme_actions.retire_theme(theme=theme, by=by),
            address,
            _("The theme was removed from the index."),
        )
    typed = form.cleaned_data
    arguments = {"names": form.names(), "typed": typed["provisions"], "theme": theme}
    return run_form_action(
        request, form, lambda: theme_actions.save_theme(charter=charter, by=by, **arguments), address, _("Saved.")
    )


def _initial_values(charter: Charter, theme: Theme | None) -> dict[str, Any]:
    order = themes.arrangement_for_citations(charter)
    if theme is None or order is None:
        return {}
    localized_texts = [theme.name, *theme.name.translations.all()]
    return {
        **{f"name_{localized_text.language}": localized_text.text for localized_text in localized_texts},
        "provisions": themes.citations_of_theme(theme, order),
    }


def _rows(themes_: Iterable[Theme]) -> list[dict[str, str]]:
    rows = [{"title": in_words(theme.name), "url": reverse("desk_theme", args=[theme.code])} for theme in themes_]
    return sorted(rows, key=lambda row: row["title"])
