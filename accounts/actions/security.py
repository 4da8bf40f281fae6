"""Acts of who runs the server: a lost second factor, the first administrator."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters, members, records, sessions
from accounts.actions.notices import in_language
from accounts.models import Person, Role
from accounts.queries.people import person_by_address
from accounts.states import MailKind, RoleKind


@transaction.atomic
def reset_second_factor(*, person: Person, by: Person | None = None) -> int:
    """Takes all second factors and recovery codes away and signs the person out; how many there were."""
    removed, _by_model = Authenticator.objects.filter(user=person).delete()
    sessions.end_all_sessions(person)
    letters.write_letters(
        to=[person],
        kind=MailKind.SECURITY,
        subject=_("Your second factor was removed"),
        body=_(
            "The administrators of this site removed the second factor of your account. If you did "
            "not ask for this, write to the secretariat at once."
        ),
        link=reverse_lazy("mfa_index"),
        key=f"second_factor_reset:{timezone.now().timestamp()}",
    )
    records.append_acts(records.Act("second factor reset", person, by, content={"removed": removed}))
    return removed


@transaction.atomic
def make_administrator(*, email: str, name: str, language: str) -> tuple[Person, Role]:
    """An administrator, with a new account where there is none; a second factor is asked at the first sign-in."""
    person = person_by_address(email) or members.enrol_person(email=email, name=name, language=language)
    person.is_active = True
    person.save(update_fields=["is_active"])
    current_role = Role.objects.holding(timezone.now()).filter(person=person, kind=RoleKind.ADMINISTRATOR).first()
    role = current_role or members.give_role(person=person, kind=RoleKind.ADMINISTRATOR, since=timezone.now())
    return person, role


def password_link(person: Person) -> str:
    """The path at which the person sets a password, once and for some days."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, _dash, token = key.partition("-")
    return in_language(person.language, "account_reset_password_from_key", uid, token)
