"""Posting, answering, changing, removing and reporting comments. Every page works without script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules as people
from accounts.actions import tokens
from accounts.models import Organisation, Person
from accounts.numbers import whole
from accounts.views.acting import answers_refusals, refuse, signed_in
from charter import rules
from charter.actions import remarks
from charter.forms.remarks import RemarkForm
from charter.models import Amendment, Provision, Remark, Round, Standing
from charter.queries import remarks as queries
from charter.queries.rounds import running
from charter.templatetags.remarks import signature

from .comments import place_of
from .frame import reader
from .own import organisations_of


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def post(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """A new comment, or an answer where `?answer=` names one."""
    target = _target(request, kind, ref)
    round_ = target.round if isinstance(target, Amendment) else running(target.charter)
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
    return render(request, "charter/remarks/form.html", context, status=200 if not form.errors else 422)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    remark = _remark(request, pk)
    people.require(rules.may_edit_remark(signed_in(request), remark))
    target = remark.content_object
    form = _form(request, target, None, remark)
    if request.method == "POST" and form.is_valid():
        remarks.edit(remark=remark, by=signed_in(request), text=form.cleaned_data["comment"])
        return redirect(place_of(remark, target, address(target)))
    return render(
        request,
        "charter/remarks/form.html",
        {"form": form, "target": target, "editing": remark, "back": address(target)},
    )


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    remark = _remark(request, pk)
    people.require(rules.may_remove_remark(signed_in(request), remark))
    if request.method == "POST":
        remarks.remove(remark=remark, by=signed_in(request), because=request.POST.get("because", "")[:300])
        return redirect(address(remark.content_object))
    return render(request, "charter/remarks/remove.html", {"remark": remark, "back": address(remark.content_object)})


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def report(request: HttpRequest, pk: int) -> HttpResponse:
    remark = _remark(request, pk)
    if request.method == "POST":
        remarks.report(remark=remark, by=signed_in(request))
    return render(
        request,
        "charter/remarks/report.html",
        {"done": request.method == "POST", "remark": remark, "back": address(remark.content_object)},
    )


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a comment leads to its place."""
    remark = _remark(request, pk)
    target = remark.content_object
    return redirect(place_of(remark, target, address(target)))


def address(target: Provision | Amendment) -> str:
    """The page on which comments on this thing are read."""
    if isinstance(target, Provision):
        return reverse("provision", args=[target.short])
    return reverse("amendment", args=[target.round.number, target.number])


def _target(request: HttpRequest, kind: str, ref: str) -> Provision | Amendment:
    if kind == "provision":
        return get_object_or_404(Provision.objects.select_related("charter"), short=ref)
    number, _, rest = ref.partition("-")
    if kind != "amendment" or whole(number) is None or whole(rest) is None:
        raise Http404
    amendments = Amendment.objects.select_related("round", "organisation")
    amendment = get_object_or_404(amendments, round__number=number, number=rest)
    people.require(rules.may_read(signed_in(request), amendment))
    return amendment


def _remark(request: HttpRequest, pk: int) -> Remark:
    """A comment that this person may see: public, not removed, on something they may read."""
    remark = get_object_or_404(Remark.objects.filter(is_public=True, is_removed=False), pk=pk)
    target = remark.content_object
    if target is None or (isinstance(target, Amendment) and not rules.may_read(reader(request), target)):
        raise Http404
    return remark


def _parent(request: HttpRequest, target: Provision | Amendment) -> Remark | None:
    wanted = whole(request.POST.get("answer_to") or request.GET.get("answer") or "")
    if wanted is None:
        return None
    return get_object_or_404(Remark, pk=wanted, object_pk=str(target.pk), is_public=True, is_removed=False)


def _form(
    request: HttpRequest, target: Provision | Amendment, parent: Remark | None, remark: Remark | None = None
) -> RemarkForm:
    language = request.LANGUAGE_CODE
    standing = (
        Standing.objects.filter(provision=target).select_related("wording") if isinstance(target, Provision) else []
    )
    words = {s.language: s.wording.text for s in standing}
    initial: dict[str, Any] = {"language": language, "answer_to": parent.pk if parent else None}
    if remark is not None:
        initial |= {"comment": remark.comment, "kind": remark.kind, "language": remark.language, "quote": remark.quote}
    return RemarkForm(
        request.POST or None,
        initial=initial,
        languages=settings.LANGUAGES,
        organisations=[] if remark else _mine(request),
        words=words.get(language, ""),
    )


def _mine(request: HttpRequest) -> list[int]:
    return [city.pk for city in organisations_of(signed_in(request))]


def _signatures(person: Person) -> list[dict[str, str]]:
    """What will stand over this person's comment: once for each member that it may be written for."""
    cities: list[Organisation | None] = [*organisations_of(person)] or [None]
    signed = (signature(person, queries.office_of(person, city), city) for city in cities)
    return [{"name": name, "city": city} for name, city in signed]


@transaction.atomic
def _act(
    request: HttpRequest, form: RemarkForm, target: Provision | Amendment, round_: Round | None, parent: Remark | None
) -> HttpResponse:
    token = tokens.use(form.cleaned_data["token"], signed_in(request)) if form.cleaned_data["token"] else None
    remark = remarks.post(
        target=target,
        by=signed_in(request),
        text=form.cleaned_data["comment"],
        kind=form.cleaned_data["kind"],
        language=form.cleaned_data["language"],
        quote=form.cleaned_data["quote"],
        organisation=form.cleaned_data["organisation"],
        round_=round_,
        reply_to=parent,
    )
    outcome = place_of(remark, target, address(target))
    if token is not None:
        token.outcome = outcome
        token.save(update_fields=["outcome"])
    return redirect(outcome)
