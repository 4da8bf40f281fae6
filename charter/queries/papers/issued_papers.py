"""Files to work in, by the signed id that they carry."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer

from charter.models import IssuedPaper

SALT = "charter.issued-paper"


def signed_id(paper: IssuedPaper) -> str:
    """The id in the file of a paper: its key, charter, version, language and member, signed.

    Word keeps properties of at most 255 characters, so it is one short line.
    """
    version = paper.version
    member = paper.organisation.slug if paper.organisation else ""
    content = (paper.key.hex, version.charter.slug, version.number, paper.language, member)
    return Signer(salt=SALT).sign(":".join(map(str, content)))


def find_by_signed_id(signed: str) -> IssuedPaper | None:
    """The paper of that id; None if the signature is not valid with the present key or an earlier one."""
    try:
        key = Signer(salt=SALT).unsign(signed).partition(":")[0]
        issued_papers = IssuedPaper.objects.select_related("version__charter", "organisation__name")
        return issued_papers.select_related("article", "last_article").filter(key=key).first()
    except (BadSignature, ValidationError):
        return None
