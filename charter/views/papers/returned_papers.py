"""Files that come back: what they change, and the drafts that are made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
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
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.locales import join_in_words
from accounts.models import Organisation
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted
from charter import rules
from charter.actions.papers import received_papers
from charter.actions.papers.received_papers import NewDraft
from charter.files.refusals import Unreadable
from charter.forms.papers.working_papers import WHOLE, ChangesForm, ReturnForm
from charter.importing import returned_papers
from charter.importing.returned_lines import Returned, read_typed, read_upload
from charter.importing.returned_papers import ReturnedChange, ReturnedComment, ReturnedPaper
from charter.models import Amendment, Charter, ReceivedPaper, Version
from charter.queries.amending.amendments import working_labels
from charter.queries.amending.rounds import running_round
from charter.queries.languages.names import language_of
from charter.queries.papers.working_papers import (
    Scope,
    article_at,
    drafts_of,
    open_drafts,
    received_paper,
    was_received,
)
from charter.queries.reading.comparing import redline_of, redline_of_change
from charter.states import ChangeKind, ProvisionKind
from charter.views.amending.proposing import NO_ROUND
from charter.wording.charter_text import in_words, interface_language


def take_in(
    request: HttpRequest, organisation: Organisation, charter: Charter, version: Version, form: ReturnForm
) -> HttpResponse | None:
    """Stores the file or clauses of a valid form and leads to the page; None with the reason if it cannot be read."""
    values, person = form.cleaned_data, signed_in(request)
    file = values["file"] or ContentFile(values["clauses"].encode())
    filename = values["file"].name if values["file"] else f"{_('Amending clauses')}.txt"
    try:
        returned = read_upload(file, filename) if values["file"] else read_typed(values["clauses"])
        source = returned_papers.identify(charter, returned, _scope(version, values["article"]), values["language"])
    except Unreadable as refused:
        form.add_error("file" if values["file"] else "clauses", str(refused))
        return None
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    known = was_received(organisation, digest)
    received = received_papers.receive_paper(
        organisation=organisation,
        by=person,
        file=file,
        filename=filename,
        digest=digest,
        reading=returned.as_json(),
        version=source.version,
        article=source.article,
        language=source.language,
        paper=source.paper,
    )
    if known:
        messages.info(request, _("The file was already sent. Nothing new was stored."))
    draft = request.GET.get("draft", "")
    query = f"?{urlencode({'draft': draft})}" if draft else ""
    return redirect(f"{reverse('city_paper', args=[received.key])}{query}")


def _scope(version: Version, chosen: str) -> Scope | None:
    """What the person chose: one article or the whole charter; None if nothing."""
    if chosen == WHOLE:
        return Scope(None)
    article = article_at(version, chosen) if chosen else None
    return Scope(article) if article else None


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def look(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a file changes, provision by provision; the chosen changes become drafts."""
    received = _readable(request, key)
    authors = _authors(request, received)
    returned_paper = returned_papers.compare(received, authors)
    drafts = _open_drafts(request, received)
    form = ChangesForm(
        posted(request),
        returned_changes=returned_paper.changes,
        drafts=_named(drafts),
        initial={"draft": request.GET.get("draft", "")},
    )
    if request.method == "POST" and request.POST.get("act") == "delete":
        return _delete(request, received)
    if request.method == "POST" and form.is_valid():
        answer = _make_drafts(request, received, form, drafts)
        if answer is not None:
            return answer
    return _show(request, received, returned_paper, form, authors)


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
    require(rules.may_read_received_paper(signed_in(request), received.organisation))
    return received


def _authors(request: HttpRequest, received: ReceivedPaper) -> list[str] | None:
    """The authors whose changes count; None for all, until somebody chooses."""
    given = request.POST if request.method == "POST" else request.GET
    if received.reading is None or "chosen" not in given:
        return None
    return [author for author in Returned.from_json(received.reading).authors if author in given.getlist("author")]


def _open_drafts(request: HttpRequest, received: ReceivedPaper) -> list[Amendment]:
    """The drafts to which the person can add the changes."""
    round_ = running_round(received.version.charter)
    if round_ is None or rules.may_prepare(signed_in(request), received.organisation) is not True:
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
    request: HttpRequest, received: ReceivedPaper, form: ChangesForm, open_: Sequence[Amendment]
) -> HttpResponse | None:
    round_ = running_round(received.version.charter)
    if round_ is None:
        form.add_error(None, str(NO_ROUND))
        return None
    values, there = form.cleaned_data, reverse("city_paper", args=[received.key])
    drafts = [
        NewDraft(values["title"], [one.as_input() for one in group], form.reasons_of(group)) for group in form.chosen()
    ]
    sentence = ngettext(
        "%(n)s draft was made. Check it and send it to your delegate.",
        "%(n)s drafts were made. Check them and send them to your delegate.",
        len(drafts),
    ) % {"n": len(drafts)}
    person = signed_in(request)
    chosen = next((draft for draft in open_ if str(draft.key) == values.get("draft")), None)
    if chosen is not None:
        sentence = _("The changes were added to the draft. Check it and send it to your delegate.")

    def deed() -> object:
        if chosen is None:
            return received_papers.make_drafts(received=received, round_=round_, drafts=drafts, by=person)
        [new] = drafts
        return received_papers.add_to_draft(
            received=received, draft=chosen, changes=new.changes, reason=new.reason, by=person
        )

    return run_form_action(request, form, deed, there, sentence)


def _delete(request: HttpRequest, received: ReceivedPaper) -> HttpResponse:
    received_papers.delete_paper(received=received, by=signed_in(request))
    messages.success(request, _("The file was deleted. Drafts that were made from the file are kept."))
    return redirect(f"{reverse('city_papers')}?as={received.organisation.slug}")


def _show(
    request: HttpRequest,
    received: ReceivedPaper,
    found: ReturnedPaper,
    form: ChangesForm,
    authors: Sequence[str] | None,
) -> HttpResponse:
    person, names = signed_in(request), Returned.from_json(received.reading).authors if received.reading else ()
    drafts = drafts_of(received)
    ticked = set(form["changes"].value() or [])
    comments: dict[str, list[ReturnedComment]] = {}
    for comment in found.comments:
        comments.setdefault(comment.key, []).append(comment)
    back = f"{reverse('city_papers')}?as={received.organisation.slug}"
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
        "drafts": drafts,
        "draft": request.GET.get("draft", ""),
        "for_another": received.paper is not None and received.paper.organisation_id != received.organisation_id,
        "may_draft": mine and not drafts and bool(found.changes),
        "crumbs": breadcrumbs(
            (_("My city"), f"{reverse('city')}?as={received.organisation.slug}"),
            (_("Work in Word"), back),
            here=received.filename,
        )
        if mine
        else breadcrumbs(here=received.filename),
    }
    return render(request, "charter/papers/working/changes.html", context, status=422 if form.errors else 200)


def _row(one: ReturnedChange) -> dict[str, Any]:
    """A change as the page shows it, with tracked changes of this site."""
    if one.kind == ChangeKind.MOVE:
        shown = redline_of(one.html, one.html, interface_language())
    else:
        shown = redline_of_change(one.kind, one.before, one.html, one.cut, one.following, interface_language())
    kind = ProvisionKind(one.new_kind).label if one.new_kind else ""
    return {"change": one, "redline": shown, "new_kind": kind, "is": {one.kind: True}}
