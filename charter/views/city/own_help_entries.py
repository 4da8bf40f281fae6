"""The offers and requests of a member, for its team: writing, changing and closing them, and their replies."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Organisation, Person
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, refuse, signed_in
from accounts.views.breadcrumbs import Crumb, Page, breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted
from charter import rules
from charter.actions.city import help_entries as help_actions
from charter.forms.city.help_entries import HelpEntryForm, OutcomeForm, initial_of
from charter.models import Charter, HelpEntry
from charter.queries.city import help_entries
from charter.queries.city.waves import has_campaign
from charter.queries.reading.charters import charter_languages
from charter.views.own_organisations import chosen, organisations_of
from charter.wording.charter_text import interface_language
from charter.wording.help_entries import conversation_rows, help_entry_page, help_entry_row

from .frameworks import charter_of_campaign
from .help_entries import offers_ended


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All entries of one member with their replies, and its replies to entries of others."""
    charter_of_campaign()
    mine = organisations_of(signed_in(request))
    if not mine:
        return refuse(request, Refusal(_("Only people who belong to a member can read this page.")))
    organisation = chosen(request, mine)
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    entries = list(help_entries.entries_of(organisation))
    conversations = help_entries.conversations_on(entries)
    context = {
        "organisation": organisation,
        "may_write": rules.may_write_help_entry(signed_in(request), organisation) is True,
        "rows": [
            {
                **help_entry_row(entry, has_member=False),
                "pk": entry.pk,
                "is_unclosed": entry.is_unclosed,
                "because": entry.because,
                "conversations": conversation_rows(each for each in conversations if each.entry.pk == entry.pk),
            }
            for entry in entries
        ],
        "replied": conversation_rows(help_entries.conversations_by(organisation), has_entry=True),
        "crumbs": _crumbs(organisation, here=_("Offers and requests")),
    }
    return render(request, "charter/city/help_entries/own.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new offer or request of one member."""
    charter, person = charter_of_campaign(), signed_in(request)
    organisation = next((own for own in organisations_of(person) if own.slug == slug), None)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    require(rules.may_write_help_entry(person, organisation))
    form = _form(request, charter, organisation, {"language": organisation.language or interface_language()})
    if request.method == "POST" and form.is_valid():
        action = partial(
            help_actions.publish_help_entry,
            charter=charter,
            organisation=organisation,
            entry=form.entry(),
            by=person,
        )
        answer = run_form_action(request, form, action, _back(organisation), _("The entry is public."))
        if answer is not None:
            return answer
    return _page(request, "form", organisation, form, _("Write an offer or a request"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, changed by the team of its member."""
    person = signed_in(request)
    entry = _own(person, pk)
    if not has_campaign():
        return offers_ended(request)
    require(rules.may_change_help_entry(person, entry))
    form = _form(request, entry.charter, entry.organisation, initial_of(entry), entry.languages)
    if request.method == "POST" and form.is_valid():
        action = partial(
            help_actions.change_help_entry,
            help_entry=entry,
            entry=form.entry(),
            by=person,
            revision=form.cleaned_data["revision"],
        )
        answer = run_form_action(request, form, action, _back(entry.organisation), _("The entry is saved."))
        if answer is not None:
            return answer
    return _page(request, "form", entry.organisation, form, entry.subject, entry)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The team closes an entry with its outcome."""
    person = signed_in(request)
    entry = _own(person, pk)
    if not has_campaign():
        return offers_ended(request)
    require(rules.may_change_help_entry(person, entry))
    form = OutcomeForm(posted(request), initial={"revision": entry.revision})
    if request.method == "POST" and form.is_valid():
        action = partial(
            help_actions.close_help_entry,
            help_entry=entry,
            outcome=form.cleaned_data["outcome"],
            by=person,
            revision=form.cleaned_data["revision"],
        )
        answer = run_form_action(request, form, action, _back(entry.organisation), _("The entry is closed."))
        if answer is not None:
            return answer
    return _page(request, "close", entry.organisation, form, _("Close the entry"), entry)


def _own(person: Person, pk: int) -> HelpEntry:
    """An entry of a member to which the person belongs; to everybody else there is none."""
    entry = help_entries.entry_by_pk(pk)
    if entry is None or rules.may_prepare(person, entry.organisation) is not True:
        raise Http404(_("The offer or request does not exist."))
    return entry


def _form(
    request: HttpRequest,
    charter: Charter,
    organisation: Organisation,
    initial: dict[str, Any],
    chosen_languages: list[str] | None = None,
) -> HelpEntryForm:
    """With the languages of the site, those of the charter and the one of the member."""
    site = [code for code, _name in settings.LANGUAGES]
    own = [organisation.language] if organisation.language not in ("", "und") else []
    languages = dict.fromkeys([*site, *charter_languages(), *own, *(chosen_languages or [])])
    return HelpEntryForm(posted(request), languages=languages, initial=initial)


def _back(organisation: Organisation) -> str:
    return f"{reverse('city_help_entries')}?as={organisation.slug}"


def _crumbs(organisation: Organisation, *above: Page, here: str) -> list[Crumb]:
    return breadcrumbs((_("My city"), f"{reverse('city')}?as={organisation.slug}"), *above, here=here)


def _page(
    request: HttpRequest,
    template: str,
    organisation: Organisation,
    form: HelpEntryForm | OutcomeForm,
    title: str,
    entry: HelpEntry | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "title": title,
        "entry": help_entry_page(entry) if entry else None,
        "crumbs": _crumbs(organisation, (_("Offers and requests"), _back(organisation)), here=title),
        "back": _back(organisation),
    }
    status = 422 if form.errors else 200
    return render(request, f"charter/city/help_entries/{template}.html", context, status=status)
