"""The people of a member: who speaks for it, who is invited, who is away."""

from __future__ import annotations

from datetime import datetime
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
from accounts.forms.acting import new_token
from accounts.forms.people import AwayForm, DeedForm, InviteForm
from accounts.messages import secretariat
from accounts.models import Organisation
from accounts.queries import outbox, people
from accounts.rules import Refusal, require
from accounts.states import MandateKind

from . import own
from .acting import answers_refusals, refuse, signed_in
from .deeds import do
from .limiting import limited
from .posting import posted


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The people of one's organisation; who belongs to several chooses."""
    mine = own.organisations_of(signed_in(request))
    if not mine:
        return refuse(request, Refusal(_("This page belongs to the people of a member or a partner.")))
    slug = request.GET.get("as", "")
    chosen = next((one for one in mine if one.slug == slug), None)
    if slug and chosen is None:
        raise Http404
    if chosen is None and len(mine) > 1:
        return render(request, "members/choose.html", {"organisations": mine})
    return render(request, "members/people.html", context(request, chosen or mine[0]))


@login_required
@require_http_methods(["GET", "POST"])
@limited("inviting")
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
    said = _("Invited: %(email)s. The letter leaves within minutes.") % {"email": data["email"]}

    def deed() -> object:
        return invitations.invite(
            organisation=organisation,
            email=data["email"],
            kind=data.get("kind") or MandateKind.OFFICER,
            language=data["language"],
            name=data["name"],
            office=data["office"],
            evidence=data.get("evidence", ""),
            by=signed_in(request),
        )

    return do(request, form, deed, address(request, organisation), said)


@login_required
@require_POST
@limited("inviting")
@answers_refusals
def invitation(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Sends an invitation again, or takes it back."""
    found = own.invitation(request, pk)
    ways = {
        "resend": (invitations.resend, _("Sent again, with a new link.")),
        "revoke": (invitations.revoke, _("Taken back. Its link opens nothing any more.")),
    }
    if act not in ways:
        raise Http404
    way, said = ways[act]
    form = DeedForm(request.POST)
    answer = do(
        request, form, lambda: way(invitation=found, by=signed_in(request)), _back(request, found.organisation), said
    )
    return answer or refuse(request, Refusal(" ".join(str(error) for error in form.non_field_errors())))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a mandate, after a page that says what follows from it."""
    mandate = own.mandate(request, pk)
    require(rules.may_end_mandate(signed_in(request), mandate))
    form = DeedForm(posted(request))
    back = address(request, mandate.organisation)
    if request.method == "POST" and form.is_valid():
        leaves = mandate.person_id == request.user.pk
        said = _("The mandate has ended. What was said on it stays said.")
        deed = lambda: members.end_mandate(mandate=mandate, by=signed_in(request))  # noqa: E731
        answer = do(request, form, deed, "/" if leaves else back, said)
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
        deed = lambda: members.mark_away(mandate=delegate, by=signed_in(request), away=leaves, note=note)  # noqa: E731
        said = _("Marked as away. The substitute may act.") if leaves else _("Marked as back.")
        answer = do(request, form, deed, address(request, organisation), said)
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
    held = people.holding(organisation, now)
    delegate = next((m for m in held if m.kind == MandateKind.DELEGATE), None)
    may_invite = rules.may_invite(person, organisation) is True
    refusing = outbox.refusing_in(organisation, now) if may_invite else set()
    return {
        "organisation": organisation,
        "held": [
            {
                "mandate": m,
                "may_end": rules.may_end_mandate(person, m) is True,
                "refuses_mail": m.person_id in refusing,
            }
            for m in held
        ],
        "delegate": delegate,
        "secretariat": secretariat(),
        "has_substitute": any(m.kind == MandateKind.SUBSTITUTE for m in held),
        "invitations": _invited(organisation, now) if may_invite else [],
        "may_invite": may_invite,
        "may_mark_away": rules.may_mark_away(person, organisation) is True,
        "inviters": [m.person for m in held if m.kind in ("focal_point", "delegate")],
        "token": new_token(),
        "several": len(own.organisations_of(person)) > 1,
    }


def _invited(organisation: Organisation, now: datetime) -> list[dict[str, Any]]:
    invited = list(people.invitations(organisation))
    undelivered = outbox.undelivered(invited)
    return [{"row": one, "state": one.state(now), "undelivered": one.pk in undelivered} for one in invited]
