"""The people of a member: who speaks for it, who is invited, who is away."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import rules
from accounts.actions import invitations, members
from accounts.actions.tokens import new_token
from accounts.forms.people import ActionForm, AwayForm, InviteForm
from accounts.messages import secretariat_address
from accounts.models import Organisation
from accounts.queries import outbox, people
from accounts.rules import Refusal, require
from accounts.states import MandateKind
from accounts.views.breadcrumbs import breadcrumbs

from . import own
from .acting import answers_refusals, refuse, refuse_form, signed_in
from .form_actions import run_form_action
from .limiting import limit_posts
from .posting import posted


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The people of one's organisation; who belongs to several chooses."""
    mine = own.organisations_of(signed_in(request))
    if not mine:
        return refuse(request, Refusal(_("The page is for the team of a member or a partner organization.")))
    slug = request.GET.get("as", "")
    chosen = next((organisation for organisation in mine if organisation.slug == slug), None)
    if slug and chosen is None:
        raise Http404
    if chosen is None and len(mine) > 1:
        return render(request, "members/choose.html", {"organisations": mine})
    return render(request, "members/people.html", context(request, chosen or mine[0]))


@login_required
@require_http_methods(["GET", "POST"])
@limit_posts("inviting")
@answers_refusals
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that invites a colleague; the secretariat may offer any mandate."""
    organisation = own.organisation(request, slug)
    require(rules.may_invite(signed_in(request), organisation))
    outside = rules.is_secretariat(signed_in(request))
    initial = {"language": organisation.language or signed_in(request).language, "kind": MandateKind.OFFICER}
    form = InviteForm(posted(request), by_secretariat=outside, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = _invite(request, form, organisation)
        if answer is not None:
            return answer
    page = {"form": form, "organisation": organisation, "back": address(request, organisation)}
    return render(request, "members/invite.html", page, status=422 if form.errors else 200)


def _invite(request: HttpRequest, form: InviteForm, organisation: Organisation) -> HttpResponse | None:
    data = form.cleaned_data
    sentence = _("The invitation was created: %(email)s. The email will be sent within minutes.") % {
        "email": data["email"]
    }

    def action() -> object:
        return invitations.invite_person(
            organisation=organisation,
            email=data["email"],
            kind=data.get("kind") or MandateKind.OFFICER,
            language=data["language"],
            name=data["name"],
            office=data["office"],
            evidence=data.get("evidence", ""),
            by=signed_in(request),
        )

    return run_form_action(request, form, action, address(request, organisation), sentence)


@login_required
@require_POST
@limit_posts("inviting")
@answers_refusals
def invitation(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Sends an invitation again, or takes it back."""
    own_invitation = own.invitation(request, pk)
    ways = {
        "resend": (invitations.resend_invitation, _("The invitation was sent again, with a new link.")),
        "revoke": (invitations.revoke_invitation, _("The invitation was cancelled. Its link no longer works.")),
    }
    if act not in ways:
        raise Http404
    way, message = ways[act]
    require(rules.may_invite(signed_in(request), own_invitation.organisation, own_invitation.kind))
    form = ActionForm(request.POST)
    answer = run_form_action(
        request,
        form,
        lambda: way(invitation=own_invitation, by=signed_in(request)),
        _back(request, own_invitation.organisation),
        message,
    )
    return answer or refuse_form(request, form)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a mandate, after a page that says what follows from it."""
    mandate = own.mandate(request, pk)
    require(rules.may_end_mandate(signed_in(request), mandate))
    form = ActionForm(posted(request))
    back = address(request, mandate.organisation)
    if request.method == "POST" and form.is_valid():
        leaves = mandate.person_id == request.user.pk
        sentence = _("The mandate has ended. The acts of the person under the mandate remain valid.")
        action = partial(members.end_mandate, mandate=mandate, by=signed_in(request))
        answer = run_form_action(request, form, action, "/" if leaves else back, sentence)
        if answer is not None:
            return answer
    return render(request, "members/end.html", {"form": form, "mandate": mandate, "back": back})


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def away(request: HttpRequest, slug: str) -> HttpResponse:
    """Marks the delegate as away with a word, or as back."""
    organisation = own.organisation(request, slug)
    require(rules.may_mark_away(signed_in(request), organisation))
    delegate = people.delegate_of(organisation, timezone.now())
    if delegate is None:
        raise Http404(_("There is no delegate."))
    outside = not rules.member_mandate(signed_in(request), organisation)
    leaves = delegate.away_since is None
    form = AwayForm(posted(request), must_say=outside and leaves)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        action = partial(members.mark_away, mandate=delegate, by=signed_in(request), away=leaves, note=note)
        sentence = (
            _("The delegate is marked as away. The alternate may act.")
            if leaves
            else _("The delegate is marked as back.")
        )
        answer = run_form_action(request, form, action, address(request, organisation), sentence)
        if answer is not None:
            return answer
    page = {"form": form, "organisation": organisation, "delegate": delegate, "leaves": leaves}
    page["back"] = address(request, organisation)
    return render(request, "members/away.html", page, status=422 if form.errors else 200)


def address(request: HttpRequest, organisation: Organisation) -> str:
    """Where one comes from: the people of the own member, or the member at the desk."""
    if rules.member_mandate(signed_in(request), organisation):
        return f"{reverse('people')}?as={organisation.slug}"
    return reverse("desk_member", args=[organisation.slug])


def _back(request: HttpRequest, organisation: Organisation) -> str:
    return address(request, organisation)


def context(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """What the list of people shows, at the member's own page and at the desk."""
    person = signed_in(request)
    now = timezone.now()
    mandates = people.list_current_mandates(organisation, now)
    delegate = next((m for m in mandates if m.kind == MandateKind.DELEGATE), None)
    may_invite = rules.may_invite(person, organisation) is True
    refusing = outbox.refusing_in(organisation, now) if may_invite else set()
    return {
        "crumbs": breadcrumbs((str(organisation), f"{reverse('city')}?as={organisation.slug}"), here=_("Team")),
        "organisation": organisation,
        "held": [
            {
                "mandate": m,
                "may_end": rules.may_end_mandate(person, m) is True,
                "refuses_mail": m.person_id in refusing,
            }
            for m in mandates
        ],
        "delegate": delegate,
        "secretariat": secretariat_address(),
        "has_substitute": any(m.kind == MandateKind.SUBSTITUTE for m in mandates),
        "invitations": _invited(organisation, now) if may_invite else [],
        "may_invite": may_invite,
        "may_mark_away": rules.may_mark_away(person, organisation) is True,
        "inviters": [m.person for m in mandates if m.kind in ("focal_point", "delegate")],
        "token": new_token(),
        "several": len(own.organisations_of(person)) > 1,
    }


def _invited(organisation: Organisation, now: datetime) -> list[dict[str, Any]]:
    invited = list(people.open_invitations(organisation))
    undelivered = outbox.undelivered_invitations(invited)
    return [
        {"row": open_invitation, "state": open_invitation.state(now), "undelivered": open_invitation.pk in undelivered}
        for open_invitation in invited
    ]
