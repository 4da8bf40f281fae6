"""People who sign in. Nobody has a user name: the email address is the key."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.states import MandateKind

FORMER = {
    MandateKind.OFFICER: _("a former staff member of %(name)s"),
    MandateKind.FOCAL_POINT: _("a former focal point of %(name)s"),
    MandateKind.DELEGATE: _("a former delegate of %(name)s"),
    MandateKind.SUBSTITUTE: _("a former alternate of %(name)s"),
}


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, *args: Any, **fields: Any) -> NoReturn:
        """Refuses: `createsuperuser` would give rights without a role and without an entry in the audit log."""
        raise ValidationError(_("Permissions come only from roles. Run manage.py new_admin with an email address."))


class Person(AbstractBaseUser, PermissionsMixin):
    """One human being with an account; what it may do comes from mandates and roles alone.

    `calendar_key` is the secret part of the address of the person's own calendar; None if there is no such address.

    `is_staff` and `is_superuser` are Django's and stay false: `cms.actions.groups` clears them, `doctor` finds them.
    """

    record_name = "person"

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    name_is_public = models.BooleanField(_("show my name on public pages"), default=False)
    name_in_credits = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    former = models.JSONField(default=dict, blank=True)
    calendar_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(calendar_key=None) | models.Q(is_active=True),
                name="person_calendar_of_open_account",
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return self._as_erased()
        return self.name or str(_("A member"))

    def _as_erased(self) -> str:
        """What the record may still say of somebody whose name was erased: an office and a city."""
        names, kind = self.former.get("names", {}), self.former.get("kind")
        if not names:
            return str(_("a former user"))
        name = names.get(get_language() or "") or next(iter(names.values()))
        return str(FORMER.get(kind, FORMER[MandateKind.OFFICER])) % {"name": name}

    @property
    def is_invited(self) -> bool:
        """Whether somebody else made the account and the person has not opened it yet."""
        return self.last_login is None and not self.has_usable_password()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def last_name(self) -> str:
        return " ".join(self.name.split(" ")[1:])
