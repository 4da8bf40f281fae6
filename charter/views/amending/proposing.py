"""Writing an amendment, checking it, sending it to the delegate."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.actions.tokens import counted_once, new_token
from accounts.locales import join_in_words
from accounts.models import Organisation
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, refuse, signed_in
from accounts.views.breadcrumbs import charter_breadcrumbs
from charter import rules
from charter.actions.amending import amendments, drafting, rebasing_structure, revisions
from charter.actions.amending.amendments import Faults
from charter.forms.amending.proposing import Proposal, TypedFields
from charter.models import Amendment, Provision, Round
from charter.queries.amending import amendments as amendment_queries
from charter.queries.amending import on_behalf, similarity
from charter.queries.amending.public_texts import TextCitations
from charter.queries.amending.rounds import round_with_texts, running_round
from charter.queries.amending.shown_changes import Shown
from charter.queries.reading.provisions import provisions_with_charter
from charter.states import AmendmentState, Phase
from charter.views.amending import draft_sharing
from charter.views.amending.draft_sheets import Sheet
from charter.views.own_organisations import organisations_of, own, supporters
from charter.views.text_frame import words_language
from charter.views.typed_text import keeps_text
from charter.wording.charter_text import interface_language

REARRANGING = ("add", "remove", "present", "load", "show")
NO_MANDATE = gettext_lazy(
    "Only the team of a member or a partner organization can propose amendments. Your city or"
    " organization can invite you."
)
NO_ROUND = gettext_lazy("No round is open now. You can propose amendments when the next round opens.")


@keeps_text
@require_http_methods(["GET", "POST"])
@answers_refusals
def propose(request: HttpRequest, short: str) -> HttpResponse:
    """A new amendment, begun at one provision."""
    provision = get_object_or_404(provisions_with_charter(), short=short)
    if not request.user.is_authenticated and request.method == "GET":
        return redirect_to_login(request.get_full_path())
    round_ = running_round(provision.charter)
    if round_ is None:
        return refuse(request, Refusal(NO_ROUND))
    sheet = _sheet(request, round_)
    if request.method == "POST":
        return _post(request, sheet, None, provision)
    _require_right(sheet, provision)
    return _show(request, sheet, sheet.begin(provision), None, provision)


@keeps_text
@require_http_methods(["GET", "POST"])
@answers_refusals
def draft(request: HttpRequest, key: UUID | str) -> HttpResponse:
    """A draft on its page; opening it rebases it onto the current text."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    if draft_sharing.lost_its_draft(request, key):
        return _apart(
            request, draft_sharing.round_of(TypedFields.of(request.POST.dict())), organisations_of(signed_in(request))
        )
    amendment = own(request, key)
    if amendment.state != AmendmentState.DRAFT and request.method == "POST":
        return _apart(request, amendment.round, [amendment.organisation])
    if amendment.state != AmendmentState.DRAFT:
        return redirect("draft_check", key=key)
    sheet = _sheet(request, amendment.round)
    sheet.organisations = [amendment.organisation]
    if request.method == "POST":
        return _post(request, sheet, amendment)
    if rebasing_structure.open_draft(amendment=amendment, by=signed_in(request)) is not None:
        amendment = own(request, key)
    draft_sharing.sit(request, amendment)
    return _show_draft(request, sheet, amendment)


@keeps_text
@require_http_methods(["GET", "POST"])
@answers_refusals
def rewrite(request: HttpRequest, key: str) -> HttpResponse:
    """A public amendment whose text changed: its member edits it on the current text."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    amendment = own(request, key)
    require(revisions.may_look_again(signed_in(request), amendment))
    sheet = _sheet(request, amendment.round)
    sheet.organisations = [amendment.organisation]
    if request.method == "POST":
        return _post(request, sheet, amendment)
    return _show(request, sheet, sheet.of(amendment), amendment)


def _apart(request: HttpRequest, round_: Round | None, cities: list[Organisation]) -> HttpResponse:
    """A colleague sent the draft, or threw it away, while this was typed: it becomes a draft of its own."""
    if round_ is None or not cities:
        raise Http404
    sheet = _sheet(request, round_)
    sheet.organisations = cities
    messages.warning(request, _("A colleague sent or discarded this draft. Your text is kept as a separate draft."))
    return _post(request, sheet, None)


def _post(
    request: HttpRequest, sheet: Sheet, amendment: Amendment | None, provision: Provision | None = None
) -> HttpResponse:
    typed = TypedFields.of(request.POST.dict())
    if len(sheet.organisations) == 1:
        typed.whole.setdefault("organisation", sheet.organisations[0].slug)
    act, _colon, value = request.POST.get("act", "check").partition(":")
    if request.must_not_act:  # type: ignore[attr-defined]
        return _show(request, sheet, typed, amendment, provision, status=403)
    if act in REARRANGING:
        sheet.rearrange(typed, act, value or request.POST.get("citation", ""))
        return _show(request, sheet, typed, amendment, provision)
    if sheet.mixes_editions(typed):
        sheet.rearrange(typed, "load", "")
        return _show(request, sheet, typed, amendment, provision, loaded=True)
    proposal = sheet.forms(typed, bound=True)
    if proposal.is_valid():
        try:
            return _store(request, sheet, proposal, amendment, act)
        except Faults as faults:
            draft_sharing.meet(proposal, typed, amendment, faults)
    return _show(request, sheet, typed, amendment, provision, proposal=proposal, status=422)


def _store(
    request: HttpRequest, sheet: Sheet, proposal: Proposal, amendment: Amendment | None, act: str
) -> HttpResponse:
    """Saves what was typed in one transaction with the form's token, then leads on."""
    values = proposal.whole.cleaned_data
    with counted_once(values["token"], signed_in(request)) as sent:
        if amendment is not None and amendment.is_public:
            sent.outcome = reverse("amendment", args=[amendment.round.number, amendment.number])
            return _rewrite(request, proposal, amendment, sent.outcome)
        has_draft = amendment is not None
        if amendment is None:
            city = next(
                organisation for organisation in sheet.organisations if organisation.slug == values["organisation"]
            )
            amendment = amendments.begin_draft(
                round_=sheet.round, organisation=city, by=signed_in(request), language=values["language"]
            )
        elif values["keeps"]:
            drafting.save_as_separate_draft(amendment=amendment, by=signed_in(request))
        names = ("title", "reason", "source", "language", "wish", "wish_language")
        amendments.save_draft(
            amendment=amendment,
            by=signed_in(request),
            changes=proposal.inputs(),
            revision=values["revision"] if has_draft else None,
            **{name: values[name] for name in names},
        )
        (drafting.open_editing_session if act == "save" else drafting.close_editing_session)(
            amendment=amendment, by=signed_in(request)
        )
        page = "draft" if act == "save" else "draft_check"
        sent.outcome = reverse(page, args=[amendment.key])
    _report_removed_characters(request, proposal)
    _report_saved(request, amendment, act)
    return redirect(sent.outcome)


def _rewrite(request: HttpRequest, proposal: Proposal, amendment: Amendment, there: str) -> HttpResponse:
    values = proposal.whole.cleaned_data
    _report_removed_characters(request, proposal)
    revisions.revise_amendment(
        amendment=amendment,
        by=signed_in(request),
        changes=proposal.inputs(),
        title=values["title"],
        reason=values["reason"],
        source=values["source"],
        seen_text=int(request.POST.get("seen_text") or 0),
    )
    messages.success(
        request,
        _(
            "Your new text replaces the old text. Members that supported the old text are asked to "
            "take a position again."
        ),
    )
    return redirect(there)


def _report_removed_characters(request: HttpRequest, proposal: Proposal) -> None:
    if names := join_in_words(proposal.removed()):
        sentence = _("Invisible characters were removed from your text: %(names)s.")
        messages.warning(request, sentence % {"names": names})


def _report_saved(request: HttpRequest, amendment: Amendment, act: str) -> None:
    phase = amendment.round.phase(timezone.now())
    if phase not in (Phase.ANNOUNCED, Phase.OPEN):
        messages.warning(request, _("The round has closed. Your text is kept as a draft."))
    elif act == "save":
        now = time_format(timezone.localtime(), "H:i")
        city, desk = (
            _("Saved at %(time)s. Only your team can see the draft."),
            _("Saved at %(time)s. Only moderators can see the draft."),
        )
        messages.success(request, (desk if amendment.on_behalf else city) % {"time": now})
        for fault in amendments.faults_of(amendment):
            if fault.field in ("", "text"):
                messages.warning(request, str(fault.why))
                break


def _show_draft(request: HttpRequest, sheet: Sheet, amendment: Amendment) -> HttpResponse:
    typed = sheet.of(amendment)
    if "check" not in request.GET:
        return _show(request, sheet, typed, amendment)
    proposal = sheet.forms(typed, bound=True)
    proposal.is_valid()
    proposal.add(amendments.faults_of(amendment))
    return _show(request, sheet, typed, amendment, proposal=proposal)


def _show(
    request: HttpRequest,
    sheet: Sheet,
    typed: TypedFields,
    amendment: Amendment | None,
    provision: Provision | None = None,
    *,
    proposal: Proposal | None = None,
    loaded: bool = False,
    status: int = 200,
) -> HttpResponse:
    typed.whole = {**typed.whole, "token": new_token()}  # the page is shown again and nothing was done
    proposal = proposal or sheet.forms(typed, bound=False)
    provisions = [part.provision for part in proposal.parts]
    first = provision or (provisions[0] if provisions else None)
    is_signed_in, citation = request.user.is_authenticated, sheet.citation(first) if first else ""
    above = [(citation, reverse("provision", args=[first.short]))] if first else []
    context = {
        "crumbs": charter_breadcrumbs(*above, here=_("Propose an amendment")),
        "form": proposal,
        "amendment": amendment,
        "provision": first,
        "citation": citation,
        "round": sheet.round,
        "similar": _similar(request, sheet, provisions, amendment) if is_signed_in else [],
        "may_support": supporters(request),
        "mine": [city.pk for city in sheet.organisations],
        "wrong_citation": sheet.wrong_citation,
        "loaded": loaded,
        "signed_out": not is_signed_in,
        "again": request.method == "POST" and getattr(request, "must_not_act", False) and is_signed_in,
        "rewriting": amendment is not None and amendment.is_public,
        "moved": _moved(amendment, sheet),
        "saved_meanwhile": draft_sharing.saved_meanwhile(typed, amendment, sheet),
        "others": draft_sharing.others(request, amendment),
        "file_day": on_behalf.days_of_files([amendment]).get(amendment.pk) if amendment and is_signed_in else None,
        "city": sheet.organisations[0] if len(sheet.organisations) == 1 else None,
        "commits": is_signed_in and sheet.organisations[:1] == supporters(request)[:1],
        "keep_key": f"{request.user.pk}:{amendment.key if amendment else first and first.short}",
    }
    return render(request, "charter/amending/proposing/write.html", context, status=status)


def _similar(
    request: HttpRequest, sheet: Sheet, provisions: list[Provision], amendment: Amendment | None
) -> list[similarity.Similar]:
    text = amendment.text if amendment else None
    citations = TextCitations(sheet.round.charter, interface_language())
    return similarity.similar_amendments(provisions, sheet.round, citations, text)


def _moved(amendment: Amendment | None, sheet: Sheet) -> list[Shown]:
    """The words of a draft as they were before the text moved under it."""
    text = amendment.text if amendment else None
    if text is None or text.carried_from_id is None:
        return []
    old = amendment_queries.texts_with_changes([text.carried_from])[0]  # type: ignore[list-item]
    return amendment_queries.shown_changes(old, sheet.labels, interface_language())


def _sheet(request: HttpRequest, round_: Round) -> Sheet:
    found_round = round_with_texts(round_)
    cities = organisations_of(request.user) if request.user.is_authenticated else []
    return Sheet(found_round.charter, found_round, cities, words_language(request))


def _require_right(sheet: Sheet, provision: Provision) -> None:
    """Whether one of the person's organisations may propose here and now, or write a draft for later."""
    if not sheet.organisations:
        require(Refusal(NO_MANDATE))
    answers = [rules.may_propose(city, sheet.round) for city in sheet.organisations]
    early = sheet.round.phase(timezone.now()) == Phase.ANNOUNCED
    require(early or any(answer is True for answer in answers) or answers[0])
    require(rules.is_open_to_change(sheet.round, [provision]))


def _signed_out(request: HttpRequest) -> HttpResponse:
    """A form of somebody whose sign-in has ended: its text comes back; nothing of the draft itself is shown."""
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    typed = TypedFields.of(request.POST.dict())
    round_ = draft_sharing.round_of(typed)
    if round_ is None:
        return redirect_to_login(request.get_full_path())
    return _show(request, _sheet(request, round_), typed, None, status=403)
