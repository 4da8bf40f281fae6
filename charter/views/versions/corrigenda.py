"""Corrigenda of a version: proposing one, and the second person's signature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.amending.changes import typed_over
from charter.actions.versions import corrigenda
from charter.forms.versions.publishing import CorrigendumForm, SignForm
from charter.models import ProposedCorrigendum, Provision, Version, VersionWording
from charter.queries.languages.names import language_of
from charter.queries.reading.comparing import redline_of
from charter.queries.versions.publications import corrected_lines, line_cited, lines_with_wording, waiting_corrections
from charter.views.desk_frame import the_charter
from charter.wording.charter_text import in_words_apart, interface_language, language_attributes
from charter.wording.round_times import format_day


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Corrigenda that need a second signature, published ones, and the way to correct a provision."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    version = charter.versions.order_by("-number").first()
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _sign(request, form)
        if answer is not None:
            return answer
    waiting = waiting_corrections(charter)
    context = {
        "version": version,
        "form": form,
        "crumbs": _crumbs(_("Corrigenda")),
        "waiting": [
            _waiting(corrigendum, printed, signed_in(request)) for corrigendum, printed in _with_printed(waiting)
        ],
        "signed": [
            _signed(corrigendum)
            for corrigendum in (version.corrigenda.select_related("provision", "wording", "reason") if version else ())
        ],
    }
    return render(request, "charter/versions/corrigenda.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def propose(request: HttpRequest, version: int, code: str, short: str) -> HttpResponse:
    """The printed words in a box, to be put right, with a reason."""
    require(rules.may_moderate(signed_in(request)))
    number = get_object_or_404(Version, charter=the_charter(), number=version)
    place = get_object_or_404(Provision, short=short)
    line = get_object_or_404(lines_with_wording(), version=number, provision=place, language=code)
    begin = {"short": short, "language": code, "words": line.wording.text if line.wording else ""}
    form = CorrigendumForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        arguments: dict[str, Any] = {"version": number, "provision": place, "language": code, "by": signed_in(request)}
        html = typed_over(line.wording, form.cleaned_data["words"])
        answer = run_form_action(
            request,
            form,
            lambda: corrigenda.propose_corrigendum(html=html, reason=form.cleaned_data["reason"], **arguments),
            reverse("desk_corrigenda"),
            _("The corrigendum was proposed. A second person must sign it."),
        )
        if answer is not None:
            return answer
    context = {
        "form": form,
        "version": number,
        "line": line,
        "language": language_of(code),
        "crumbs": _crumbs(line.citation),
        **language_attributes(code),
    }
    return render(request, "charter/versions/corrigendum.html", context, status=422 if form.errors else 200)


def _sign(request: HttpRequest, form: SignForm) -> HttpResponse | None:
    proposed = get_object_or_404(ProposedCorrigendum, pk=form.cleaned_data["proposed"])
    act = corrigenda.agree_corrigendum if form.cleaned_data["act"] == "sign" else corrigenda.drop_corrigendum
    return run_form_action(
        request, form, lambda: act(proposed=proposed, by=signed_in(request)), reverse("desk_corrigenda"), _("Done.")
    )


def _with_printed(waiting: Iterable[ProposedCorrigendum]) -> list[tuple[ProposedCorrigendum, VersionWording]]:
    """Each with the line of its version that it would correct."""
    proposed = list(waiting)
    by_place = corrected_lines(proposed)
    return [
        (
            proposed_corrigendum,
            by_place[
                proposed_corrigendum.version_id, proposed_corrigendum.provision_id, proposed_corrigendum.language
            ],
        )
        for proposed_corrigendum in proposed
    ]


def _waiting(proposed_corrigendum: ProposedCorrigendum, printed: VersionWording, person: Person) -> dict[str, Any]:
    before = printed.wording.html if printed.wording else ""
    return {
        "pk": proposed_corrigendum.pk,
        "cite": printed.citation,
        "version": proposed_corrigendum.version.number,
        "words": redline_of(before, proposed_corrigendum.html, interface_language()),
        "reason": in_words_apart(proposed_corrigendum.reason),
        "by": proposed_corrigendum.proposed_by,
        "mine": proposed_corrigendum.proposed_by_id == person.pk,
        "form": SignForm(initial={"proposed": proposed_corrigendum.pk}),
        **language_attributes(proposed_corrigendum.language),
    }


def _signed(corrigendum: Any) -> dict[str, Any]:
    return {
        "title": _("Corrigendum %(number)s, %(day)s")
        % {"number": corrigendum.number, "day": format_day(corrigendum.at)},
        "text": in_words_apart(corrigendum.reason),
        "url": reverse("provision", args=[corrigendum.provision.short]),
    }


def _crumbs(last: str) -> list[Crumb]:
    above = [(_("Publish"), reverse("desk_publish"))]
    if last != _("Corrigenda"):
        above.append((_("Corrigenda"), reverse("desk_corrigenda")))
    return secretariat_breadcrumbs(*above, here=last)


@login_required
@require_GET
@answers_refusals
def start(request: HttpRequest) -> HttpResponse:
    """Leads from a citation and a language to the text to correct."""
    require(rules.may_moderate(signed_in(request)))
    version = the_charter().versions.order_by("-number").first()
    cite, code = request.GET.get("at", "").strip(), request.GET.get("language", "")
    line = line_cited(version, code, cite)
    if version is None or line is None:
        query = urlencode({"none": 1, "at": cite, "language": code})
        return redirect(f"{reverse('desk_corrigenda')}?{query}")
    return redirect("desk_corrigendum", version.number, code, line.provision.short)
