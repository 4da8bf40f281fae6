"""The initiatives of a member, for its team: writing, publishing, returning and deleting them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
from charter.actions.city import initiatives as initiative_actions
from charter.forms.acting import ActingForm
from charter.forms.city.initiatives import InitiativeForm, ReturnForm, RevisionForm, RuleForm, initial_of
from charter.models import Charter, Initiative
from charter.queries.city import initiatives
from charter.queries.city.waves import has_campaign
from charter.queries.versions.themes import arrangement_for_citations
from charter.states import INITIATIVE_STEPS, InitiativeState
from charter.views.own_organisations import chosen, organisations_of
from charter.wording.charter_text import interface_language
from charter.wording.initiatives import entry_row

from .frameworks import charter_of_campaign
from .initiatives import initiatives_ended


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All initiatives of one member with their states, and its rule on publishing."""
    charter_of_campaign()
    person = signed_in(request)
    mine = [organisation for organisation in organisations_of(person) if organisation.is_government]
    organisation = chosen(request, mine) if mine else None
    if not mine:
        return refuse(request, Refusal(_("Only members that are local governments can write initiatives.")))
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    publishes = rules.may_publish_initiative(person, organisation) is True
    may_set_rule = rules.may_set_initiative_rule(person, organisation) is True
    initial = {"staff_publishes": organisation.staff_publishes_initiatives}
    context = {
        "organisation": organisation,
        "rows": [_own_row(initiative, publishes) for initiative in initiatives.entries_of(organisation)],
        "publishes": publishes,
        "rule": RuleForm(initial=initial) if may_set_rule else None,
        "crumbs": _crumbs(organisation, here=_("Initiatives")),
    }
    return render(request, "charter/city/initiatives/own.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new initiative of one member."""
    charter, person = charter_of_campaign(), signed_in(request)
    organisation = _own_organisation(person, slug)
    require(rules.may_write_initiative(person, organisation))
    form = _form(charter, organisation, None, posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        action = partial(
            initiative_actions.write_initiative,
            charter=charter,
            organisation=organisation,
            entry=form.entry(),
            by=person,
        )
        answer = run_form_action(request, form, action, _page_of, _("The draft is saved."))
        if answer is not None:
            return answer
    return _page(request, organisation, form, _("Write an initiative"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative, changed by the team of its member."""
    person = signed_in(request)
    initiative = _own(person, pk)
    if not has_campaign():
        return initiatives_ended(request)
    charter = charter_of_campaign()
    require(rules.may_write_initiative(person, initiative.organisation))
    form = _form(charter, initiative.organisation, initiative, posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        action = partial(
            initiative_actions.change_initiative,
            initiative=initiative,
            entry=form.entry(),
            by=person,
            revision=form.cleaned_data["revision"],
        )
        answer = run_form_action(request, form, action, _page_of, _("The draft is saved."))
        if answer is not None:
            return answer
    return _page(request, initiative.organisation, form, str(initiative), initiative)


@login_required
@require_POST
@answers_refusals
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes an initiative, or sends it to the delegate."""
    charter_of_campaign()
    person = signed_in(request)
    initiative, form = _own(person, pk), RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    if revision != initiative.revision:
        messages.error(request, str(initiative_actions.CHANGED))
        return redirect("city_initiative", pk)
    action = partial(initiative_actions.send_initiative, initiative=initiative, by=person, revision=revision)
    publishes = rules.may_publish_initiative(person, initiative.organisation) is True
    done = _("The initiative is public.") if publishes else _("The initiative was sent to the delegate.")
    answer = run_form_action(request, form, action, _back(initiative.organisation), done)
    return answer or refuse_form(request, form)


@login_required
@require_POST
@answers_refusals
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The delegate returns an initiative to the team with comments."""
    charter, person = charter_of_campaign(), signed_in(request)
    initiative, form = _own(person, pk), ReturnForm(request.POST)
    require(rules.may_return_initiative(person, initiative))
    if not form.is_valid():
        unchanged = _form(charter, initiative.organisation, initiative)
        return _page(request, initiative.organisation, unchanged, str(initiative), initiative, returning=form)
    action = partial(
        initiative_actions.return_initiative,
        initiative=initiative,
        because=form.cleaned_data["because"],
        by=person,
        revision=form.cleaned_data["revision"],
    )
    done = _("The initiative was returned to the team.")
    answer = run_form_action(request, form, action, _back(initiative.organisation), done)
    return answer or refuse_form(request, form)


@login_required
@require_POST
@answers_refusals
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes an initiative; the audit log keeps that there was one."""
    charter_of_campaign()
    initiative, form = _own(signed_in(request), pk), ActingForm(request.POST)
    form.is_valid()
    action = partial(initiative_actions.delete_initiative, initiative=initiative, by=signed_in(request))
    answer = run_form_action(request, form, action, _back(initiative.organisation), _("The initiative was deleted."))
    return answer or refuse_form(request, form)


@login_required
@require_POST
@answers_refusals
def set_rule(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether the staff of the member publishes initiatives without the delegate."""
    charter_of_campaign()
    person = signed_in(request)
    organisation, form = _own_organisation(person, slug), RuleForm(request.POST)
    require(rules.may_set_initiative_rule(person, organisation))
    form.is_valid()
    action = partial(
        initiative_actions.set_publication_rule,
        organisation=organisation,
        staff_publishes=bool(form.cleaned_data.get("staff_publishes")),
        by=person,
    )
    answer = run_form_action(request, form, action, _back(organisation), _("The rule is saved."))
    return answer or refuse_form(request, form)


def _own_organisation(person: Person, slug: str) -> Organisation:
    organisation = next((own for own in organisations_of(person) if own.slug == slug), None)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    return organisation


def _own(person: Person, pk: int) -> Initiative:
    """An initiative of a member to which the person belongs; to everybody else there is none."""
    initiative = initiatives.initiative_by_pk(pk)
    if initiative is None or rules.may_prepare(person, initiative.organisation) is not True:
        raise Http404(_("The initiative does not exist."))
    return initiative


def _form(
    charter: Charter, organisation: Organisation, initiative: Initiative | None = None, *bound: Any
) -> InitiativeForm:
    """`bound` has what was typed and the files."""
    order = arrangement_for_citations(charter)
    more: dict[str, Any] = {"initial": {"place": f"{organisation}, {organisation.country_name}".strip(", ")}}
    if initiative is not None:
        more = {
            "initial": initial_of(initiative, order.labels() if order else {}),
            "pictures": initiative.pictures.all(),  # type: ignore[attr-defined]
            "original": initiative.title.language,
        }
    return InitiativeForm(
        *bound,
        language=organisation.language or interface_language(),
        arrangement=order,
        **more,
    )


def _own_row(initiative: Initiative, publishes: bool) -> dict[str, Any]:
    """A row with the buttons that its state allows."""
    next_state = InitiativeState.PUBLISHED if publishes else InitiativeState.AWAITING
    steps = INITIATIVE_STEPS[InitiativeState(initiative.state)]
    return {
        **entry_row(initiative),
        "may_send": next_state in steps,
        "may_change": InitiativeState.DRAFT in steps,
        "token": ActingForm()["token"],
    }


def _page_of(initiative: Initiative) -> str:
    return reverse("city_initiative", args=[initiative.pk])


def _back(organisation: Organisation) -> str:
    return f"{reverse('city_initiatives')}?as={organisation.slug}"


def _crumbs(organisation: Organisation, *above: Page, here: str) -> list[Crumb]:
    return breadcrumbs((_("My city"), f"{reverse('city')}?as={organisation.slug}"), *above, here=here)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: InitiativeForm,
    title: str,
    initiative: Initiative | None = None,
    returning: ReturnForm | None = None,
) -> HttpResponse:
    person = signed_in(request)
    publishes = rules.may_publish_initiative(person, organisation) is True
    returns = (
        initiative is not None
        and initiative.state == InitiativeState.AWAITING
        and rules.may_return_initiative(person, initiative) is True
    )
    is_wrong = bool(form.errors or (returning and returning.errors))
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "faults": returning if returning and returning.errors else form,
        "title": title,
        "row": _own_row(initiative, publishes) if initiative else None,
        "publishes": publishes,
        "returning": (returning or ReturnForm(initial={"revision": initiative.revision}))
        if returns and initiative
        else None,
        "crumbs": _crumbs(organisation, (_("Initiatives"), _back(organisation)), here=title),
        "back": _back(organisation),
    }
    return render(request, "charter/city/initiatives/form.html", context, status=422 if is_wrong else 200)
