"""Corrigenda of a version: proposing one, and the second person's signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import corrigenda
from charter.actions.changes import typed_over
from charter.forms.desk_publishing import CorrigendumForm, SignForm
from charter.models import ProposedCorrigendum, Provision, Version, VersionWording
from charter.queries.comparing import redline
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import attributes, in_words, interface
from charter.templatetags.moments import day

from .desk_frame import the_charter


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a second signature, what is printed, and where to correct a provision."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    version = charter.versions.order_by("-number").first()
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _sign(request, form)
        if answer is not None:
            return answer
    waiting = ProposedCorrigendum.objects.filter(version__charter=charter, corrigendum=None, dropped_at=None)
    waiting = waiting.select_related("provision", "reason", "proposed_by", "version")
    context = {
        "version": version,
        "form": form,
        "crumbs": _crumbs(_("Corrigenda")),
        "waiting": [_waiting(one, printed, signed_in(request)) for one, printed in _with_printed(waiting)],
        "signed": [
            _signed(one)
            for one in (version.corrigenda.select_related("provision", "wording", "reason") if version else ())
        ],
    }
    return render(request, "charter/desk/corrigenda.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def propose(request: HttpRequest, version: int, code: str, short: str) -> HttpResponse:
    """The printed words in a box, to be put right, with a reason."""
    require(rules.may_moderate(signed_in(request)))
    number = get_object_or_404(Version, charter=the_charter(), number=version)
    place = get_object_or_404(Provision, short=short)
    line = get_object_or_404(
        VersionWording.objects.select_related("wording"), version=number, provision=place, language=code
    )
    begin = {"short": short, "language": code, "words": line.wording.text if line.wording else ""}
    form = CorrigendumForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"version": number, "provision": place, "language": code, "by": signed_in(request)}
        html = typed_over(line.wording, form.cleaned_data["words"])
        answer = do(
            request,
            form,
            lambda: corrigenda.propose(html=html, reason=form.cleaned_data["reason"], **said),
            reverse("desk_corrigenda"),
            _("Proposed. A second person must sign."),
        )
        if answer is not None:
            return answer
    context = {
        "form": form,
        "version": number,
        "line": line,
        "tongue": tongue(code),
        "crumbs": _crumbs(line.citation),
        **attributes(code),
    }
    return render(request, "charter/desk/corrigendum.html", context, status=422 if form.errors else 200)


def _sign(request: HttpRequest, form: SignForm) -> HttpResponse | None:
    proposed = get_object_or_404(ProposedCorrigendum, pk=form.cleaned_data["proposed"])
    act = corrigenda.agree if form.cleaned_data["act"] == "sign" else corrigenda.drop
    return do(
        request, form, lambda: act(proposed=proposed, by=signed_in(request)), reverse("desk_corrigenda"), _("Done.")
    )


def _with_printed(waiting: Iterable[ProposedCorrigendum]) -> list[tuple[ProposedCorrigendum, VersionWording]]:
    """Each with the line of its version that it would correct."""
    proposed = list(waiting)
    lines = VersionWording.objects.filter(
        version__in=[one.version_id for one in proposed], provision__in=[one.provision_id for one in proposed]
    )
    by_place = {(row.version_id, row.provision_id, row.language): row for row in lines.select_related("wording")}
    return [(one, by_place[one.version_id, one.provision_id, one.language]) for one in proposed]


def _waiting(one: ProposedCorrigendum, printed: VersionWording, person: Person) -> dict[str, Any]:
    before = printed.wording.html if printed.wording else ""
    return {
        "pk": one.pk,
        "cite": printed.citation,
        "version": one.version.number,
        "words": redline(before, one.html, interface()),
        "reason": in_words(one.reason),
        "by": one.proposed_by,
        "mine": one.proposed_by_id == person.pk,
        "form": SignForm(initial={"proposed": one.pk}),
        **attributes(one.language),
    }


def _signed(one: Any) -> dict[str, Any]:
    return {
        "title": _("Corrigendum %(number)s, %(day)s") % {"number": one.number, "day": day(one.at)},
        "text": in_words(one.reason),
        "url": reverse("provision", args=[one.provision.short]),
    }


def _crumbs(last: str) -> list[dict[str, str]]:
    crumbs = [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Publish"), "url": reverse("desk_publish")}]
    if last != _("Corrigenda"):
        crumbs.append({"word": _("Corrigenda"), "url": reverse("desk_corrigenda")})
    return [*crumbs, {"word": last, "url": ""}]


@login_required
@require_GET
@answers_refusals
def start(request: HttpRequest) -> HttpResponse:
    """From a citation and a language to the words that are to be corrected."""
    require(rules.may_moderate(signed_in(request)))
    version = the_charter().versions.order_by("-number").first()
    cite, code = request.GET.get("at", "").strip(), request.GET.get("language", "")
    rows = VersionWording.objects.filter(version=version, language=code, wording__isnull=False)
    line = rows.filter(citation__iexact=cite).select_related("provision").first()
    if version is None or line is None:
        return redirect(reverse("desk_corrigenda") + "?none=1")
    return redirect("desk_corrigendum", version.number, code, line.provision.short)
