"""Taking a file in: send it, look at what it would bring, place what found no place, apply."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import tokens
from accounts.rules import Refusal, Refused, require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.actions import intakes, uploads
from charter.actions.editions import Origin
from charter.forms.importing import ApplyForm, PlacingForm, UploadForm
from charter.imports import placements, reading
from charter.imports.blocks import Blocks
from charter.imports.drafts import Edition
from charter.imports.placements import Misplaced, Placement
from charter.imports.plan import CHANGE, Plan, plan
from charter.imports.printing import difference, sentence, unplaced
from charter.imports.refusals import Unreadable
from charter.imports.storing import Unplaced, stored, take
from charter.imports.structure import understand
from charter.models import Charter, Upload
from charter.queries import charters
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import interface

NEW_SLUG = "charter"


@dataclass(frozen=True)
class _Look:
    """A kept file as it reads beside the charter at this moment."""

    upload: Upload
    document: Blocks
    edition: Edition
    charter: Charter | None

    @cached_property
    def editions(self) -> list[Edition]:
        return stored(self.charter)

    @property
    def placed(self) -> tuple[Placement, ...]:
        return placements.from_json({"placements": self.upload.placements})

    def plan(self, placed: tuple[Placement, ...] = ()) -> Plan:
        return plan(self.edition, self.editions, left_out=self.document.left_out, placements=placed)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def send(request: HttpRequest) -> HttpResponse:
    """The form for a file; one that cannot be read is refused here, beside its field."""
    person = signed_in(request)
    require(rules.may_import(person))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = _keep(request, form)
        except Unreadable as refused:
            form.add_error("tracked" if refused.offers else "file", str(refused))
        else:
            return redirect("desk_import_look", upload.key)
    waiting = Upload.objects.filter(person=person).defer("data").first()
    context = {"form": form, "waiting": waiting, "crumbs": _crumbs(), "refused": _refused()}
    return render(request, "charter/importing/send.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def look(request: HttpRequest, key: str) -> HttpResponse:
    """What the person's own file would bring in; places what is left and applies."""
    require(rules.may_import(signed_in(request)))
    act = request.POST.get("act", "")
    upload = _mine(request, key)
    seen = _look(upload)
    if act == "drop":
        uploads.forget(upload=upload)
        messages.success(request, _("The file is thrown away. Nothing was stored."))
        return redirect("desk_import")
    if act == "apply":
        return _apply(request, seen)
    placing = _placing(request, seen, act)
    if act == "place" and _is_placed(placing, seen):
        return redirect("desk_import_look", upload.key)
    return render(request, "charter/importing/look.html", _context(seen, placing))


def _mine(request: HttpRequest, key: str) -> Upload:
    """The person's own file while it is kept; a form sent twice is told where the first one led."""
    since = timezone.now() - uploads.KEPT
    upload = Upload.objects.filter(key=key, person=signed_in(request), at__gte=since).first()
    if upload is None:
        with transaction.atomic():
            if request.method == "POST":
                tokens.use(request.POST.get("token", ""), signed_in(request))
            raise Http404
    return upload


def _keep(request: HttpRequest, form: UploadForm) -> Upload:
    """Keeps a file that can be read; `Unreadable` for any other."""
    given = form.cleaned_data
    data = given["file"].read()
    document = reading.read(data, given["file"].name, tracked=given["tracked"] or None)
    understand(document, given["language"], given["title"])
    return uploads.keep(
        by=signed_in(request),
        filename=given["file"].name,
        data=data,
        language=given["language"],
        title=given["title"],
        body=given["body"],
        dated=given["dated"],
        tracked=given["tracked"],
        at=timezone.now(),
    )


def _look(upload: Upload) -> _Look:
    document = reading.read(bytes(upload.data), upload.filename, tracked=upload.tracked or None)
    edition = understand(document, upload.language, upload.title)
    return _Look(upload, document, edition, charters.current())


def _apply(request: HttpRequest, seen: _Look) -> HttpResponse:
    person, upload, there = signed_in(request), seen.upload, reverse("desk_import")
    try:
        with transaction.atomic():
            used = tokens.use(request.POST.get("token", ""), person)
            done = take(
                seen.edition,
                charter_slug=seen.charter.slug if seen.charter else NEW_SLUG,
                origin=_origin(upload),
                by=person,
                at=timezone.now(),
                placements=seen.placed,
            )
            uploads.forget(upload=upload)
            used.outcome = there
            used.save(update_fields=["outcome"])
    except (Unreadable, Misplaced, Unplaced, Refused) as refused:
        messages.error(request, _sentence(refused))
        return redirect("desk_import_look", upload.key)
    said = _("The file is in the charter.") if done.changed else _("The charter reads so already. Nothing changed.")
    messages.success(request, said)
    return redirect(there)


def _sentence(refused: Exception) -> str:
    if isinstance(refused, Unplaced):
        return unplaced(refused.plan)
    return str(refused)


def _origin(upload: Upload) -> Origin:
    dated = upload.dated.isoformat() if upload.dated else None
    return Origin(upload.filename, hashlib.sha256(bytes(upload.data)).hexdigest(), upload.body, dated)


def _placing(request: HttpRequest, seen: _Look, act: str) -> PlacingForm | None:
    """The table of what found no place of itself; None where all did."""
    bare = seen.plan()
    if not bare.to_place:
        return None
    data = request.POST if act == "place" else None
    return PlacingForm(data, plan=bare, incoming=seen.edition, kept=seen.placed)


def _is_placed(placing: PlacingForm | None, seen: _Look) -> bool:
    """Keeps what the person said where it can be followed; else the form says why not."""
    if placing is None or not placing.is_valid():
        return placing is None
    try:
        seen.plan(placing.placements())
    except Misplaced as misplaced:
        placing.add_error(None, str(misplaced))
        return False
    uploads.place(upload=seen.upload, placements=placements.as_json(placing.placements()))
    return True


def _context(seen: _Look, placing: PlacingForm | None) -> dict[str, Any]:
    made = _followed(seen)
    first = made.beside.lang if made.beside else seen.edition.lang
    return {
        "upload": seen.upload,
        "plan": made,
        "counts": made.counts,
        "placing": placing,
        "faulty": placing,
        "base_tongue": tongue(first),
        "tongue": tongue(seen.edition.lang),
        "findings": [sentence(one) for one in made.findings],
        "renumbered": [sentence(one) for one in made.renumbered],
        "changes": list(_changes(made)),
        "apply": ApplyForm(),
        "refused": _refused(),
        "crumbs": _crumbs(seen.upload.filename),
    }


def _followed(seen: _Look) -> Plan:
    """The plan with what the person placed, or bare where the text has moved since and it fits no more."""
    try:
        return seen.plan(seen.placed)
    except Misplaced:
        return seen.plan()


def _changes(made: Plan) -> Iterator[dict[str, Any]]:
    for one in made.provisions():
        if one.action == CHANGE:
            redline = difference(one).redline(interface(), prefix="")
            yield {"cite": one.draft.citation, "redline": redline, "moved": one.moved, "was": one.was}
        elif one.moved or one.reshaped:
            yield {"cite": one.draft.citation, "words": one.draft.html, "moved": one.moved, "was": one.was}


def _refused() -> str:
    """Why no file can be taken in now; empty where one can."""
    charter = charters.current()
    answer = intakes.may_take_in(charter, timezone.now()) if charter else True
    return str(answer.why) if isinstance(answer, Refusal) else ""


def _crumbs(here: str = "") -> list[dict[str, str]]:
    top = [{"word": _("Desk"), "url": reverse("desk")}]
    if not here:
        return [*top, {"word": _("Take a file in"), "url": ""}]
    return [*top, {"word": _("Take a file in"), "url": reverse("desk_import")}, {"word": here, "url": ""}]
