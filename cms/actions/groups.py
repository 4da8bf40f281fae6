"""Wagtail's groups follow the roles: who works on the text may open its administration."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import Person, Role
from accounts.states import RoleKind
from cms.models import CharterPage

# "Moderators" is the group that Wagtail's own first workflow asks.
GROUPS = {
    RoleKind.MODERATOR: "Moderators",
    RoleKind.ADMINISTRATOR: "Administrators",
    RoleKind.DRAFTER: "Drafters",
}
PAGES = {
    RoleKind.MODERATOR: ("add", "change", "publish", "lock", "unlock"),
    RoleKind.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock"),
    RoleKind.DRAFTER: ("change", "publish"),
}
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def found() -> None:
    """The groups and what each may do. Nobody gets the right to change people: that would be every right."""
    sections = [Page.objects.get(pk=pk) for pk in CharterPage.objects.values_list("pk", flat=True)]
    for role, name in GROUPS.items():
        places = sections if role == RoleKind.DRAFTER else [Page.get_first_root_node()]
        group = Group.objects.get_or_create(name=name)[0]
        group.permissions.set(_rights(role))
        GroupPagePermission.objects.filter(group=group).delete()
        for codename in PAGES[role]:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{codename}_page")
            for place in places:
                GroupPagePermission.objects.create(group=group, page=place, permission=permission)
        if role != RoleKind.DRAFTER:
            _open_files(group)


@transaction.atomic
def sync(person: Person) -> None:
    """The person is in the groups of the roles held now, and in no other of them."""
    held = set(Role.objects.filter(person=person).holding(timezone.now()).values_list("kind", flat=True))
    ours = Group.objects.filter(name__in=GROUPS.values())
    wanted = {GROUPS[kind] for kind in GROUPS if kind in held}
    if wanted - {group.name for group in ours}:
        found()
    person.groups.remove(*ours.exclude(name__in=wanted))
    person.groups.add(*Group.objects.filter(name__in=wanted))


def _rights(role: RoleKind) -> list[Permission]:
    names = [("wagtailadmin", "access_admin")]
    if role != RoleKind.DRAFTER:
        names.append(("wagtail_localize", "submit_translation"))
    return [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in names]


def _open_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(codename__in=FILES):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
