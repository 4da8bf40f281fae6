"""Comments on pages: their signatures, and the addresses at which they are read and posted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import address_of
from accounts.locales import colon
from accounts.models import Organisation, Person
from accounts.states import BESIDE_SECRETARIAT, SOMEBODY
from charter.models import Amendment, CharterComment, Provision
from charter.queries.amending.translated_pieces import Translated
from charter.wording.charter_text import public_name_of
from charter.wording.round_times import format_day


def signature_of(
    person: Person | None, office: str, organisation: Organisation | None, at: datetime | None = None
) -> tuple[str, str]:
    """The signature of a comment: the name of its author if it is public, otherwise the office; and the member."""
    city = public_name_of(organisation, at) or (_("secretariat") if office not in BESIDE_SECRETARIAT else "")
    if organisation and organisation.name_withheld:
        return _("Name withheld"), city
    if person is None:
        return _("A person whose account was deleted"), city
    if person.name_is_public or person.erased_at:
        return str(person), city
    return str(SOMEBODY.get(office, _("A member"))), city


def signature_of_comment(comment: Any) -> tuple[str, str]:
    """The signature of a comment that has `office`: of its author, or of the secretariat that entered it."""
    if comment.came_on is not None:
        return describe_signer(comment.came_on), public_name_of(comment.organisation, comment.submit_date)
    return signature_of(comment.user, comment.office, comment.organisation, comment.submit_date)


def describe_signer(came_on: date) -> str:
    """Who signs a comment that the secretariat enters on behalf of its member."""
    return _("Secretariat, on behalf of the member (received on %(day)s)") % {"day": format_day(came_on)}


def lines_of_comment(comment: CharterComment) -> Iterator[str]:
    """The text of a comment in a table, after the text of the charter that it quotes."""
    if comment.quote:
        yield _("About the text: “%(words)s”") % {"words": comment.quote}
    yield comment.comment


def marked_translation(translation: Translated) -> str:
    """A working translation in plain text, after who made it."""
    return f"{translation.maker}{colon()} {translation.text}"


def why_not_quoted(target: Provision | Amendment) -> Promise:
    """The sentence for a quote that is not in the text."""
    if isinstance(target, Provision):
        return gettext_lazy("The charter does not contain this text. Copy the text exactly.")
    return gettext_lazy("The amendment does not contain this text. Copy the text exactly.")


def post_address(target: Provision | Amendment) -> str:
    if isinstance(target, Provision):
        return address_of("remark_post", "provision", target.short)
    return address_of("remark_post", "amendment", f"{target.round.number}-{target.number}")


def all_address(target: Provision | Amendment) -> str:
    """The page that holds nothing but the comments on a thing."""
    if isinstance(target, Provision):
        return address_of("provision_comments", target.short)
    return address_of("amendment_comments", target.round.number, target.number)
