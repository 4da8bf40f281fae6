"""Publishing: the checks, the proposal, the second person; exceptions, corrigenda, rounds."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules, texts
from charter.actions.languages import language_exceptions
from charter.actions.versions import citations, versions
from charter.forms.acting import ActingForm
from charter.forms.versions.publishing import AgreeForm, ExceptionForm, FollowForm, PublishForm
from charter.models import Charter, Publication, Version
from charter.quality import reports
from charter.queries.amending.rounds import running_round
from charter.queries.languages import ledger
from charter.queries.languages.names import language_of
from charter.queries.reading import references
from charter.queries.reading.provisions import provisions_with_charter
from charter.queries.reading.references import OutdatedCitation, Reference
from charter.queries.versions import publication_checks
from charter.queries.versions.publication_checks import Check, CheckName
from charter.queries.versions.publications import waiting_publication
from charter.states import LedgerState
from charter.text import diff
from charter.views.desk_frame import the_charter, views_of
from charter.wording.charter_text import interface_language, ledger_status
from charter.wording.publication_checks import TITLES, obstacle_text
from charter.wording.rounds import ending_sentence

PLACES = {
    CheckName.MERGES: "desk_merges",
    CheckName.DECISIONS: "desk",
    CheckName.MERGED: "desk_merges",
    CheckName.LANGUAGES: "languages",
}
# The part of the page itself where each language's findings are.
FINDINGS = "#findings"


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def publish(request: HttpRequest) -> HttpResponse:
    """The conditions for publishing a version, met or not; then the confirmations of two people."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    charter = the_charter()
    waiting = waiting_publication(charter)
    agree = AgreeForm(request.POST if request.POST.get("act") in ("agree", "drop") else None)
    form = PublishForm(
        request.POST if request.POST.get("act") == "propose" else None,
        open_amendments=publication_checks.open_amendments(charter),
    )
    latest = _latest(charter)
    followed = references.texts_with_citations(charter, latest)
    follow = FollowForm(
        request.POST if request.POST.get("act") == "follow" else None,
        initial={"changes": citations.citations_digest(followed)},
        prefix="follow",
    )
    if request.method == "POST":
        answer = _follow(request, charter, follow) or _act(request, charter, waiting, form, agree)
        if answer is not None:
            return answer
    carried = form.carried() if form.is_bound and form.is_valid() else waiting.carried_over if waiting else []
    checks = publication_checks.checks_of_publication(charter, carried)
    context = {
        "views": views_of(request, "publish", charter),
        "crumbs": secretariat_breadcrumbs(here=_("Publish")),
        "next": charter.versions.count() + 1,
        "checks": [_check(check) for check in checks],
        "findings": _findings(charter),
        "references": [_reference(reference) for reference in references.out_of_date(charter, latest)],
        "followed": [_followed(outdated_citation) for outdated_citation in followed],
        "follow": follow,
        "round_after": ending_sentence(running_round(charter), carried, timezone.now()),
        "ready": all(check.holds for check in checks),
        "form": form,
        "agree": agree,
        "waiting": waiting,
        "may": bool(rules.may_moderate(signed_in(request))),
        "needs_two": settings.PUBLISH_NEEDS_TWO,
        **(_waiting(signed_in(request), waiting) if waiting else {}),
    }
    refused = form.errors or agree.errors or follow.errors
    return render(request, "charter/versions/publish.html", context, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def exception(request: HttpRequest, code: str, short: str) -> HttpResponse:
    """Signs an exception, so that a version can be published with this language out of date."""
    require(rules.may_moderate(signed_in(request)))
    place = get_object_or_404(provisions_with_charter(), short=short)
    line = ledger.ledger_line(place.charter, place, code)
    if line is None:
        raise Http404
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arguments: dict[str, Any] = {"provision": place, "language": code, "by": signed_in(request)}
        answer = run_form_action(
            request,
            form,
            lambda: language_exceptions.sign_exception(
                reason=form.cleaned_data["reason"], until=form.cleaned_data["until"], **arguments
            ),
            reverse("desk_publish"),
            _("Signed. The exception is printed in the version."),
        )
        if answer is not None:
            return answer
    labels = place.charter.arrangement.labels(interface_language()) if place.charter.arrangement else {}
    cite = labels[str(place.key)].citation if str(place.key) in labels else short
    context = {
        "form": form,
        "line": line,
        "short": short,
        "cite": cite,
        "language": language_of(code),
        "status": ledger_status(line.state),
        "exception": line.exception if line.state == LedgerState.EXCEPTED else None,
        "end": ActingForm(),
        "crumbs": secretariat_breadcrumbs((_("Publish"), reverse("desk_publish")), here=_("Exception")),
    }
    return render(request, "charter/versions/exception.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@answers_refusals
def end_exception(request: HttpRequest, code: str, short: str) -> HttpResponse:
    """Ends an exception before its day."""
    require(rules.may_moderate(signed_in(request)))
    provision = get_object_or_404(provisions_with_charter(), short=short)
    form = ActingForm(request.POST)
    address = reverse("desk_exception", args=[code, short])
    answer = run_form_action(
        request,
        form,
        lambda: language_exceptions.end_exception(provision=provision, language=code, by=signed_in(request)),
        reverse("desk_publish"),
        _("The exception has ended. The language version is out of date again."),
    )
    if answer is None:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return answer or redirect(address)


def _act(
    request: HttpRequest, charter: Charter, waiting: Publication | None, form: PublishForm, agree: AgreeForm
) -> HttpResponse | None:
    address = reverse("desk_publish")
    if form.is_bound:
        if not form.is_valid():
            return None
        arguments = {name: form.cleaned_data[name] for name in ("status", "on", "notes")}
        arguments |= {"body": form.first_body_name(), "body_names": form.body_names()}
        action = partial(
            versions.propose_version, charter=charter, by=signed_in(request), carried_over=form.carried(), **arguments
        )
        return run_form_action(
            request, form, action, address, _("The publication was proposed. A second person must approve it.")
        )
    if not agree.is_bound or not agree.is_valid():
        return None
    if waiting is None or waiting.pk != agree.cleaned_data["publication"]:
        agree.add_error(None, _("The publication is no longer pending."))
        return None
    if request.POST["act"] == "drop":
        return run_form_action(
            request,
            agree,
            lambda: versions.drop_publication(publication=waiting, by=signed_in(request)),
            address,
            _("The proposed publication was cancelled."),
        )
    return run_form_action(
        request,
        agree,
        lambda: versions.publish_version(publication=waiting, by=signed_in(request)),
        lambda version: reverse("version", args=[version.number]),
        _("The version was published."),
    )


def _follow(request: HttpRequest, charter: Charter, form: FollowForm) -> HttpResponse | None:
    if not form.is_bound or not form.is_valid():
        return None
    changes = form.cleaned_data["changes"]
    return run_form_action(
        request,
        form,
        lambda: citations.follow_citations(charter=charter, seen=changes, by=signed_in(request)),
        reverse("desk_publish"),
        _("The citations were updated in all languages."),
    )


def _followed(outdated_citation: OutdatedCitation) -> dict[str, Any]:
    """A text with its citations of today, as tracked changes."""
    changes = diff(
        texts.single_block(outdated_citation.wording.html), texts.single_block(citations.html_of(outdated_citation))
    )
    return {
        "language": language_of(outdated_citation.language),
        "redline": changes.redline(interface_language(), prefix=""),
    }


def _findings(charter: Charter) -> list[dict[str, Any]] | None:
    """What the checks of languages see and nobody has accepted; none where a large charter is still looked at."""
    counts = reports.count_findings(charter, at_once=False)
    if counts is None:
        return None
    return [
        {"language": language_of(code), "count": count, "url": reverse("language_findings", args=[code])}
        for code, count in counts.items()
        if count
    ]


def _latest(charter: Charter) -> Version | None:
    return charter.versions.select_related("arrangement__charter").order_by("-number").first()


def _reference(reference: Reference) -> dict[str, str]:
    """A row: where a number is cited that is another one now."""
    names = {"cited": reference.cited, "now": reference.now}
    sentence = (
        _("The text cites %(cited)s, which is now %(now)s.")
        if reference.now
        else _("The text cites %(cited)s, which has been deleted.")
    )
    url = reverse("provision", args=[reference.short])
    return {
        "title": f"{reference.provision} ({language_of(reference.language).in_words})",
        "url": url,
        "text": sentence % names,
    }


def _check(check: Check) -> dict[str, Any]:
    """A row: met or not, the obstacles, and the page on which to remove them."""
    return {
        "status": {
            "shape": "accepted" if check.holds else "check",
            "word": _("Done") if check.holds else _("Not yet"),
        },
        "title": TITLES[check.name],
        "open": [obstacle_text(obstacle) for obstacle in check.open],
        "url": (reverse(PLACES[check.name]) if check.name in PLACES else FINDINGS) if not check.holds else "",
    }


def _waiting(person: Person, waiting: Publication) -> dict[str, Any]:
    may = rules.may_agree_to_publish(person, waiting)
    return {
        "status": waiting.get_status_display(),
        "refused": str(may.why) if isinstance(may, Refusal) else "",
        "proposed_by": waiting.proposed_by,
    }
