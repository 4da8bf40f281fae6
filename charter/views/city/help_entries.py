"""Offers and requests of help for readers, and the replies between two members."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, refuse, signed_in
from accounts.views.breadcrumbs import members_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.limiting import limit_posts
from accounts.views.paging import ROWS_ON_A_PAGE
from accounts.views.posting import posted
from charter import rules
from charter.actions.city import help_entries as help_actions
from charter.exports.help_entries import as_csv
from charter.forms.city.help_entries import HelpFilters, HelpReplyForm
from charter.models import HelpEntry
from charter.queries.city import help_entries
from charter.queries.city.help_entries import HelpFilter
from charter.queries.city.waves import has_campaign
from charter.views.own_organisations import chosen, organisations_of
from charter.views.public_pages import publicly
from charter.wording.help_entries import described_row, help_entry_page, reply_row

from .campaign_end import campaign_ended_page
from .frameworks import charter_of_campaign


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All open offers and requests, the earliest end date first."""
    charter = charter_of_campaign()
    form, wanted = _read_filters(request)
    narrowed = {name: value for name, value in vars(wanted).items() if value}
    page = Paginator(help_entries.open_entries(charter, wanted), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": members_breadcrumbs(here=_("Offers and requests")),
        "page": page,
        "rows": [described_row(entry) for entry in page],
        "form": form,
        "narrowed": wanted.narrows,
        "found": page.paginator.count,
        "csv": reverse("help_entries_table") + (f"?{urlencode(narrowed)}" if narrowed else ""),
    }
    return render(request, "charter/city/help_entries/index.html", context)


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """The open entries with these filters as CSV, then the closed ones with their outcomes."""
    charter = charter_of_campaign()
    _form, wanted = _read_filters(request)
    content = as_csv(help_entries.public_entries(charter, wanted).for_rows())
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="offers.csv"'
    return answer


def _read_filters(request: HttpRequest) -> tuple[HelpFilters, HelpFilter]:
    form = HelpFilters(request.GET)
    return form, HelpFilter(**form.filters())


def offers_ended(request: HttpRequest) -> HttpResponse:
    """The answer of the address of an offer, which emails contain, after the end of the campaign."""
    reason = _("The campaign on this site has ended. Its offers, requests and replies are no longer shown.")
    return campaign_ended_page(request, reason)


@publicly
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer or request; its team also reads one that was removed, with the reason."""
    entry = help_entries.entry_by_pk(pk)
    person = request.user if isinstance(request.user, Person) else None
    if entry is None or isinstance(rules.may_read_help_entry(person, entry), Refusal):
        raise Http404(_("The offer or request does not exist."))
    if not has_campaign():
        return offers_ended(request)
    context = {
        "entry": help_entry_page(entry),
        "is_own": rules.may_prepare(person, entry.organisation) is True,
        "crumbs": members_breadcrumbs((_("Offers and requests"), reverse("help_entries")), here=entry.subject),
    }
    return render(request, "charter/city/help_entries/show.html", context)


@login_required
@require_GET
@answers_refusals
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the replies between the member of an entry and the member for which the person writes."""
    entry, person = _entry(pk), signed_in(request)
    require(rules.may_read_help_entry(person, entry))
    if not has_campaign():
        return offers_ended(request)
    others = [own for own in organisations_of(person) if own.pk != entry.organisation_id]
    if not others:
        own = rules.may_prepare(person, entry.organisation) is True
        why = (
            _("Members cannot reply to their own entry. The page “My city” lists the replies.")
            if own
            else _("Only people who belong to a member can reply.")
        )
        return refuse(request, Refusal(why))
    member = chosen(request, others)
    if member is None:
        return render(request, "charter/city/choose.html", {"organisations": others})
    return redirect("help_replies", entry.pk, member.slug)


@login_required
@require_http_methods(["GET", "POST"])
@limit_posts("replying")
@answers_refusals
def replies(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The replies between the member of an entry and another member, and the form for the next one."""
    entry, person, member = _entry(pk), signed_in(request), help_entries.member_by_slug(slug)
    if member is None:
        raise Http404(_("The offer or request does not exist."))
    require(rules.may_read_help_replies(person, entry, member))
    sent = help_entries.replies_between(entry, member)
    belongs = rules.may_prepare(person, member) is True
    # Without a reply there is nothing to read, and only the other member begins.
    if not sent and not belongs:
        raise Http404(_("The offer or request does not exist."))
    if not has_campaign():
        return offers_ended(request)
    may = rules.may_reply_to_help_entry(person, entry, member, has_replies=bool(sent))
    form = HelpReplyForm(posted(request))
    if request.method == "POST":
        require(may)
        if form.is_valid():
            action = partial(
                help_actions.send_help_reply,
                help_entry=entry,
                member=member,
                text=form.cleaned_data["text"],
                by=person,
            )
            answer = run_form_action(request, form, action, request.path, _("Your reply was sent."))
            if answer is not None:
                return answer
    context: dict[str, Any] = {
        "entry": help_entry_page(entry),
        "member": member,
        "addressee": entry.organisation if belongs else member,
        "replies": [reply_row(each) for each in sent],
        "form": form if may is True else None,
        "why": "" if may is True else _reason(may),
        "crumbs": members_breadcrumbs(
            (_("Offers and requests"), reverse("help_entries")),
            (entry.subject, reverse("help_entry", args=[entry.pk])),
            here=_("Replies"),
        ),
    }
    return render(request, "charter/city/help_entries/replies.html", context, status=422 if form.errors else 200)


def _entry(pk: int) -> HelpEntry:
    entry = help_entries.entry_by_pk(pk)
    if entry is None:
        raise Http404(_("The offer or request does not exist."))
    return entry


def _reason(answer: bool | Refusal) -> str:
    """Why the person cannot reply now; moderators read and are told nothing."""
    return str(answer.why) if isinstance(answer, Refusal) and not answer.hidden else ""
