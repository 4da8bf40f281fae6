"""A table of comments of a member: a preview of each row, then the chosen ones are posted together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.actions.tokens import refuse_used_token
from accounts.imports.columns import Column
from accounts.locales import comma
from accounts.models import Organisation
from accounts.queries.members import members_today
from accounts.rules import Refusal, Refused, mandates_of
from accounts.views.acting import answers_refusals, refuse, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.comments import comments
from charter.actions.papers import comment_papers, received_papers
from charter.files.refusals import Unreadable
from charter.forms.comments.comment_tables import DAMAGED, RowsForm, TableForm
from charter.importing.comment_plans import CommentPlan, PlannedComment, Writer, plan_comments
from charter.importing.comment_tables import TableRow, read_table
from charter.importing.returned_lines import of_comment_table
from charter.models import Charter, Provision, ReceivedPaper
from charter.queries.amending.rounds import running_round
from charter.queries.comments.comments import office_of
from charter.queries.languages.names import language_of
from charter.queries.papers.working_papers import received_paper
from charter.queries.reading import charters
from charter.queries.reading.published_labels import latest_version
from charter.states import CommentKind
from charter.views.own_organisations import chosen, organisations_of
from charter.wording.comment_columns import TITLES
from charter.wording.comment_columns import Column as Name
from charter.wording.comments import signature_of

POST = "post"
MOST = comments.MOST_IMPORTED_IN_A_WHILE


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Upload, preview, post. The preview carries the rows of the file that can be posted or corrected."""
    person = signed_in(request)
    mine = organisations_of(person)
    moderates = rules.may_moderate(person) is True
    if not mine and not moderates:
        return refuse(request, Refusal(_("The workspace is for the team of a member or a partner organization.")))
    charter = charters.current_charter()
    if charter is None:
        raise Http404
    allowed = rules.may_comment(person, running_round(charter))
    if isinstance(allowed, Refusal) and request.method == "GET":
        return refuse(request, allowed)
    if moderates and request.GET.get("as", "") not in {"", *(organisation.slug for organisation in mine)}:
        mine = list(members_today())
    elif moderates and not mine:
        return render(request, "charter/comments/choose.html", {"members": _by_name(members_today())})
    organisation = chosen(request, mine)
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    if request.POST.get("act") == POST:
        return _post(request, charter, organisation)
    return _preview(request, charter, organisation)


def _preview(request: HttpRequest, charter: Charter, organisation: Organisation) -> HttpResponse:
    """The form for a file; with a file, what becomes of each row."""
    kind = _kind_of_form(request, organisation)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"language": request.LANGUAGE_CODE, "came_on": timezone.localdate()}
    form = TableForm(*sent, **kind, initial=initial)
    if not form.is_valid():
        return _render(request, organisation, form)
    values = form.cleaned_data
    try:
        rows = read_table(values["file"], values["file"].name)
        plan = _plan(request, charter, organisation, rows, values["language"])
    except Unreadable as refused:
        form.add_error("file", str(refused))
        return _render(request, organisation, form)
    if len(plan.kept) > MOST:
        why = _("The table has %(count)s new rows. Import at most %(n)s rows at a time. Send several files.")
        form.add_error("file", why % {"count": len(plan.kept), "n": MOST})
        return _render(request, organisation, form)
    chosen_before = {name: values.get(name) for name in ("language", "mandate", "came_on")}
    paper = _store_evidence(request, charter, organisation, form, rows) if kind["on_behalf"] else None
    rows_form = RowsForm(
        None, **kind, initial={"table": RowsForm.pack(plan.kept), "paper": paper and paper.key, **chosen_before}
    )
    rows_form.offer([planned.number for planned in plan.comments])
    return _render(request, organisation, TableForm(**kind, initial=chosen_before), plan, rows_form)


def _post(request: HttpRequest, charter: Charter, organisation: Organisation) -> HttpResponse:
    """The chosen rows as comments; the preview again where that is refused."""
    kind, language = _kind_of_form(request, organisation), request.POST.get("language", "")
    form = RowsForm(request.POST, **kind)
    refuse_used_token(request.POST.get("token", ""), signed_in(request))
    rows = form.sent_rows()
    if rows is None or language not in dict(settings.LANGUAGES):
        raise Refused(Refusal(DAMAGED))
    plan = _plan(request, charter, organisation, rows, language)
    form.offer([planned.number for planned in plan.comments])
    if form.is_valid():
        ticked = [planned.comment for planned in plan.comments if str(planned.number) in form.cleaned_data["rows"]]
        paper = received_paper(form.cleaned_data["paper"]) if form.cleaned_data.get("paper") else None
        action: Callable[[], object]
        if kind["on_behalf"]:
            action = partial(
                comment_papers.post_imported_table,
                received=paper,
                new_comments=ticked,
                by=signed_in(request),
                organisation=organisation,
                came_on=form.cleaned_data["came_on"],
            )
        else:
            action = partial(
                comments.post_table,
                new_comments=ticked,
                by=signed_in(request),
                organisation=organisation,
                mandate=form.chosen_mandate(),
            )
        sentence = ngettext("%(n)s comment was posted.", "%(n)s comments were posted.", len(ticked)) % {
            "n": len(ticked)
        }
        there = f"{reverse('city_comments')}?as={organisation.slug}"
        answer = run_form_action(request, form, action, there, sentence)
        if answer is not None:
            return answer
    return _render(request, organisation, TableForm(**kind, initial={"language": language}), plan, form)


def _store_evidence(
    request: HttpRequest, charter: Charter, organisation: Organisation, form: TableForm, rows: Sequence[TableRow]
) -> ReceivedPaper | None:
    """The file that the secretariat imports for a member; without comments it is deleted after a month."""
    version, values = latest_version(charter), form.cleaned_data
    if version is None:
        return None
    return received_papers.receive_paper(
        organisation=organisation,
        by=signed_in(request),
        file=values["file"],
        filename=values["file"].name,
        digest=hashlib.file_digest(values["file"], "sha256").hexdigest(),
        reading=of_comment_table(cell for row in rows for cell in row.cells.values()),
        version=version,
        article=None,
        language=values["language"],
        came_on=values["came_on"],
    )


def _kind_of_form(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """The mandates of the person for the member; without one, the secretariat enters the table on its behalf."""
    person = signed_in(request)
    mandates = [mandate for mandate in mandates_of(person) if mandate.organisation_id == organisation.pk]
    return {"mandates": mandates, "on_behalf": not mandates}


def _by_name(members: Iterable[Organisation]) -> list[Organisation]:
    return sorted(members, key=lambda member: str(member).casefold())


def _plan(
    request: HttpRequest, charter: Charter, organisation: Organisation, rows: Sequence[TableRow], language: str
) -> CommentPlan:
    return plan_comments(rows, charter, running_round(charter), Writer(signed_in(request), organisation, language))


def _render(
    request: HttpRequest,
    organisation: Organisation,
    form: TableForm,
    plan: CommentPlan | None = None,
    rows_form: RowsForm | None = None,
) -> HttpResponse:
    person = signed_in(request)
    on_behalf = _kind_of_form(request, organisation)["on_behalf"]
    above = (
        (_("On behalf of members"), reverse("desk_on_behalf"))
        if on_behalf
        else (_("My city"), f"{reverse('city')}?as={organisation.slug}")
    )
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "columns": _columns(),
        "rows_form": rows_form,
        "faulty": rows_form if rows_form is not None and rows_form.errors else form,
        "plan": plan,
        "signature": signature_of(person, office_of(person, organisation), organisation),
        "on_behalf": on_behalf,
        "crumbs": breadcrumbs(above, here=_("Import a table of comments")),
    }
    if plan is not None and rows_form is not None:
        ticked = set(rows_form["rows"].value() or [])
        context["left_out"] = [
            {"why": why, "count": len(numbers), "numbers": _ranges(numbers)} for why, numbers in plan.left_out.items()
        ]
        context["rows"] = [_shown(planned, ticked, organisation) for planned in plan.comments]
    status = 422 if context["faulty"].errors else 200
    return render(request, "charter/comments/import.html", context, status=status)


def _columns() -> list[Column]:
    """The columns that a row needs or may have, each with what to write."""
    return [
        Column(str(TITLES[Name.COMMENT]), _("The text of the comment, 5,000 characters at most."), is_required=True),
        Column(str(TITLES[Name.PLACE]), _("The citation of the provision. Not needed in a row with a key.")),
        Column(str(TITLES[Name.KEY]), _("The key of the provision or of the amendment, from the downloaded table.")),
        Column(str(TITLES[Name.PROPOSED]), _("A proposed text. It becomes part of the comment.")),
        Column(str(TITLES[Name.TYPE]), values=tuple((str(label), label) for _code, label in CommentKind.choices)),
        Column(str(TITLES[Name.LANGUAGE]), values=tuple(settings.LANGUAGES)),
        Column(str(TITLES[Name.MEMBER]), _("Rows of other members are not imported.")),
        Column(str(TITLES[Name.NUMBER]), _("Leave this cell empty in new rows.")),
    ]


def _ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers, those that follow each other as a range: 2–4, 7."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return comma().join("–".join(map(str, ends)) for ends in ranges)


def _shown(planned: PlannedComment, ticked: set[str], organisation: Organisation) -> dict[str, Any]:
    """A comment of the preview; `propose` leads to an amendment where the row has a change that can be one."""
    comment = planned.comment
    may_propose = comment.round_ is not None and rules.may_propose(organisation, comment.round_) is True
    propose = ""
    if planned.has_proposal and isinstance(comment.target, Provision) and may_propose:
        propose = reverse("propose", args=[comment.target.short])
    return {
        "planned": planned,
        "ticked": str(planned.number) in ticked,
        "kind": CommentKind(comment.kind).label,
        "language": language_of(comment.language),
        "propose": propose,
    }
