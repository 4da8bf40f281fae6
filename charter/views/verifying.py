"""Checking a version: its fingerprint counted again, and how anybody can count it."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Record
from charter.exports import files, sealing, verify
from charter.models import Version
from charter.queries import charters, downloads, manifests

from .comparing import versions_published
from .frame import version_line, words_language
from .publicly import publicly

SHORTEST = 8


@require_safe
@publicly
def page(request: HttpRequest, number: int) -> HttpResponse:
    """The fingerprint as published and as counted now; `?noted=` compares one that was noted earlier."""
    _charter, published = versions_published()
    version = next((v for v in published if v.number == number), None)
    if version is None:
        raise Http404(_("There is no version with that number."))
    noted = request.GET.get("noted", "").strip().lower()
    context = {
        "version": version,
        "line": version_line(published, version),
        "holds": manifests.recomputed(version) == version.digest,
        "record": Record.objects.filter(digest=version.record_head).first(),
        "noted": noted,
        "answer": _answer(noted, published) if noted else "",
        "manifest_url": reverse("download", args=[f"release/{number}", "json"]),
        "public_key": sealing.public_key(),
    }
    return render(request, "charter/downloads/verify.html", context)


@require_safe
@publicly
def signature(request: HttpRequest, number: int) -> HttpResponse:
    """The operator's signature of the manifest, once that file is made; until then the way to where it is made."""
    charter, published = versions_published()
    version = next((v for v in published if v.number == number), None)
    if version is None or not sealing.public_key():
        raise Http404(_("This release is not signed."))
    release = sealing.Release(charter, version, charters.edition_in(words_language(request)))
    kept = downloads.kept(f"{release.name}.json", release.language, files.made_of(release))
    if kept is None:
        return redirect("download", release.name, "json")
    answer = HttpResponse(sealing.signature(release, bytes(kept.data)), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="release-{number}.json.minisig"'
    return answer


@require_safe
@publicly
def script(request: HttpRequest) -> HttpResponse:
    """The program that anybody can read and run."""
    answer = HttpResponse(Path(verify.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


def _answer(noted: str, published: list[Version]) -> str:
    """Whose fingerprint, or head of the record, was noted."""
    if len(noted) < SHORTEST:
        return _("Type at least %(n)s signs.") % {"n": SHORTEST}
    for version in published:
        said = {"number": version.number}
        if version.digest.startswith(noted):
            return _("This is the fingerprint of version %(number)s.") % said
        if version.record_head.startswith(noted):
            return _("This is the head of the record when version %(number)s was published.") % said
    if Record.objects.filter(digest__startswith=noted).exists():
        return _("This head is in the record: nothing was taken out before it.")
    return _("No published version and no act of the record has this fingerprint.")
