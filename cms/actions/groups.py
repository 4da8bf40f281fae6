"""Rights in Wagtail follow the roles: its groups say what each role may do, and an account has nothing else.

The one place that writes groups, single permissions and Django's flags of an account.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.actions import records, sessions
from accounts.models import Person, Role
from accounts.states import RoleKind
from cms.models import CharterPage

# "Moderators" is the group that Wagtail's own first workflow asks.
GROUPS = {
    RoleKind.MODERATOR: "Moderators",
    RoleKind.ADMINISTRATOR: "Administrators",
    RoleKind.DRAFTER: "Drafters",
}
FLAGS = ("is_staff", "is_superuser")
PAGES = {
    RoleKind.MODERATOR: ("add", "change", "publish", "lock", "unlock"),
    RoleKind.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock"),
    RoleKind.DRAFTER: ("change", "publish"),
}
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def create_groups() -> None:
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
def sync_groups(person: Person) -> None:
    """The person has the groups of the roles held now, no other group with rights, no flag and no single permission.

    Groups without rights stay: who may read a restricted page can be said by them.
    """
    group_names = _groups_of_roles(person)
    if group_names - set(Group.objects.filter(name__in=group_names).values_list("name", flat=True)):
        create_groups()
    person.groups.remove(*_groups_without_role(person))
    person.groups.add(*Group.objects.filter(name__in=group_names))
    person.user_permissions.clear()
    if any(getattr(person, flag) for flag in FLAGS):
        person.is_staff = person.is_superuser = False
        person.save(update_fields=FLAGS)


@dataclass(frozen=True)
class Excess:
    """Rights of an account that none of its roles gives, by their names."""

    person: Person
    rights: tuple[str, ...]


def excess_rights() -> list[Excess]:
    """Every account with a flag, a group or a single permission that its roles do not give."""
    some = Q(is_superuser=True) | Q(is_staff=True) | Q(groups__isnull=False) | Q(user_permissions__isnull=False)
    people = Person.objects.filter(some).distinct().order_by("pk")
    return [Excess(person, rights) for person in people if (rights := _rights_without_role(person))]


@transaction.atomic
def correct_all() -> list[Excess]:
    """Takes away what no role gives and signs these people out; what was taken. Each is an act in the record."""
    excesses = excess_rights()
    for excess in excesses:
        sync_groups(excess.person)
        sessions.end_all_sessions(excess.person)
    if excesses:
        records.append_acts(*(records.Act("rights without a role ended", excess.person) for excess in excesses))
    return excesses


def _groups_of_roles(person: Person) -> set[str]:
    kinds = Role.objects.filter(person=person).holding(timezone.now()).values_list("kind", flat=True)
    return {GROUPS[RoleKind(kind)] for kind in kinds if kind in GROUPS}


def _groups_without_role(person: Person) -> list[Group]:
    """Those that give rights; a group named as one of ours does, whatever is in it now."""
    inside = Q(permissions__isnull=False) | Q(page_permissions__isnull=False) | Q(collection_permissions__isnull=False)
    others = person.groups.exclude(name__in=_groups_of_roles(person))
    return list(others.filter(inside | Q(name__in=GROUPS.values())).distinct().order_by("name"))


def _rights_without_role(person: Person) -> tuple[str, ...]:
    flags = [flag for flag in FLAGS if getattr(person, flag)]
    groups = [group.name for group in _groups_without_role(person)]
    return (*flags, *groups, *person.user_permissions.values_list("codename", flat=True))


def _rights(role: RoleKind) -> list[Permission]:
    names = [("wagtailadmin", "access_admin")]
    if role != RoleKind.DRAFTER:
        names.append(("wagtail_localize", "submit_translation"))
    return [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in names]


def _open_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(codename__in=FILES):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
