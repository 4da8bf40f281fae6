"""Importing a file: send it, check the result, assign unrecognised provisions, apply."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.tokens import counted_once, refuse_used_token
from accounts.models import Person
from accounts.rules import Refusal, Refused, is_moderator, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, breadcrumbs
from charter import clean, rules
from charter.actions.languages import file_intakes, uploads
from charter.actions.languages.editions import Origin
from charter.files.refusals import Unreadable
from charter.forms.languages.importing import ApplyForm, LineForm, PlacingForm, UploadForm
from charter.importing import placements, repairs
from charter.importing.drafts import Edition
from charter.importing.placements import Misplaced, Placement
from charter.importing.plan import CHANGE, Plan, plan_import
from charter.importing.reading import Reading, read_upload
from charter.importing.repairs import EditionLine, Repair, Repaired, Unrepairable
from charter.importing.storing import Unplaced, stored_editions, take_edition
from charter.models import Charter, Upload
from charter.quality.printing import difference_of, finding_sentence, unplaced_sentence
from charter.queries.languages.names import language_of
from charter.queries.languages.uploads import find_upload, waiting_upload
from charter.queries.reading import charters
from charter.wording.charter_text import interface_language


@dataclass(frozen=True)
class _Look:
    """A kept file as it reads beside the charter at this moment."""

    upload: Upload
    reading: Reading
    charter: Charter | None

    @property
    def repairs(self) -> tuple[Repair, ...]:
        return repairs.from_json(self.upload.repairs)

    @cached_property
    def repaired(self) -> Repaired:
        return repairs.repair_edition(self.reading.edition, self.repairs)

    @cached_property
    def edition(self) -> Edition:
        return self.repaired.edition

    @cached_property
    def editions(self) -> list[Edition]:
        return stored_editions(self.charter)

    @property
    def placed(self) -> tuple[Placement, ...]:
        return placements.from_json({"placements": self.upload.placements})

    def plan(self, placed: tuple[Placement, ...] = ()) -> Plan:
        left_out = (*self.reading.left_out, *self.repaired.left_out)
        structure = charters.text_structure()
        return plan_import(self.edition, self.editions, left_out=left_out, placements=placed, structure=structure)


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
    waiting = waiting_upload(person)
    context = {"form": form, "waiting": waiting, "crumbs": _crumbs(person), "refused": _refused()}
    return render(request, "charter/languages/importing/send.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def look(request: HttpRequest, key: str) -> HttpResponse:
    """The result that the person's own file would have; places unrecognised lines and applies the import."""
    require(rules.may_import(signed_in(request)))
    act = request.POST.get("act", "")
    upload = _mine(request, key)
    seen = _look(upload)
    if act == "drop":
        uploads.forget_upload(upload=upload)
        messages.success(request, _("The file was discarded. Nothing was saved."))
        return redirect("desk_import")
    if act == "apply":
        return _apply(request, seen)
    if act in ("title", "undo", *repairs.ACTS):
        return _correct(request, seen, act)
    placing = _placing(request, seen, act)
    if act == "place" and _is_placed(placing, seen):
        return redirect("desk_import_look", upload.key)
    context = _context(seen, placing)
    line = request.GET.get("line")
    context["lines"] = list(_lines(seen, _whole(line) if line else None))
    return render(request, "charter/languages/importing/look.html", context)


def _correct(request: HttpRequest, seen: _Look, act: str) -> HttpResponse:
    """Makes one correction, or takes the last one back; what was typed stays where it cannot be made."""
    place, before = _whole(request.POST.get("at")), _whole(request.POST.get("seen"))
    line = LineForm(request.POST, prefix=f"line-{place}") if act in repairs.ACTS else None
    try:
        if act == "undo":
            corrections = seen.repairs[:-1]
        elif line is None:
            corrections = (
                *seen.repairs,
                Repair("title", value=clean.clean_typed_text(request.POST.get("title", "")[:300]).text),
            )
        elif line.is_valid():
            corrections = (*seen.repairs, line.repair(act, place))
        else:
            raise Unrepairable(repairs.NO_TYPE)
        repairs.repair_edition(seen.reading.edition, corrections)
        if not uploads.save_corrections(upload=seen.upload, repairs=repairs.as_json(corrections), before=before):
            raise Unrepairable(repairs.NO_LINE)
    except Unrepairable as refused:
        if line is None:
            messages.error(request, str(refused))
            return redirect("desk_import_look", seen.upload.key)
        line.add_error("words" if act == "split" else None, str(refused))
        context = _context(seen, _placing(request, seen, "")) | {"faulty": line}
        context["lines"] = list(_lines(seen, place, (place, line)))
        return render(request, "charter/languages/importing/look.html", context)
    at = max(0, place - (act == "combine"))
    return redirect(f"{reverse('desk_import_look', args=[seen.upload.key])}?line={at}#line-{at}")


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else 0


def _lines(seen: _Look, at: int | None, bound: tuple[int, LineForm] | None = None) -> Iterator[dict[str, Any]]:
    """The articles of the file; the one with the line at that place has the form of each line."""
    original_lines = repairs.original_lines(seen.reading.edition)
    rows = seen.repaired.rows
    start = 0
    for article in seen.edition.articles:
        size = len(article.provisions)
        is_open = at is not None and start <= at < start + size
        lines = [
            {
                "place": place,
                "draft": draft,
                "original": " ".join(original_lines[source] for source in rows[place].sources),
                "form": _form(rows[place], place, bound) if is_open else None,
                "is_numbered": bool(draft.label),
                "is_open": place == at,
            }
            for place, draft in enumerate(article.provisions, start)
        ]
        yield {"article": article, "lines": lines, "first": start, "is_open": is_open}
        start += size


def _form(row: EditionLine, place: int, bound: tuple[int, LineForm] | None) -> LineForm:
    return bound[1] if bound and bound[0] == place else LineForm.of(row, place)


def _mine(request: HttpRequest, key: str) -> Upload:
    """The person's own file while it is kept; a form sent twice is told where the first one led."""
    since = timezone.now() - uploads.KEPT
    upload = find_upload(signed_in(request), key, since)
    if upload is None:
        refuse_used_token(request.POST.get("token", ""), signed_in(request))
        raise Http404
    return upload


def _keep(request: HttpRequest, form: UploadForm) -> Upload:
    """Keeps what a file holds; `Unreadable` for one that cannot be read."""
    cleaned_data = form.cleaned_data
    file, title = cleaned_data["file"], cleaned_data["title"]
    reading = read_upload(
        file, file.name, language=cleaned_data["language"], title=title, tracked=cleaned_data["tracked"] or None
    )
    return uploads.keep_upload(
        by=signed_in(request),
        filename=file.name,
        digest=hashlib.file_digest(file, "sha256").hexdigest(),
        reading=reading.as_json(),
        language=cleaned_data["language"],
        title=title,
        body=cleaned_data["body"],
        dated=cleaned_data["dated"],
        tracked=cleaned_data["tracked"],
        at=timezone.now(),
    )


def _look(upload: Upload) -> _Look:
    return _Look(upload, Reading.from_json(upload.reading), charters.current_charter())


def _apply(request: HttpRequest, seen: _Look) -> HttpResponse:
    person, upload, address = signed_in(request), seen.upload, reverse("desk_import")
    try:
        with counted_once(request.POST.get("token", ""), person) as sent:
            import_result = take_edition(
                seen.edition,
                charter_slug=file_intakes.charter_slug(),
                origin=_origin(upload),
                by=person,
                at=timezone.now(),
                placements=seen.placed,
            )
            uploads.forget_upload(upload=upload)
            sent.outcome = address
    except (Unreadable, Misplaced, Unplaced, Refused) as refused:
        messages.error(request, _sentence(refused))
        return redirect("desk_import_look", upload.key)
    sentence = (
        _("The file was imported into the charter.")
        if import_result.changed
        else _("The charter already has this text. Nothing changed.")
    )
    messages.success(request, sentence)
    return redirect(address)


def _sentence(refused: Exception) -> str:
    if isinstance(refused, Unplaced):
        return unplaced_sentence(refused.plan)
    return str(refused)


def _origin(upload: Upload) -> Origin:
    dated = upload.dated.isoformat() if upload.dated else None
    return Origin(upload.filename, upload.digest, upload.body, dated)


def _placing(request: HttpRequest, seen: _Look, act: str) -> PlacingForm | None:
    """The table of what found no place of itself; None where all did."""
    bare = seen.plan()
    if not bare.to_place:
        return None
    data = request.POST if act == "place" else None
    return PlacingForm(data, plan=bare, incoming=seen.edition, kept=seen.placed)


def _is_placed(placing: PlacingForm | None, seen: _Look) -> bool:
    """Whether the placements of the person can be followed; otherwise the form has the reason."""
    if placing is None or not placing.is_valid():
        return placing is None
    try:
        seen.plan(placing.placements())
    except Misplaced as misplaced:
        placing.add_error(None, str(misplaced))
        return False
    uploads.save_placements(upload=seen.upload, placements=placements.as_json(placing.placements()))
    return True


def _context(seen: _Look, placing: PlacingForm | None) -> dict[str, Any]:
    plan = _followed(seen)
    first = plan.beside.lang if plan.beside else seen.edition.lang
    return {
        "upload": seen.upload,
        "plan": plan,
        "counts": plan.counts,
        "placing": placing,
        "faulty": placing,
        "base_language": language_of(first),
        "language": language_of(seen.edition.lang),
        "findings": [finding_sentence(finding) for finding in plan.findings],
        "renumbered": [finding_sentence(finding) for finding in plan.renumbered],
        "changes": list(_changes(plan)),
        "apply": ApplyForm(),
        "corrections": len(seen.repairs),
        "title": seen.edition.title,
        "refused": _refused(),
        "crumbs": _crumbs(seen.upload.person, seen.upload.filename),
    }


def _followed(seen: _Look) -> Plan:
    """The plan with what the person placed, or bare where the text has moved since and it fits no more."""
    try:
        return seen.plan(seen.placed)
    except Misplaced:
        return seen.plan()


def _changes(plan: Plan) -> Iterator[dict[str, Any]]:
    for planned_provision in plan.provisions():
        if planned_provision.action == CHANGE:
            redline = difference_of(planned_provision).redline(interface_language(), prefix="")
            yield {
                "cite": planned_provision.draft.citation,
                "redline": redline,
                "moved": planned_provision.moved,
                "was": planned_provision.was,
            }
        elif planned_provision.moved or planned_provision.reshaped:
            yield {
                "cite": planned_provision.draft.citation,
                "words": planned_provision.draft.html,
                "moved": planned_provision.moved,
                "was": planned_provision.was,
            }


def _refused() -> str:
    """Why no file can be taken in now; empty where one can."""
    charter = charters.current_charter()
    answer = file_intakes.may_take_in(charter, timezone.now()) if charter else True
    return str(answer.why) if isinstance(answer, Refusal) else ""


def _crumbs(person: Person, filename: str = "") -> list[Crumb]:
    """An administrator, who may import, does not open the moderators' own list."""
    top = (_("Secretariat"), reverse("desk" if is_moderator(person) else "desk_first_steps"))
    if not filename:
        return breadcrumbs(top, here=_("Import a file"))
    return breadcrumbs(top, (_("Import a file"), reverse("desk_import")), here=filename)
