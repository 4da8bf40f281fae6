"""The waves of the campaign on the secretariat pages."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import rules
from accounts.actions import waves as wave_actions
from accounts.forms.people import ActionForm
from accounts.forms.waves import WaveForm
from accounts.queries import waves
from accounts.rules import require

from .acting import answers_refusals, refuse_form, signed_in
from .form_actions import run_form_action
from .paging import ROWS_ON_A_PAGE
from .posting import posted


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All waves in pages, and a form for a new one."""
    require(rules.may_keep_members(signed_in(request)))
    form = WaveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        action = partial(wave_actions.add_wave, entry=form.entry(), by=signed_in(request))
        answer = run_form_action(
            request, form, action, reverse("desk_waves"), _("The addition was saved. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    page = Paginator(waves.waves_with_counts(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "here": "waves"}
    return render(request, "members/desk/waves.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, code: str) -> HttpResponse:
    """One wave: its names, its year, its dates, its focus, its priority themes."""
    require(rules.may_keep_members(signed_in(request)))
    wave = get_object_or_404(waves.waves_with_counts(), code=code)
    form = WaveForm(posted(request), wave=wave)
    if request.method == "POST" and form.is_valid():
        action = partial(wave_actions.change_wave, wave=wave, entry=form.entry(), by=signed_in(request))
        answer = run_form_action(
            request, form, action, reverse("desk_waves"), _("The change was saved. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    page = {"form": form, "wave": wave, "back": reverse("desk_waves")}
    return render(request, "members/desk/wave.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
@answers_refusals
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Deletes a wave without members."""
    require(rules.may_keep_members(signed_in(request)))
    wave = get_object_or_404(waves.waves_with_counts(), code=code)
    form = ActionForm(request.POST)
    action = partial(wave_actions.delete_wave, wave=wave, by=signed_in(request))
    answer = run_form_action(request, form, action, reverse("desk_waves"), _("The wave was deleted."))
    return answer or refuse_form(request, form)
