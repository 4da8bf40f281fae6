"""The resolution of a council on which an amendment is based: the page of its team, and the file for readers."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions.amending import resolutions as actions
from charter.forms.acting import ActingForm
from charter.forms.amending.resolutions import ResolutionForm
from charter.models import Amendment
from charter.queries.amending.resolutions import resolution_by_key, visible_resolution
from charter.views.own_organisations import home_of, own

SAVED = gettext_lazy("The resolution is attached to the amendment.")
REMOVED = gettext_lazy("The resolution was removed.")


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Attaches a resolution to an amendment, replaces it or removes it."""
    person, amendment = signed_in(request), own(request, key)
    require(rules.may_attach_resolution(person, amendment))
    attached, is_removing = visible_resolution(person, amendment), request.POST.get("act") == "remove"
    form = ResolutionForm(
        None if is_removing else posted(request), None if is_removing else uploaded(request), attached=attached
    )
    sent = ActingForm(request.POST) if is_removing else form
    if sent.is_valid():
        values = {"amendment": amendment, "by": person, **({} if is_removing else _values(form))}
        action = partial(actions.remove_resolution if is_removing else actions.attach_resolution, **values)
        answer = run_form_action(request, sent, action, _back(amendment), REMOVED if is_removing else SAVED)
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "form": form,
        "sent": sent,
        "attached": attached,
        "back": _back(amendment),
        "crumbs": breadcrumbs(
            (str(amendment.organisation), home_of(person, amendment)),
            (_name(amendment), _back(amendment)),
            here=_("Resolution of the council"),
        ),
    }
    return render(request, "charter/amending/resolutions/change.html", context, status=422 if sent.errors else 200)


@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file, for everybody who may read the amendment."""
    person = request.user if isinstance(request.user, Person) else None
    resolution = resolution_by_key(person, key)
    if resolution is None:
        raise Http404(_("There is no file."))
    name = f"resolution-{str(resolution.amendment).replace('/', '-')}.pdf"
    return FileResponse(resolution.file.open("rb"), as_attachment=True, filename=name)


def _values(form: ResolutionForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("number", "adopted_on", "file")}


def _name(amendment: Amendment) -> str:
    return _("Amendment %(number)s") % {"number": amendment} if amendment.number else _("Draft")


def _back(amendment: Amendment) -> str:
    if amendment.is_public:
        return reverse("amendment", args=[amendment.round.number, amendment.number])
    return reverse("draft_check", args=[amendment.key])
