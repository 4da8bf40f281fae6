"""Which mails a person gets, below `accounts/mail/`."""

from django.urls import path

from accounts.views import following, mailing

urlpatterns = [
    path("", mailing.preferences, name="mail_preferences"),
    path("stop/<str:token>/", mailing.stop, name="mail_stop"),
    path("follow/<str:token>/", following.confirm, name="follow_confirm"),
    path("followed/<str:token>/", following.end, name="follow_end"),
]
