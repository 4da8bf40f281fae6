"""Initiatives of members on the secretariat pages: featuring, returning and unpublishing them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.paging import ROWS_ON_A_PAGE
from accounts.views.posting import posted
from charter import rules
from charter.actions.city import initiatives as initiative_actions
from charter.forms.city.initiatives import ReasonForm
from charter.models import Initiative
from charter.queries.city import initiatives
from charter.states import REVIEWED_INITIATIVES, InitiativeState
from charter.views.city.frameworks import charter_of_campaign
from charter.views.desk_frame import views_of
from charter.wording.initiatives import entry_row

EXPLAINED = {"return": initiative_actions.return_initiative, "unpublish": initiative_actions.unpublish_initiative}
PLAIN: dict[str, Callable[..., object]] = {
    "feature": partial(initiative_actions.feature_initiative, featured=True),
    "unfeature": partial(initiative_actions.feature_initiative, featured=False),
    "publish": initiative_actions.publish_again,
}
DONE: dict[str, Promise] = {
    "return": gettext_lazy("The initiative was returned to the member."),
    "unpublish": gettext_lazy("The initiative is no longer public."),
    "feature": gettext_lazy("The initiative is featured."),
    "unfeature": gettext_lazy("The initiative is no longer featured."),
    "publish": gettext_lazy("The initiative is public."),
}


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All initiatives that members have published, the newest change first."""
    require(rules.may_moderate(signed_in(request)))
    page = Paginator(initiatives.entries_for_review(charter_of_campaign()), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "views": views_of(request, "initiatives"),
        "crumbs": secretariat_breadcrumbs(here=_("Initiatives")),
        "page": page,
        "rows": [
            {**entry_row(initiative), "url": reverse("desk_initiative", args=[initiative.pk])} for initiative in page
        ],
    }
    return render(request, "charter/secretariat/initiatives/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative, which the secretariat features, returns with questions or unpublishes with a reason."""
    require(rules.may_moderate(signed_in(request)))
    charter_of_campaign()
    initiative = initiatives.initiative_by_pk(pk)
    if initiative is None or initiative.state not in REVIEWED_INITIATIVES:
        raise Http404(_("The initiative does not exist."))
    act = request.POST.get("act", "feature")
    form = ReasonForm(posted(request), explains=act in EXPLAINED, initial={"revision": initiative.revision})
    if request.method == "POST" and form.is_valid():
        answer = _answer(request, form, initiative, act)
        if answer is not None:
            return answer
    row = entry_row(initiative)
    context = {
        "views": views_of(request, "initiatives"),
        "crumbs": secretariat_breadcrumbs((_("Initiatives"), reverse("desk_initiatives")), here=str(row["title"])),
        "row": row,
        "form": form,
        "is_published": initiative.is_published,
        "is_unpublished": initiative.state == InitiativeState.UNPUBLISHED,
    }
    return render(request, "charter/secretariat/initiatives/review.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, form: ReasonForm, initiative: Initiative, act: str) -> HttpResponse | None:
    same: dict[str, Any] = {
        "initiative": initiative,
        "by": signed_in(request),
        "revision": form.cleaned_data["revision"],
    }
    there = reverse("desk_initiatives")
    if act in EXPLAINED:
        action = partial(EXPLAINED[act], because=form.cleaned_data["because"], **same)
        return run_form_action(request, form, action, there, DONE[act])
    if act not in PLAIN:
        raise Http404
    return run_form_action(request, form, partial(PLAIN[act], **same), there, DONE[act])
