"""People and members: a city's people, invitations, joining, the desk's list, privacy."""

from django.urls import path

from accounts.views import (
    account,
    desk_changes,
    desk_files,
    desk_joining,
    desk_kinds,
    desk_members,
    desk_roles,
    invitations,
    joining,
    people,
    privacy,
)

urlpatterns = [
    path("city/people/", people.index, name="people"),
    path("city/people/<slug:slug>/invite/", people.invite, name="people_invite"),
    path("city/people/<slug:slug>/away/", people.away, name="people_away"),
    path("city/people/invitations/<int:pk>/<slug:act>/", people.invitation, name="invitation_act"),
    path("city/people/mandates/<int:pk>/end/", people.end, name="mandate_end"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("desk/members/", desk_members.index, name="desk_members"),
    path("desk/members/file/", desk_files.index, name="desk_members_file"),
    path("desk/members/file/members.<slug:ending>", desk_files.export, name="desk_members_export"),
    path("desk/kinds/", desk_kinds.index, name="desk_kinds"),
    path("desk/kinds/<slug:code>/", desk_kinds.change, name="desk_kind"),
    path("desk/members/<slug:slug>/", desk_members.show, name="desk_member"),
    path("desk/members/<slug:slug>/mandate/", desk_members.mandate, name="desk_mandate"),
    path("desk/members/<slug:slug>/change/<slug:act>/", desk_changes.change, name="desk_member_change"),
    path("desk/evidence/<int:pk>/", desk_members.evidence, name="desk_evidence"),
    path("desk/roles/", desk_roles.index, name="desk_roles"),
    path("desk/roles/<int:pk>/end/", desk_roles.end, name="desk_role_end"),
    path("desk/joining/", desk_joining.index, name="desk_joining"),
    path("desk/joining/<int:pk>/", desk_joining.show, name="desk_pledge"),
    path("desk/joining/<int:pk>/letter/", desk_joining.letter, name="desk_pledge_letter"),
    path("join/", joining.begin, name="join"),
    path("join/paper/", joining.sheet, name="join_sheet"),
    path("join/<str:token>/<int:number>/", joining.page, name="join_page"),
    path("join/<str:token>/check/", joining.check, name="join_check"),
    path("join/<str:token>/delete/", joining.delete, name="join_delete"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("account/", account.account, name="account"),
    path("account/data/", account.data, name="account_data"),
    path("account/erase/", account.erase, name="account_erase"),
]
