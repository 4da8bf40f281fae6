"""Pages of the secretariat that concern the whole site."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules
from accounts.actions import site_settings as site_setting_actions
from accounts.forms.acting import ActingForm
from accounts.forms.links import LinksForm
from accounts.forms.native_readers import NativeReadersForm
from accounts.forms.sections import SectionsForm
from accounts.forms.site_settings import SettingsForm
from accounts.locales import join_in_words, labelled
from accounts.models import Person, Record
from accounts.queries.sections import chosen_sections
from accounts.queries.site_settings import latest_changes, site_settings
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted, uploaded
from charter.queries.city.waves import has_campaign
from charter.queries.reading import charters
from charter.wording.charter_text import interface_language
from consultation.first_steps import list_steps, steps_for


@login_required
@require_safe
@answers_refusals
def first_steps(request: HttpRequest) -> HttpResponse:
    """The list of first steps; where all are done, each with its state."""
    require(rules.may_keep_members(signed_in(request)))
    steps = steps_for(signed_in(request))
    return render(request, "secretariat/first_steps.html", {"steps": steps or list_steps(), "is_done": not steps})


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change_settings(request: HttpRequest) -> HttpResponse:
    """The form of the settings that hold for the whole site."""
    require(rules.may_keep_members(signed_in(request)))
    is_empty = not charters.charter_languages()
    form = SettingsForm(posted(request), uploaded(request), current=site_settings(), is_empty=is_empty)
    if request.method == "POST" and form.is_valid():
        action = partial(site_setting_actions.change_settings, values=form.values(), by=signed_in(request))
        answer = run_form_action(
            request, form, action, reverse("desk_settings"), _("Saved. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    page = {
        "form": form,
        "here": "settings",
        "has_campaign": has_campaign(),
        "letter": reverse("desk_invitation_letter", args=[interface_language()]),
        "changes": [_change(*change) for change in latest_changes()],
    }
    return render(request, "secretariat/settings.html", page, status=422 if form.errors else 200)


def _change(act: Record, by: Person | None) -> dict[str, Any]:
    """When, who, and which settings; a setting that is on or off with its value."""
    switches = act.content.get("switches", {})
    labels = (_setting_in_words(name, switches) for name in act.content.get("settings", []))
    return {"at": act.at, "by": (by.name or by.email) if by else "", "what": join_in_words(dict.fromkeys(labels))}


def _setting_in_words(name: str, switches: dict[str, bool]) -> str:
    fields = SettingsForm.base_fields
    others = {"logo": fields["logo_file"].label, "logo_type": fields["logo_file"].label}
    others |= dict.fromkeys(("own_sections", "section_names", "unused_sections"), _("Sections of members"))
    others["campaign_links"] = _("Links of the campaign")
    others["native_readers"] = _("Native readers of the interface")
    label = str(fields[name].label if name in fields else others.get(name, name))
    return labelled(label, _("yes") if switches[name] else _("no")) if name in switches else label


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def native_readers(request: HttpRequest) -> HttpResponse:
    """Who approved the interface texts of each language."""
    require(rules.may_keep_members(signed_in(request)))
    form = NativeReadersForm(posted(request), current=site_settings().native_readers)
    return _save_or_render(
        request, form, lambda: {"native_readers": form.native_readers()}, "secretariat/native_readers.html"
    )


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def campaign_links(request: HttpRequest) -> HttpResponse:
    """The web sites of the campaign and its pages in social networks."""
    require(rules.may_keep_members(signed_in(request)))
    if not has_campaign():
        raise Http404(_("There is no campaign on this site."))
    form = LinksForm(posted(request), current=site_settings().campaign_links)
    return _save_or_render(request, form, lambda: {"campaign_links": form.links()}, "secretariat/campaign_links.html")


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def sections(request: HttpRequest) -> HttpResponse:
    """The names of the sections of members, and which are in use."""
    require(rules.may_keep_members(signed_in(request)))
    form = SectionsForm(posted(request), current=site_settings(), chosen_sections=chosen_sections())
    return _save_or_render(request, form, form.values, "secretariat/sections.html")


def _save_or_render(
    request: HttpRequest, form: ActingForm, values: Callable[[], dict[str, Any]], template: str
) -> HttpResponse:
    """Saves the settings of a valid form; otherwise the page with the form."""
    if request.method == "POST" and form.is_valid():
        action = partial(site_setting_actions.change_settings, values=values(), by=signed_in(request))
        done = _("Saved. The audit log contains an entry.")
        answer = run_form_action(request, form, action, request.path, done)
        if answer is not None:
            return answer
    page = {"form": form, "back": reverse("desk_settings")}
    return render(request, template, page, status=422 if form.errors else 200)
