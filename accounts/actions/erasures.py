"""A person's own data: downloaded as a file, and erased so that the audit log stays true."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import files, following, pledges, records, sessions
from accounts.models import Follow, Invitation, Letter, Mandate, Person, Pledge, RequestToken
from accounts.rules import Refusal, require

SECRETS = frozenset({"password", "digest", "data", "session_key", "token", "calendar_key"})
PERSONAL = {"user_name": "", "user_email": "", "user_url": "", "ip_address": None}
# A name is to go from what the layers above keep: `name`, and what stands `instead`.
name_forgotten = Signal()
NOT_YOURS = _("Only the owner of an account can erase it. The owner can also ask the secretariat to erase it.")


def export_person(person: Person) -> dict[str, Any]:
    """Everything that the database ties to the person, by model; secrets are named and not given."""
    data: dict[str, Any] = {"person": _row(person)}
    for relation in relations_to_people():
        model, field = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{field: person})
        data[f"{model._meta.label}.{field}"] = [_row(row) for row in rows.order_by("pk")]
    written = Invitation.objects.filter(email__iexact=person.email)
    data["accounts.Invitation.email"] = [_row(row) for row in written]
    data["accounts.Pledge.email"] = [_row(row) for row in Pledge.objects.filter(email__iexact=person.email)]
    headed = Pledge.objects.filter(head_email__iexact=person.email)
    data["accounts.Pledge.head_email"] = [_row(row) for row in headed]
    follows = Follow.objects.filter(follower__address__iexact=person.email)
    data["accounts.Follow.follower.address"] = [_row(row) for row in follows]
    return data


@transaction.atomic
def erase_person(*, person: Person, by: Person | None = None, at: datetime | None = None) -> None:
    """Deletes name, addresses, sessions and emails; acts stay, as those of a former staff member of a member."""
    require(by is None or by == person or rules.is_secretariat(by) or Refusal(NOT_YOURS))
    at = at or timezone.now()
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.erased_at:
        return
    old_name, old_addresses = person.name, _addresses(person)
    acts = _end_everything(person, by, at)
    person.former = _former(person)
    _forget_account(person)
    person.email, person.name, person.zone = f"erased-{person.pk}@erased.invalid", "", ""
    person.erased_at, person.is_active, person.name_is_public = at, False, False
    person.is_staff = person.is_superuser = False
    person.name_in_credits, person.calendar_key = False, None
    person.set_unusable_password()
    person.save()
    _forget_addresses(old_addresses)
    _forget_files(person)
    pledges.forget_person(old_addresses, old_name, person)
    _forget_name(person, old_name)
    records.append_acts(*acts, records.Act("person erased", person, by if by != person else None), at=at)


def relations_to_people() -> list[Any]:
    """Every foreign key to a person, those too that have no name on the person's side."""
    fields = Person._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and (field.one_to_many or field.one_to_one)]


def _row(row: models.Model) -> dict[str, Any]:
    fields = (field for field in row._meta.concrete_fields)
    return {f.attname: "(secret)" if f.attname in SECRETS else str(getattr(row, f.attname)) for f in fields}


def _addresses(person: Person) -> list[str]:
    more = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return list({person.email, *more})


def _former(person: Person) -> dict[str, Any]:
    """The last mandate, with the member's name in each language, so that no page has to look it up."""
    mandate = Mandate.objects.filter(person=person).select_related("organisation__name").order_by("-since").first()
    if mandate is None or mandate.organisation.name_withheld:
        return {}
    name = mandate.organisation.name
    names = {
        name.language: name.text,
        **{translation.language: translation.text for translation in name.translations.all()},
    }
    return {"kind": mandate.kind, "names": names}


def _end_everything(person: Person, by: Person | None, at: datetime) -> list[records.Act]:
    acts = []
    right: Any
    for right in [*person.mandates.filter(ended=None), *person.roles.filter(ended=None)]:  # type: ignore[attr-defined]
        right.ended = at
        right.save(update_fields=["ended"])
        acts.append(records.Act("mandate ended" if isinstance(right, Mandate) else "role ended", right, by))
    rules.forget_rights(person)
    return acts


def _forget_account(person: Person) -> None:
    sessions.end_all_sessions(person)
    for model in (Authenticator, EmailAddress):
        model.objects.filter(user=person).delete()
    RequestToken.objects.filter(person=person).delete()
    for relation in relations_to_people():
        model = relation.related_model
        emptied = {k: v for k, v in PERSONAL.items() if k in {f.name for f in model._meta.concrete_fields}}
        if emptied:
            model._base_manager.filter(**{relation.field.name: person}).update(**emptied)
        elif model._meta.app_label in ("accounts", "socialaccount") and relation.on_delete is models.CASCADE:
            model._base_manager.filter(**{relation.field.name: person}).delete()


def _forget_files(person: Person) -> None:
    """Evidence of the person's mandates, and what belongs to the person alone, such as a picture in a profile."""
    own = [(relation.related_model, relation.field.name) for relation in relations_to_people() if relation.one_to_one]
    for model, name in [(Mandate, "person"), *own]:
        for field in (field for field in model._meta.concrete_fields if isinstance(field, models.FileField)):
            for row in model._base_manager.filter(**{name: person}).exclude(**{field.name: ""}):
                files.delete_after_commit(getattr(row, field.name))
                model._base_manager.filter(pk=row.pk).update(**{field.name: ""})


def _forget_addresses(addresses: list[str]) -> None:
    for address in addresses:
        Invitation.objects.open().filter(email__iexact=address).delete()
        Invitation.objects.filter(email__iexact=address).update(email="", name="")
        following.end_all_follows(address=address)
        Letter.objects.filter(address__iexact=address).delete()


def _forget_name(person: Person, name: str) -> None:
    """Takes the name out of letters to others and of notes of evidence; short or empty names stand for nobody."""
    if len(name.strip()) < 3:
        return
    for letter in Letter.objects.filter(Q(subject__contains=name) | Q(body__contains=name)):
        letter.subject, letter.body = (text.replace(name, str(person)) for text in (letter.subject, letter.body))
        letter.save(update_fields=["subject", "body"])
    for model, field in ((Mandate, "evidence"), (Mandate, "away_note"), (Invitation, "evidence"), (Pledge, "asked")):
        for row in model.objects.filter(**{f"{field}__contains": name}):  # type: ignore[attr-defined]
            setattr(row, field, getattr(row, field).replace(name, str(person)))
            row.save(update_fields=[field])
    name_forgotten.send(sender=Person, name=name, instead=str(person))
