"""Trial merges: the text to which accepted amendments lead, before anybody publishes the decisions on them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from charter import rules
from charter.models import Amendment
from charter.queries.languages.names import language_of
from charter.queries.merging import merge_views
from charter.queries.merging.merge_building import MergeConflict, Option
from charter.queries.merging.merge_views import MergeView
from charter.queries.reading.comparing import redline_of
from charter.queries.secretariat import queue
from charter.views.desk_frame import address_of, name_of, short_name_of_article, the_charter, views_of
from charter.views.merging import merge_pages
from charter.wording.charter_text import interface_language, language_attributes


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Each article with accepted amendments as it would be merged now; nothing is stored."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    round_ = queue.current_round(charter)
    views = merge_views.trial_merges(charter, round_) if round_ is not None else []
    context = {
        "views": views_of(request, "merges"),
        "crumbs": secretariat_breadcrumbs((_("Merge"), reverse("desk_merges")), here=_("Trial merge")),
        "trials": [_shown(view) for view in views],
    }
    return render(request, "charter/merging/trial.html", context)


def _shown(view: MergeView) -> dict[str, Any]:
    return {
        "title": short_name_of_article(view.merge_base.section),
        "language": language_of(view.merge.language),
        "amendments": [_named(amendment) for amendment in view.chosen],
        "conflicts": [_conflict(conflict, view) for conflict in view.conflicts],
        "rows": merge_pages.rows_without_forms(view),
    }


def _conflict(conflict: MergeConflict, view: MergeView) -> dict[str, Any]:
    label = next((row.label.citation for row in view.rows if row.key == conflict.key), "")
    return {
        "cite": label,
        "on": conflict.stretch.strip(),
        "options": [_option(option, conflict, view) for option in conflict.options if option.merge_changes],
        **language_attributes(view.merge.language),
    }


def _option(option: Option, conflict: MergeConflict, view: MergeView) -> dict[str, Any]:
    amendments = {merge_change.amendment.pk: merge_change.amendment for merge_change in option.merge_changes}
    before = view.merge_base.words.get(conflict.key, "")
    return {
        "amendments": [_named(amendment) for amendment in amendments.values()],
        "words": redline_of(before, option.html, interface_language()),
    }


def _named(amendment: Amendment) -> dict[str, Any]:
    public = amendment.decision is not None and amendment.decision.is_released
    return {
        "number": amendment.number,
        "cities": name_of(amendment),
        "url": address_of(amendment),
        "provisional": not public,
    }
