"""Writing and correcting a working translation of a comment, with the original beside the box."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.comments.comment_translations import save_translation
from charter.forms.comments.comment_translations import CommentTranslationForm
from charter.queries.comments.comment_translations import find_translation, piece_of_comment
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.views.comments.comment_acts import address, readable_comment
from charter.views.comments.comments import place_of
from charter.wording.charter_text import language_attributes


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def write(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The comment, and a box in one other language."""
    person, comment = signed_in(request), readable_comment(request, pk)
    codes = [language for language in charters.charter_languages() if language != comment.language]
    if code not in codes:
        raise Http404(_("The charter does not have this language."))
    require(rules.may_translate_comment(person, comment, code))
    piece, row = piece_of_comment(comment), find_translation(comment, code)
    form = CommentTranslationForm(
        request.POST or None,
        pieces=(piece,),
        original=comment.language,
        language=code,
        present={piece.of: row.text if row else ""},
        seen=row.pk if row else 0,
    )
    back = place_of(comment, comment.content_object, address(comment.content_object))
    if request.method == "POST" and form.is_valid():
        action = partial(save_translation, comment=comment, language=code, text=form.text, of=piece.of, by=person)
        answer = run_form_action(request, form, action, back, _("Saved. The translation is marked as a translation."))
        if answer is not None:
            return answer
    others = [
        {"language": language_of(other), "url": reverse("comment_translation", args=[pk, other])}
        for other in codes
        if other != code and rules.may_translate_comment(person, comment, other) is True
    ]
    context = {
        "comment": comment,
        "form": form,
        "field": form["piece-0"],
        "text_in": language_attributes(comment.language),
        "language": language_of(code),
        "original": language_of(comment.language),
        "write_in": others,
        "back": back,
    }
    return render(request, "charter/comments/translate.html", context, status=422 if form.errors else 200)
