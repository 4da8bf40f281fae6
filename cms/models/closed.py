"""Pages that nobody copies, moves, deletes, takes down, aliases or reverts: the one place where that is said."""

from __future__ import annotations

from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

from accounts.models import Person
from accounts.rules import Refusal, Refused

from .read import ReadPage

WHY = _(
    "The site creates the article pages from the charter. You cannot copy, move, delete, "
    "unpublish or revert these pages."
)


def refuse_change(*args: Any, **kwargs: Any) -> NoReturn:
    """Refuses, with the sentence for a person."""
    raise Refused(Refusal(WHY))


class ClosedPermissions(PagePermissionTester):
    """What Wagtail's pages and actions ask before they offer or do one of these."""

    def _no(self, *args: Any, **kwargs: Any) -> bool:
        return False

    can_delete = can_move = can_move_to = can_copy = can_copy_to = _no
    can_unpublish = can_add_subpage = can_publish_subpage = can_reorder_children = can_set_view_restrictions = _no


class ClosedPage(ReadPage):
    """A page of the charter. What is called by name is refused here, the rest by `cms.receivers`."""

    permissions: type[PagePermissionTester] = ClosedPermissions

    class Meta:
        abstract = True

    copy = move = unpublish = create_alias = copy_for_translation = refuse_change

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse_change()

    def permissions_for_user(self, user: Person) -> PagePermissionTester:
        return self.permissions(user, self)
