"""What Wagtail's administration lets people see and change, where its groups alone would let them do more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet

from accounts.models import Person
from cms.drafters import without_sections_of_others


class PagePolicy(PagePermissionPolicy):
    """Lists, search and log entries show a drafter the assigned sections alone."""

    def explorable_instances(self, user: Person) -> PageQuerySet:
        return without_sections_of_others(super().explorable_instances(user), user)


class ClosedPolicy(BasePermissionPolicy):
    """Nobody adds, changes or deletes these rows in the administration, whatever flags or groups an account has."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        return False

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        return get_user_model()._default_manager.none()
