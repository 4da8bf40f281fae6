"""The local human rights frameworks of a member, for its team: entering, correcting and deleting them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Organisation, Person
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, refuse, refuse_form, signed_in
from accounts.views.breadcrumbs import Crumb, Page, breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions.city import frameworks as framework_actions
from charter.forms.acting import ActingForm
from charter.forms.city.frameworks import FrameworkForm, initial_of
from charter.models import Framework
from charter.queries.city import frameworks
from charter.queries.city.frameworks import cited_frameworks
from charter.queries.city.waves import has_campaign
from charter.queries.versions.themes import arrangement_for_citations
from charter.views.own_organisations import chosen, organisations_of
from charter.wording.charter_text import interface_language
from charter.wording.frameworks import document_link, framework_row

from .campaign_end import campaign_ended_page
from .frameworks import charter_of_campaign


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All entries of one member, with the answers of the secretariat."""
    charter = charter_of_campaign()
    mine = _governments(signed_in(request))
    organisation = chosen(request, mine) if mine else None
    if not mine:
        return refuse(request, Refusal(_("Only members that are local governments can enter local frameworks.")))
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    rows = cited_frameworks(charter, frameworks.entries_of(organisation), interface_language())
    context = {
        "organisation": organisation,
        "rows": [{**framework_row(cited), "deletion": ActingForm()["token"]} for cited in rows],
        "several": len(mine) > 1,
        "crumbs": _crumbs(organisation, here=_("Local human rights frameworks")),
    }
    return render(request, "charter/city/frameworks/own.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new entry of one member."""
    charter = charter_of_campaign()
    person = signed_in(request)
    organisation = next((own for own in organisations_of(person) if own.slug == slug), None)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    require(rules.may_enter_framework(person, organisation))
    initial = {"language": organisation.language or interface_language()}
    form = FrameworkForm(
        posted(request), uploaded(request), arrangement=arrangement_for_citations(charter), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        action = partial(
            framework_actions.enter_framework,
            charter=charter,
            organisation=organisation,
            entry=form.entry(),
            by=person,
        )
        answer = run_form_action(request, form, action, _back(organisation), _sent())
        if answer is not None:
            return answer
    return _page(request, organisation, form, _("Enter a local framework"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, corrected by the team of the member."""
    person = signed_in(request)
    framework = _own(person, pk)
    if not has_campaign():
        reason = _("The campaign on this site has ended. Its local frameworks are no longer shown.")
        return campaign_ended_page(request, reason)
    charter = charter_of_campaign()
    require(rules.may_enter_framework(person, framework.organisation))
    order = arrangement_for_citations(charter)
    form = FrameworkForm(
        posted(request),
        uploaded(request),
        arrangement=order,
        has_document=bool(framework.document),
        initial=initial_of(framework, order.labels() if order else {}),
    )
    if request.method == "POST" and form.is_valid():
        action = partial(framework_actions.change_framework, framework=framework, entry=form.entry(), by=person)
        answer = run_form_action(request, form, action, _back(framework.organisation), _sent())
        if answer is not None:
            return answer
    return _page(request, framework.organisation, form, framework.title, framework)


@login_required
@require_POST
@answers_refusals
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes an entry; the audit log keeps that there was one."""
    charter_of_campaign()
    framework = _own(signed_in(request), pk)
    form = ActingForm(request.POST)
    form.is_valid()
    action = partial(framework_actions.delete_framework, framework=framework, by=signed_in(request))
    answer = run_form_action(request, form, action, _back(framework.organisation), _("The entry was deleted."))
    return answer or refuse_form(request, form)


def _governments(person: Person) -> list[Organisation]:
    return [organisation for organisation in organisations_of(person) if organisation.is_government]


def _own(person: Person, pk: int) -> Framework:
    """An entry of a member to which the person belongs; to everybody else there is none."""
    framework = frameworks.entry_by_pk(pk)
    if framework is None or rules.may_prepare(person, framework.organisation) is not True:
        raise Http404(_("There is no such local framework."))
    return framework


def _back(organisation: Organisation) -> str:
    return f"{reverse('city_frameworks')}?as={organisation.slug}"


def _sent() -> str:
    return _("The entry was sent to the secretariat. It is public as soon as the secretariat confirms it.")


def _crumbs(organisation: Organisation, *above: Page, here: str) -> list[Crumb]:
    return breadcrumbs((_("My city"), f"{reverse('city')}?as={organisation.slug}"), *above, here=here)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: FrameworkForm,
    title: str,
    framework: Framework | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "title": title,
        "framework": framework,
        "row": {"title": framework.title, "document": document_link(framework)} if framework else None,
        "crumbs": _crumbs(organisation, (_("Local human rights frameworks"), _back(organisation)), here=title),
        "back": _back(organisation),
    }
    return render(request, "charter/city/frameworks/form.html", context, status=422 if form.errors else 200)
