"""Offers and requests of members on the secretariat pages: their replies, and removing an entry with a reason."""

from __future__ import annotations

from functools import partial

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
from charter.actions.city import help_entries as help_actions
from charter.forms.city.help_entries import RemovalForm
from charter.queries.city import help_entries
from charter.views.city.frameworks import charter_of_campaign
from charter.views.desk_frame import views_of
from charter.wording.help_entries import conversation_rows, help_entry_page


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All entries, the latest change first."""
    require(rules.may_moderate(signed_in(request)))
    page = Paginator(help_entries.entries_for_review(charter_of_campaign()), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "views": views_of(request, "help_entries"),
        "crumbs": secretariat_breadcrumbs(here=_("Offers and requests")),
        "page": page,
        "rows": [{**help_entry_page(entry), "url": reverse("desk_help_entry", args=[entry.pk])} for entry in page],
    }
    return render(request, "charter/secretariat/help_entries/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with its replies, which the secretariat can remove with a reason."""
    person = signed_in(request)
    require(rules.may_moderate(person))
    charter_of_campaign()
    entry = help_entries.entry_by_pk(pk)
    if entry is None:
        raise Http404(_("The offer or request does not exist."))
    form = RemovalForm(posted(request), initial={"revision": entry.revision})
    if request.method == "POST" and form.is_valid():
        action = partial(
            help_actions.remove_help_entry,
            help_entry=entry,
            because=form.cleaned_data["because"],
            by=person,
            revision=form.cleaned_data["revision"],
        )
        answer = run_form_action(request, form, action, reverse("desk_help_entries"), _("The entry was removed."))
        if answer is not None:
            return answer
    context = {
        "views": views_of(request, "help_entries"),
        "crumbs": secretariat_breadcrumbs(
            (_("Offers and requests"), reverse("desk_help_entries")), here=entry.subject
        ),
        "entry": help_entry_page(entry),
        "conversations": conversation_rows(help_entries.conversations_on([entry])),
        "form": None if entry.is_removed else form,
    }
    return render(request, "charter/secretariat/help_entries/review.html", context, status=422 if form.errors else 200)
