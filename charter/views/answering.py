"""What becomes of comments: one answer to all of a provision, and a comment that a member takes up as an amendment."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import Refusal, mandates_of, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import remarks, suggestions
from charter.forms.remarks import AnswerAllForm, TakeUpForm
from charter.models import Provision, Remark
from charter.queries import charters
from charter.queries.remarks import unanswered
from charter.queries.rounds import running
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import interface

from .desk_frame import the_charter
from .frame import words_language
from .proposing import NO_ROUND


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def answer_all(request: HttpRequest, short: str) -> HttpResponse:
    """The comments on a provision that the secretariat has not answered, and the box for one answer to all."""
    person = signed_in(request)
    require(rules.may_moderate(person))
    provision = get_object_or_404(Provision, short=short, charter=the_charter())
    initial = {"language": request.LANGUAGE_CODE}
    form = AnswerAllForm(request.POST or None, languages=settings.LANGUAGES, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {"text": form.cleaned_data["text"], "language": form.cleaned_data["language"]}
        answer = do(
            request,
            form,
            lambda: remarks.answer_all(provision=provision, by=person, **said),
            reverse("desk_provision", args=[short]),
            _("All are answered, and everybody who commented is told."),
        )
        if answer is not None:
            return answer
    labels = the_charter().arrangement.labels(interface())  # type: ignore[union-attr]
    cite = labels[str(provision.key)].citation if str(provision.key) in labels else short
    context = {
        "form": form,
        "cite": cite,
        "comments": unanswered(provision).select_related("user", "organisation__name"),
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": cite, "url": reverse("desk_provision", args=[short])},
            {"word": _("Comments"), "url": ""},
        ],
    }
    return render(request, "charter/desk/comments.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment on a provision becomes a draft of one's own member, marked with who suggested it."""
    person = signed_in(request)
    found = Remark.objects.filter(is_public=True, is_removed=False).select_related("organisation__name")
    remark = get_object_or_404(found, pk=pk)
    provision = remark.content_object
    if not isinstance(provision, Provision):
        raise Http404
    round_ = running(provision.charter)
    if round_ is None:
        require(Refusal(NO_ROUND))
        raise Http404
    cities = {mandate.organisation_id: mandate.organisation for mandate in mandates_of(person)}
    require(bool(cities) or Refusal(rules.NOT_A_MEMBER))
    may = [city.pk for city in cities.values() if rules.may_propose(city, round_) is True]
    require(bool(may) or rules.may_propose(next(iter(cities.values())), round_))
    form = TakeUpForm(
        request.POST or None,
        organisations=may,
        editions=[(code, tongue(code).name) for code in charters.languages()],
        initial={"language": charters.edition_in(words_language(request))},
    )
    if request.method == "POST" and form.is_valid():
        said = {"organisation": form.cleaned_data["organisation"], "language": form.cleaned_data["language"]}
        answer = do(
            request,
            form,
            lambda: suggestions.take_up(remark=remark, round_=round_, by=person, **said),
            lambda made: reverse("draft", args=[made.key]),
        )
        if answer is not None:
            return answer
    back = f"{reverse('provision', args=[provision.short])}#comment-{remark.pk}"
    context = {"form": form, "remark": remark, "back": back}
    return render(request, "charter/remarks/take_up.html", context, status=422 if form.errors else 200)
