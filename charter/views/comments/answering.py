"""What becomes of comments: one answer to all of a provision, and a comment that a member takes up as an amendment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.locales import localize_commas
from accounts.rules import Refusal, mandates_of, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.comments import comments, taken_up_comments
from charter.forms.comments.comments import AnswerAllForm, TakeUpForm
from charter.models import CharterComment, Provision
from charter.queries.amending.rounds import running_round
from charter.queries.comments.comment_translations import comments_in_other_language
from charter.queries.comments.comments import unanswered_comments, visible_comments
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.views.amending.proposing import NO_ROUND
from charter.views.desk_frame import the_charter
from charter.views.text_frame import words_language
from charter.wording.charter_text import interface_language


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
        arguments = {"text": form.cleaned_data["text"], "language": form.cleaned_data["language"]}
        answer = run_form_action(
            request,
            form,
            lambda: comments.answer_comments(provision=provision, by=person, **arguments),
            reverse("desk_provision", args=[short]),
            _("All comments are answered. Everybody who commented is notified."),
        )
        if answer is not None:
            return answer
    labels = the_charter().arrangement.labels(interface_language())  # type: ignore[union-attr]
    cite = localize_commas(labels[str(provision.key)].citation) if str(provision.key) in labels else short
    context = {
        "form": form,
        "cite": cite,
        "comments": _with_translations(unanswered_comments(provision).select_related("user", "organisation__name")),
        "crumbs": secretariat_breadcrumbs((cite, reverse("desk_provision", args=[short])), here=_("Comments")),
    }
    return render(request, "charter/comments/comments.html", context, status=422 if form.errors else 200)


def _with_translations(comments: Iterable[CharterComment]) -> list[dict[str, Any]]:
    rows = list(comments)
    translations = comments_in_other_language(rows, interface_language())
    return [{"comment": row, "translation": translations.get(row.pk)} for row in rows]


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment on a provision becomes a draft of one's own member, marked with who suggested it."""
    person = signed_in(request)
    comment = get_object_or_404(visible_comments(), pk=pk)
    provision = comment.content_object
    if not isinstance(provision, Provision):
        raise Http404
    round_ = running_round(provision.charter)
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
        editions=[(code, language_of(code).name) for code in charters.charter_languages()],
        initial={"language": charters.edition_in(words_language(request))},
    )
    if request.method == "POST" and form.is_valid():
        arguments = {"organisation": form.cleaned_data["organisation"], "language": form.cleaned_data["language"]}
        answer = run_form_action(
            request,
            form,
            lambda: taken_up_comments.begin_draft_from_comment(comment=comment, round_=round_, by=person, **arguments),
            lambda amendment: reverse("draft", args=[amendment.key]),
        )
        if answer is not None:
            return answer
    back = f"{reverse('provision', args=[provision.short])}#comment-{comment.pk}"
    context = {"form": form, "comment": comment, "back": back}
    return render(request, "charter/comments/take_up.html", context, status=422 if form.errors else 200)
