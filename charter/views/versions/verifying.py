"""Checking a version: its fingerprint counted again, and how anybody can count it."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.queries.records import act_with_digest, has_act
from charter.exports import files, packages, release_manifests, verify
from charter.models import Version
from charter.queries.papers import downloads
from charter.queries.versions import manifests
from charter.views.public_pages import publicly
from charter.views.reading.comparing import versions_published
from charter.views.text_frame import version_line

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
        "holds": manifests.recompute_digest(version) == version.digest,
        "record": act_with_digest(version.record_head),
        "package_name": packages.package_filename(version),
        "noted": noted,
        "answer": _answer(noted, published) if noted else "",
        "manifest_url": reverse("download", args=[f"release/{number}", "json"]),
        "public_key": release_manifests.public_key(),
    }
    return render(request, "charter/papers/downloads/verify.html", context)


@require_safe
@publicly
def signature(request: HttpRequest, number: int) -> HttpResponse:
    """The operator's signature of the manifest, once that file is made; until then the way to where it is made."""
    charter, published = versions_published()
    version = next((v for v in published if v.number == number), None)
    if version is None or not release_manifests.public_key():
        raise Http404(_("The site has no signed publication of this version."))
    release = release_manifests.Release(charter, version)
    kept = downloads.kept_download(f"{release.name}.json", release.language, files.made_of(release))
    if kept is None:
        return redirect("download", release.name, "json")
    answer = HttpResponse(
        release_manifests.manifest_signature(release, bytes(kept.data)), content_type="text/plain; charset=utf-8"
    )
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
        return _("Enter at least %(n)s characters.") % {"n": SHORTEST}
    for version in published:
        values = {"number": version.number}
        if version.digest.startswith(noted):
            return _("The fingerprint (SHA-256) belongs to version %(number)s.") % values
        if version.fingerprint.startswith(noted):
            return _("The fingerprint (SHA-256) belongs to the publication of version %(number)s.") % values
        if version.record_head.startswith(noted):
            return (
                _("When version %(number)s was published, this value was the latest hash of the audit log.") % values
            )
    if has_act(noted):
        return _("The hash is in the audit log. No earlier entry was deleted.")
    return _("No published version and no act in the audit log has this fingerprint (SHA-256).")
