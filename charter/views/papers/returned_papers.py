"""Files that come back: what they change, and the drafts that are made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.locales import join_in_words
from accounts.models import Organisation, Person
from accounts.queries.members import members_today
from accounts.rules import Refused, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, breadcrumbs, secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted
from charter import rules
from charter.actions.papers import received_papers
from charter.actions.papers.received_papers import NewDraft
from charter.files.refusals import Unreadable
from charter.forms.papers.imported_papers import AuthorsForm
from charter.forms.papers.working_papers import WHOLE, ChangesForm, ReturnForm
from charter.importing import returned_papers
from charter.importing.returned_lines import read_typed, read_upload
from charter.importing.returned_papers import ReturnedChange, ReturnedComment, ReturnedPaper, Source
from charter.models import Amendment, Charter, ReceivedPaper, Round, Version
from charter.queries.amending.amendments import working_labels
from charter.queries.amending.rounds import running_round
from charter.queries.languages.names import language_of
from charter.queries.papers.working_papers import (
    Scope,
    comments_of,
    drafts_of,
    open_drafts,
    papers_with_digest,
    received_paper,
    scope_at,
)
from charter.queries.reading.comparing import redline_of, redline_of_change
from charter.states import ChangeKind, ProvisionKind
from charter.views.amending.proposing import NO_ROUND
from charter.wording.charter_text import in_words, interface_language
from charter.wording.comments import all_address

ALREADY_SENT = gettext_lazy("The file was already sent. Nothing new was stored.")


def take_in(
    request: HttpRequest,
    charter: Charter,
    version: Version,
    form: ReturnForm,
    find_member: Callable[[Source], Organisation | None],
) -> HttpResponse | None:
    """Stores the file or clauses of a valid form and leads to the page; None with the reason if it cannot be read.

    `find_member` answers whose file it is, or gives the reason in the form.
    """
    stored = store(request, charter, version, form, find_member)
    if stored is None:
        return None
    received, is_new = stored
    if not is_new:
        messages.info(request, ALREADY_SENT)
    draft = request.GET.get("draft", "")
    query = f"?{urlencode({'draft': draft})}" if draft else ""
    return redirect(f"{reverse('city_paper', args=[received.key])}{query}")


def store(
    request: HttpRequest,
    charter: Charter,
    version: Version,
    form: ReturnForm,
    find_member: Callable[[Source], Organisation | None],
) -> tuple[ReceivedPaper, bool] | None:
    """The stored file or clauses of a valid form, and whether they are new; None with the reason in the form."""
    values, person = form.cleaned_data, signed_in(request)
    file = values["file"] or ContentFile(values["clauses"].encode())
    filename = values["file"].name if values["file"] else f"{_('Amending clauses')}.txt"
    try:
        returned = read_upload(file, filename) if values["file"] else read_typed(values["clauses"])
        source = returned_papers.identify(charter, returned, chosen_scope(version, values), values["language"])
    except Unreadable as refused:
        form.add_error("file" if values["file"] else "clauses", str(refused))
        return None
    organisation = find_member(source)
    if organisation is None:
        return None
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    known = {paper.organisation_id: (paper.at, paper.came_on) for paper in papers_with_digest(digest)}
    try:
        received = received_papers.receive_paper(
            organisation=organisation,
            by=person,
            file=file,
            filename=filename,
            digest=digest,
            reading=returned.as_json(),
            version=source.version,
            article=source.article,
            last_article=source.last_article,
            language=source.language,
            paper=source.paper,
            came_on=values.get("came_on"),
        )
    except Refused as refused:
        if refused.refusal.hidden:
            raise
        form.add_error("file", str(refused.refusal.why))
        return None
    return received, known.get(organisation.pk) != (received.at, received.came_on)


def chosen_scope(version: Version, values: Mapping[str, Any]) -> Scope | None:
    """The scope that the person chose: one article, a part, or the whole charter; None for no choice."""
    if values["article"] == WHOLE:
        return Scope(None)
    return scope_at(version, values["article"], values.get("last_article", "")) if values["article"] else None


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def look(request: HttpRequest, key: UUID) -> HttpResponse:
    """The changes of a file, provision by provision; the chosen changes become drafts."""
    received = _readable(request, key)
    question = _question(request, received)
    if question is not None and request.POST.get("act") == "authors" and question.is_valid():
        answer = _assign_authors(request, received, question)
        if answer is not None:
            return answer
    authors = _authors(request, received)
    returned_paper = returned_papers.compare(received, authors)
    drafts = _open_drafts(request, received)
    act = request.POST.get("act", "")
    form = ChangesForm(
        None if act == "authors" else posted(request),
        returned_changes=returned_paper.changes,
        drafts=_named(drafts),
        initial={"draft": request.GET.get("draft", "")},
    )
    if act == "delete":
        return _delete(request, received)
    if form.is_bound and form.is_valid():
        answer = _make_drafts(request, received, form, drafts, question)
        if answer is not None:
            return answer
    return _show(request, received, returned_paper, form, authors, question)


@login_required
@require_safe
@answers_refusals
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file as it was sent."""
    received = _readable(request, key)
    if not received.file:
        raise Http404(_("The file was deleted."))
    return FileResponse(received.file.open("rb"), as_attachment=True, filename=received.filename)


def _readable(request: HttpRequest, key: UUID) -> ReceivedPaper:
    received = received_paper(key)
    if received is None:
        raise Http404(_("There is no such file."))
    require(rules.may_read_received_paper(signed_in(request), received))
    return received


def members_to_import_for(person: Person, round_: Round) -> list[Organisation]:
    """The members for which the person may import a file now."""
    return [member for member in members_today() if rules.may_import_for(person, member, round_) is True]


def _question(request: HttpRequest, received: ReceivedPaper) -> AuthorsForm | None:
    """Which author belongs to which member; asked of moderators about a file with several authors, before drafts."""
    person, round_ = signed_in(request), running_round(received.version.charter)
    if received.came_on is None or received.reading is None or round_ is None or received.drafts.exists():
        return None
    authors = returned_papers.authors_of(received)
    if len(authors) < 2 or rules.may_import_for(person, received.organisation, round_) is not True:
        return None
    return AuthorsForm(
        request.POST if request.POST.get("act") == "authors" else None,
        prefix="authors",
        authors=authors,
        members=members_to_import_for(person, round_),
        owners=_owners(received, authors),
        issued_to=received.paper.organisation if received.paper else None,
    )


def _owners(received: ReceivedPaper, authors: Sequence[str]) -> Mapping[str, Organisation | None]:
    """The members of authors as they were stated; nothing before that."""
    if received.authors is None:
        return {}
    papers = papers_with_digest(received.digest)
    stated = {author: paper.organisation for paper in papers for author in paper.authors or ()}
    return {author: stated.get(author) for author in authors}


def _assign_authors(request: HttpRequest, received: ReceivedPaper, form: AuthorsForm) -> HttpResponse | None:
    person = signed_in(request)

    def action() -> ReceivedPaper:
        papers = received_papers.assign_authors(received=received, owners=form.owners(), by=person)
        own = (paper for paper in papers if paper.organisation_id == received.organisation_id)
        return next(own, papers[0])

    sentence = _("Saved. Check the changes of each member, then save them as drafts.")
    return run_form_action(request, form, action, lambda paper: reverse("city_paper", args=[paper.key]), sentence)


def _authors(request: HttpRequest, received: ReceivedPaper) -> list[str] | None:
    """The authors whose changes count; None for all, until somebody chooses."""
    if received.came_on is not None:
        return received.authors
    given = request.POST if request.method == "POST" else request.GET
    if received.reading is None or "chosen" not in given:
        return None
    return [author for author in returned_papers.authors_of(received) if author in given.getlist("author")]


def _open_drafts(request: HttpRequest, received: ReceivedPaper) -> list[Amendment]:
    """The drafts to which the person can add the changes."""
    round_ = running_round(received.version.charter)
    if round_ is None or received.came_on or rules.may_prepare(signed_in(request), received.organisation) is not True:
        return []
    return open_drafts(received, round_)


def _named(drafts: Sequence[Amendment]) -> list[tuple[str, str]]:
    """Keys of drafts with their titles, and the citations of what each changes."""
    labels = working_labels(drafts[0].round, interface_language()) if drafts else {}
    names = []
    for draft in drafts:
        changes = draft.text.changes.all() if draft.text else ()
        cited = [labels[key].citation for change in changes if (key := str(change.provision.key)) in labels]
        title = in_words(draft.text.title if draft.text else None) or _("A draft without a title")
        names.append((str(draft.key), f"{title} ({join_in_words(dict.fromkeys(cited))})" if cited else title))
    return names


def _make_drafts(
    request: HttpRequest,
    received: ReceivedPaper,
    form: ChangesForm,
    open_: Sequence[Amendment],
    question: AuthorsForm | None,
) -> HttpResponse | None:
    round_ = running_round(received.version.charter)
    if round_ is None:
        form.add_error(None, str(NO_ROUND))
        return None
    if question is not None and received.authors is None:
        form.add_error(None, _("First choose a member for each author."))
        return None
    values, there = form.cleaned_data, reverse("city_paper", args=[received.key])
    drafts = [
        NewDraft(values["title"], [one.as_input() for one in group], form.reasons_of(group)) for group in form.chosen()
    ]
    sentence = ngettext(
        "%(n)s draft was created. Check it and send it to your delegate.",
        "%(n)s drafts were created. Check them and send them to your delegate.",
        len(drafts),
    ) % {"n": len(drafts)}
    if received.came_on is not None:
        sentence = ngettext(
            "%(n)s draft of %(member)s was created. The team of the member receives an email.",
            "%(n)s drafts of %(member)s were created. The team of the member receives an email.",
            len(drafts),
        ) % {"n": len(drafts), "member": received.organisation}
    person = signed_in(request)
    chosen = next((draft for draft in open_ if str(draft.key) == values.get("draft")), None)
    if chosen is not None:
        sentence = _("The changes were added to the draft. Check it and send it to your delegate.")

    def action() -> object:
        if chosen is None:
            return received_papers.make_drafts(received=received, round_=round_, drafts=drafts, by=person)
        [new] = drafts
        return received_papers.add_to_draft(
            received=received, draft=chosen, changes=new.changes, reason=new.reason, by=person
        )

    return run_form_action(request, form, action, there, sentence)


def _delete(request: HttpRequest, received: ReceivedPaper) -> HttpResponse:
    received_papers.delete_paper(received=received, by=signed_in(request))
    messages.success(request, _("The file was deleted. Drafts that were made from the file are kept."))
    return redirect(_files_of(signed_in(request), received))


def _files_of(person: Person, received: ReceivedPaper) -> str:
    """The page with the files among which the person found this one."""
    if received.came_on is not None and rules.may_moderate(person) is True:
        return reverse("desk_papers")
    return f"{reverse('city_papers')}?as={received.organisation.slug}"


def _crumbs(person: Person, received: ReceivedPaper, mine: bool) -> list[Crumb]:
    files = _files_of(person, received)
    if files == reverse("desk_papers"):
        above = ((_("On behalf of members"), reverse("desk_on_behalf")), (_("Import a file"), files))
        return secretariat_breadcrumbs(*above, here=received.filename)
    city = f"{reverse('city')}?as={received.organisation.slug}"
    return breadcrumbs(*([(_("My city"), city), (_("Work in Word"), files)] if mine else []), here=received.filename)


def _show(
    request: HttpRequest,
    received: ReceivedPaper,
    found: ReturnedPaper,
    form: ChangesForm,
    authors: Sequence[str] | None,
    question: AuthorsForm | None,
) -> HttpResponse:
    person, names = signed_in(request), returned_papers.authors_of(received)
    round_ = running_round(received.version.charter)
    drafts = drafts_of(received)
    ticked = set(form["changes"].value() or [])
    comments: dict[str, list[ReturnedComment]] = {}
    for comment in found.comments:
        comments.setdefault(comment.key, []).append(comment)
    mine = rules.may_prepare(person, received.organisation) is True
    context: dict[str, Any] = {
        "received": received,
        "language": language_of(received.language),
        "form": form,
        "rows": [
            {
                **_row(returned_change),
                "ticked": returned_change.name in ticked,
                "reason": form.reason_of(returned_change),
                "comments": comments.pop(returned_change.provision.key.hex, []),
            }
            for returned_change in found.changes
        ],
        "comments": [comment for rest in comments.values() for comment in rest],
        "unplaced": found.unplaced,
        "left_out": found.left_out,
        "names": [{"name": name, "chosen": authors is None or name in authors} for name in names],
        "chose_authors": authors is not None,
        "drafts": [{"amendment": draft, "is_open": rules.may_read(person, draft) is True} for draft in drafts],
        "posted": [
            {"comment": comment, "url": f"{all_address(comment.content_object)}#comment-{comment.pk}"}
            for comment in comments_of(received)
        ],
        "is_table": returned_papers.is_comment_table(received),
        "question": question,
        "others": _others(person, received),
        "is_ours": received.came_on is None or rules.may_moderate(person) is not True,
        "draft": request.GET.get("draft", ""),
        "for_another": received.paper is not None
        and received.paper.organisation_id not in (None, received.organisation_id),
        "may_draft": not drafts and bool(found.changes) and _may_draft(person, received, round_, question),
        "crumbs": _crumbs(person, received, mine),
    }
    faulty = form.errors or (question and question.errors)
    return render(request, "charter/papers/working/changes.html", context, status=422 if faulty else 200)


def _may_draft(person: Person, received: ReceivedPaper, round_: Round | None, question: AuthorsForm | None) -> bool:
    """Whether the page offers drafts; those of a member only after it was stated whose changes these are."""
    if question is not None and received.authors is None:
        return False
    if round_ is None:
        return rules.may_prepare(person, received.organisation) is True
    return rules.may_draft_from_paper(person, received, round_) is True


def _others(person: Person, received: ReceivedPaper) -> list[ReceivedPaper]:
    """The same file as other members have it, for moderators."""
    if rules.may_moderate(person) is not True:
        return []
    return [paper for paper in papers_with_digest(received.digest) if paper.pk != received.pk]


def _row(one: ReturnedChange) -> dict[str, Any]:
    """A change as the page shows it, with tracked changes of this site."""
    if one.kind == ChangeKind.MOVE:
        shown = redline_of(one.html, one.html, interface_language())
    else:
        shown = redline_of_change(one.kind, one.before, one.html, one.cut, one.following, interface_language())
    kind = ProvisionKind(one.new_kind).label if one.new_kind else ""
    return {"change": one, "redline": shown, "new_kind": kind, "is": {one.kind: True}}
