"""Posting, answering, changing, removing and reporting comments. Every page works without script."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules as people
from accounts.actions.tokens import counted_once
from accounts.models import Mandate, Organisation, Person
from accounts.numbers import whole_number
from accounts.views.acting import answers_refusals, refuse, signed_in
from charter import rules
from charter.actions.comments import comments
from charter.forms.comments.comments import CommentForm, RemovalForm, ReportForm
from charter.models import Amendment, CharterComment, Provision, Round
from charter.queries.amending.amendments import amendments_with_round
from charter.queries.amending.rounds import running_round
from charter.queries.comments import comments as comment_queries
from charter.queries.comments.comments import visible_comments
from charter.queries.comments.quotations import quotable_texts
from charter.queries.reading import charters, provision_histories
from charter.queries.reading.current_wordings import current_wording
from charter.queries.reading.provisions import provisions_with_charter
from charter.views.comments.comments import place_of
from charter.views.own_organisations import organisations_of
from charter.views.text_frame import reader, words_language
from charter.wording.comments import signature_of, why_not_quoted


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def post(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """A new comment, or an answer where `?answer=` names one."""
    target = _target(request, kind, ref)
    round_ = target.round if isinstance(target, Amendment) else running_round(target.charter)
    allowed = rules.may_comment(signed_in(request), round_)
    if isinstance(allowed, people.Refusal) and request.method == "GET":
        return refuse(request, allowed)
    parent = _parent(request, target)
    form = _form(request, target, parent)
    if request.method == "POST" and form.is_valid():
        return _act(request, form, target, round_, parent)
    context = {
        "form": form,
        "target": target,
        "parent": parent,
        "words": form.words,
        "back": address(target),
        "signatures": _signatures(signed_in(request)),
    }
    return render(request, "charter/comments/form.html", context, status=200 if not form.errors else 422)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = readable_comment(request, pk)
    people.require(rules.may_edit_comment(signed_in(request), comment))
    target = comment.content_object
    form = _form(request, target, None, comment)
    if request.method == "POST" and form.is_valid():
        comments.edit_comment(comment=comment, by=signed_in(request), text=form.cleaned_data["comment"])
        return redirect(place_of(comment, target, address(target)))
    return render(
        request,
        "charter/comments/form.html",
        {"form": form, "target": target, "editing": comment, "back": address(target)},
    )


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    comment = readable_comment(request, pk)
    people.require(rules.may_remove_comment(signed_in(request), comment))
    is_own, back = comment.user_id == signed_in(request).pk, address(comment.content_object)
    form = RemovalForm(request.POST if request.method == "POST" else None, is_own=is_own)
    if request.method == "POST" and form.is_valid():
        comments.remove_comment(comment=comment, by=signed_in(request), because=form.cleaned_data["because"])
        return redirect(back)
    context = {"comment": comment, "back": back, "form": form, "is_own": is_own}
    status = 422 if form.errors else 200
    return render(request, "charter/comments/remove.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def report(request: HttpRequest, pk: int) -> HttpResponse:
    comment = readable_comment(request, pk)
    back = address(comment.content_object)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        comments.report_comment(comment=comment, by=signed_in(request), why=form.cleaned_data["why"])
        messages.success(
            request,
            _(
                "The secretariat will review this comment. The comment remains on the page until the "
                "secretariat decides."
            ),
        )
        return redirect(place_of(comment, comment.content_object, back))
    context = {"comment": comment, "back": back, "form": form}
    status = 422 if form.errors else 200
    return render(request, "charter/comments/report.html", context, status=status)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a comment leads to its place."""
    comment = readable_comment(request, pk)
    target = comment.content_object
    return redirect(place_of(comment, target, address(target)))


def address(target: Provision | Amendment) -> str:
    """The page on which comments on this thing are read."""
    if isinstance(target, Provision):
        return reverse("provision", args=[target.short])
    return reverse("amendment", args=[target.round.number, target.number])


def _target(request: HttpRequest, kind: str, ref: str) -> Provision | Amendment:
    if kind == "provision":
        provision = get_object_or_404(provisions_with_charter(), short=ref)
        if not _may_read(request, provision):
            raise Http404
        return provision
    number, _, rest = ref.partition("-")
    if kind != "amendment" or whole_number(number) is None or whole_number(rest) is None:
        raise Http404
    amendment = get_object_or_404(amendments_with_round(), round__number=number, number=rest)
    people.require(rules.may_read(signed_in(request), amendment))
    return amendment


def readable_comment(request: HttpRequest, pk: int) -> CharterComment:
    """A comment that this person may see: public, not removed, on something they may read."""
    comment = get_object_or_404(visible_comments(), pk=pk)
    if comment.content_object is None or not _may_read(request, comment.content_object):
        raise Http404
    return comment


def _may_read(request: HttpRequest, target: Provision | Amendment) -> bool:
    """Whether the person may open the page on which comments on this thing are read."""
    person = reader(request)
    if isinstance(target, Amendment):
        return bool(rules.may_read(person, target))
    language = charters.edition_in(words_language(request))
    return (
        provision_histories.citation_on_page(target, target.charter, language, person, running_round(target.charter))
        is not None
    )


def _parent(request: HttpRequest, target: Provision | Amendment) -> CharterComment | None:
    pk = whole_number(request.POST.get("answer_to") or request.GET.get("answer") or "")
    if pk is None:
        return None
    parent = readable_comment(request, pk)
    if parent.content_object != target:
        raise Http404
    return parent


def _form(
    request: HttpRequest,
    target: Provision | Amendment,
    parent: CharterComment | None,
    comment: CharterComment | None = None,
) -> CommentForm:
    language = request.LANGUAGE_CODE
    wording = current_wording(target, language) if isinstance(target, Provision) else None
    initial: dict[str, Any] = {"language": language, "answer_to": parent.pk if parent else None}
    if comment is not None:
        initial |= {name: getattr(comment, name) for name in ("comment", "kind", "language", "quote")}
    return CommentForm(
        request.POST or None,
        initial=initial,
        languages=settings.LANGUAGES,
        organisations=[] if comment else _mine(request),
        mandates=[] if comment else _several_mandates(signed_in(request)),
        words=wording.text if wording else "",
        quotable=quotable_texts(target),
        not_quoted=why_not_quoted(target),
    )


def _several_mandates(person: Person) -> list[Mandate]:
    """The mandates of organisations for which the person has more than one."""
    mandates = list(people.mandates_of(person))
    counted = Counter(mandate.organisation_id for mandate in mandates)
    return [mandate for mandate in mandates if counted[mandate.organisation_id] > 1]


def _mine(request: HttpRequest) -> list[int]:
    return [city.pk for city in organisations_of(signed_in(request))]


def _signatures(person: Person) -> list[dict[str, str]]:
    """The signatures that this person's comment can have: one for each member of the person."""
    cities: list[Organisation | None] = [*organisations_of(person)] or [None]
    signed = (signature_of(person, comment_queries.office_of(person, city), city) for city in cities)
    return [{"name": name, "city": city} for name, city in signed]


def _act(
    request: HttpRequest,
    form: CommentForm,
    target: Provision | Amendment,
    round_: Round | None,
    parent: CharterComment | None,
) -> HttpResponse:
    with counted_once(form.cleaned_data["token"], signed_in(request)) as sent:
        comment = comments.post_comment(
            target=target,
            by=signed_in(request),
            text=form.cleaned_data["comment"],
            kind=form.cleaned_data["kind"],
            language=form.cleaned_data["language"],
            quote=form.cleaned_data["quote"],
            organisation=form.cleaned_data["organisation"],
            mandate=form.cleaned_data.get("mandate"),
            round_=round_,
            reply_to=parent,
        )
        sent.outcome = place_of(comment, target, address(target))
    return redirect(sent.outcome)
