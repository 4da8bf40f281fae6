"""Publishing: the checks, the proposal, the second person; exceptions, corrigenda, rounds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import exceptions, versions
from charter.forms.desk_publishing import AgreeForm, ExceptionForm, PublishForm
from charter.imports import reports
from charter.models import Charter, Provision, Publication, Version
from charter.queries import checks, ledger, references
from charter.queries.checks import Check
from charter.queries.references import Reference
from charter.queries.tongues import tongue
from charter.states import LedgerState
from charter.templatetags.charter_text import interface, ledger_status

from .desk_frame import the_charter, views_of

PLACES = {"merges": "desk_merges", "decisions": "desk", "merged": "desk_merges", "languages": "languages"}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def publish(request: HttpRequest) -> HttpResponse:
    """What is asked before a version goes out, done or not; then two people."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    charter = the_charter()
    waiting = Publication.objects.filter(charter=charter, version=None, dropped_at=None).first()
    agree = AgreeForm(request.POST if request.POST.get("act") in ("agree", "drop") else None)
    form = PublishForm(
        request.POST if request.POST.get("act") == "propose" else None, open_amendments=checks.open_amendments(charter)
    )
    if request.method == "POST":
        answer = _act(request, charter, waiting, form, agree)
        if answer is not None:
            return answer
    carried = form.carried() if form.is_bound and form.is_valid() else waiting.carried_over if waiting else []
    found = checks.of_publication(charter, carried)
    context = {
        "views": views_of(request, "publish"),
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Publish"), "url": ""}],
        "next": charter.versions.count() + 1,
        "checks": [_check(check) for check in found],
        "findings": _findings(charter),
        "references": [_reference(one) for one in references.out_of_date(charter, _latest(charter))],
        "ready": all(check.holds for check in found),
        "form": form,
        "agree": agree,
        "waiting": waiting,
        "may": bool(rules.may_moderate(signed_in(request))),
        "needs_two": settings.PUBLISH_NEEDS_TWO,
        **(_waiting(signed_in(request), waiting) if waiting else {}),
    }
    refused = form.errors or agree.errors
    return render(request, "charter/desk/publish.html", context, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def exception(request: HttpRequest, code: str, short: str) -> HttpResponse:
    """Lets a language of a provision go out behind, signed."""
    require(rules.may_moderate(signed_in(request)))
    place = get_object_or_404(Provision.objects.select_related("charter__arrangement"), short=short)
    line = ledger.line(place.charter, place, code)
    if line is None:
        raise Http404
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"provision": place, "language": code, "by": signed_in(request)}
        answer = do(
            request,
            form,
            lambda: exceptions.sign(reason=form.cleaned_data["reason"], until=form.cleaned_data["until"], **said),
            reverse("desk_publish"),
            _("Signed. It is printed in the version."),
        )
        if answer is not None:
            return answer
    labels = place.charter.arrangement.labels(interface()) if place.charter.arrangement else {}
    cite = labels[str(place.key)].citation if str(place.key) in labels else short
    context = {
        "form": form,
        "line": line,
        "cite": cite,
        "tongue": tongue(code),
        "status": ledger_status(line.state),
        "held": line.exception if line.state == LedgerState.EXCEPTED else None,
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": _("Publish"), "url": reverse("desk_publish")},
            {"word": _("Exception"), "url": ""},
        ],
    }
    return render(request, "charter/desk/exception.html", context, status=422 if form.errors else 200)


def _act(
    request: HttpRequest, charter: Charter, waiting: Publication | None, form: PublishForm, agree: AgreeForm
) -> HttpResponse | None:
    here = reverse("desk_publish")
    if form.is_bound:
        if not form.is_valid():
            return None
        said = {name: form.cleaned_data[name] for name in ("status", "body", "on", "notes")}
        deed = lambda: versions.propose(charter=charter, by=signed_in(request), carried_over=form.carried(), **said)  # noqa: E731
        return do(request, form, deed, here, _("Proposed. A second person must agree."))
    if not agree.is_bound or not agree.is_valid():
        return None
    if waiting is None or waiting.pk != agree.cleaned_data["publication"]:
        agree.add_error(None, _("This publication does not wait any more."))
        return None
    if request.POST["act"] == "drop":
        return do(
            request, agree, lambda: versions.drop(publication=waiting, by=signed_in(request)), here, _("Taken back.")
        )
    return do(
        request,
        agree,
        lambda: versions.publish(publication=waiting, by=signed_in(request)),
        lambda made: reverse("version", args=[made.number]),
        _("Published."),
    )


def _findings(charter: Charter) -> list[dict[str, Any]] | None:
    """What the checks of languages see and nobody has accepted; none where a large charter is still looked at."""
    counts = reports.counted(charter, at_once=False)
    if counts is None:
        return None
    return [
        {"tongue": tongue(code), "count": count, "url": reverse("language_findings", args=[code])}
        for code, count in counts.items()
        if count
    ]


def _latest(charter: Charter) -> Version | None:
    return charter.versions.select_related("arrangement__charter").order_by("-number").first()


def _reference(one: Reference) -> dict[str, str]:
    """A row: where a number is cited that is another one now."""
    names = {"cited": one.cited, "now": one.now}
    said = _("It cites %(cited)s, which is %(now)s now.") if one.now else _("It cites %(cited)s, which has gone.")
    url = reverse("provision", args=[one.short])
    return {"title": f"{one.provision} ({tongue(one.language).name})", "url": url, "text": said % names}


def _check(check: Check) -> dict[str, Any]:
    """A row: done or not, what stands in the way, and where it is put right."""
    return {
        "status": {
            "shape": "accepted" if check.holds else "check",
            "word": _("Done") if check.holds else _("Not yet"),
        },
        "title": check.title,
        "open": check.open,
        "url": reverse(PLACES[check.name]) if not check.holds else "",
    }


def _waiting(person: Person, waiting: Publication) -> dict[str, Any]:
    may = rules.may_agree_to_publish(person, waiting)
    return {
        "status": waiting.get_status_display(),
        "refused": str(may.why) if isinstance(may, Refusal) else "",
        "proposed_by": waiting.proposed_by,
    }
