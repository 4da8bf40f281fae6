"""Local human rights frameworks on the secretariat pages: what members entered, confirmed or returned."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.paging import ROWS_ON_A_PAGE
from accounts.views.posting import posted
from charter import rules
from charter.actions.city import frameworks as framework_actions
from charter.forms.city.frameworks import ReviewForm
from charter.models import Framework
from charter.queries.city import frameworks
from charter.queries.city.frameworks import CitedFramework, cited_frameworks
from charter.views.city.frameworks import charter_of_campaign
from charter.views.desk_frame import views_of
from charter.wording.charter_text import interface_language
from charter.wording.frameworks import framework_row


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All entries; those that await confirmation first."""
    require(rules.may_moderate(signed_in(request)))
    charter = charter_of_campaign()
    page = Paginator(frameworks.entries_for_review(charter), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "views": views_of(request, "frameworks"),
        "crumbs": secretariat_breadcrumbs(here=_("Local human rights frameworks")),
        "page": page,
        "rows": [_row(cited) for cited in cited_frameworks(charter, list(page), interface_language())],
    }
    return render(request, "charter/secretariat/frameworks/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, which the secretariat confirms or returns with comments."""
    person = signed_in(request)
    require(rules.may_moderate(person))
    charter, framework = charter_of_campaign(), frameworks.entry_by_pk(pk)
    if framework is None:
        raise Http404(_("There is no such local framework."))
    returns = request.POST.get("act") == "return"
    form = ReviewForm(posted(request), returns=returns, initial={"revision": framework.revision})
    if request.method == "POST" and form.is_valid():
        answer = _answer(request, form, framework, returns)
        if answer is not None:
            return answer
    [cited] = cited_frameworks(charter, [framework], interface_language())
    context = {
        "views": views_of(request, "frameworks"),
        "crumbs": secretariat_breadcrumbs(
            (_("Local human rights frameworks"), reverse("desk_frameworks")), here=framework.title
        ),
        "row": framework_row(cited),
        "form": form,
    }
    return render(request, "charter/secretariat/frameworks/review.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, form: ReviewForm, framework: Framework, returns: bool) -> HttpResponse | None:
    same: dict[str, Any] = {
        "framework": framework,
        "by": signed_in(request),
        "revision": form.cleaned_data["revision"],
    }
    there = reverse("desk_frameworks")
    if returns:
        action = partial(framework_actions.return_framework, because=form.cleaned_data["because"], **same)
        return run_form_action(request, form, action, there, _("The entry was returned to the member."))
    action = partial(framework_actions.confirm_framework, **same)
    return run_form_action(request, form, action, there, _("The entry is public."))


def _row(cited: CitedFramework) -> dict[str, Any]:
    return {**framework_row(cited), "url": reverse("desk_framework", args=[cited.framework.pk])}
