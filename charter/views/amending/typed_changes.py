"""The tracked changes of an amendment while a person types it. Nothing is stored, and nobody else sees them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.actions.amending.changes import LONGEST
from charter.api.limits import may_ask_while_typing
from charter.citations import Label
from charter.forms.amending.proposing import WORDED, ChangeForm
from charter.models import Provision
from charter.queries.amending.rounds import running_round
from charter.queries.reading import articles, charters
from charter.queries.reading.current_wordings import current_wording
from charter.queries.reading.provisions import provisions_with_charter
from charter.states import ChangeKind
from charter.views.amending.draft_sheets import cited
from charter.views.amending.proposing import NO_MANDATE
from charter.wording.charter_text import interface_language

# Kinds of change whose page names other provisions.
NAMING = (ChangeKind.INSERT, ChangeKind.MOVE, ChangeKind.JOIN)


@login_required
@require_POST
@answers_refusals
def track(request: HttpRequest, short: str) -> HttpResponse:
    """The tracked changes of one provision below its field, or a sentence why they cannot be shown."""
    require(rules.is_inside(signed_in(request)) or Refusal(NO_MANDATE))
    provision = get_object_or_404(provisions_with_charter(), short=short)
    _require_text(request, provision)
    if not may_ask_while_typing(request):
        return _answer(
            request, 429, why=_("The preview is paused and returns in one minute. You can continue typing.")
        )
    if any(len(request.POST.get(name, "")) > LONGEST for name in WORDED):
        return _answer(request, 422, why=_("The text is longer than 20,000 characters. Shorten it."))
    form = _form(request, provision)
    if not form.is_valid():
        return _answer(request, 422, why=next(errors[0] for errors in form.errors.values()))
    return _answer(request, 200, tracked=form.tracked)


def _require_text(request: HttpRequest, provision: Provision) -> None:
    """Refuses if the text contains decisions that are not public, and the person may not know them."""
    if articles.holds_unreleased(provision.charter):
        round_ = running_round(provision.charter)
        require(rules.may_read_working(signed_in(request), round_, holds_unreleased=True))


def _form(request: HttpRequest, provision: Provision) -> ChangeForm:
    """The fields of one change, on the current text in the language of the typed text."""
    typed = {**request.POST.dict(), "short": provision.short}
    language = charters.edition_in(typed.get("base", ""))
    labels: dict[str, Label] = {}
    if typed.get("kind") in NAMING and provision.charter.arrangement:
        labels = provision.charter.arrangement.labels(interface_language())
    label = labels.get(str(provision.key))
    return ChangeForm(
        typed,
        provision=provision,
        present=current_wording(provision, language),
        language=language,
        cited=cited(provision.charter, labels) if typed.get("kind") == ChangeKind.MOVE and labels else {},
        citation=label.citation if label else "",
    )


def _answer(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    return render(request, "charter/amending/proposing/_tracked.html", context, status=status)
