"""Which mails a person gets, below `accounts/mail/`."""

from django.urls import path

from accounts.views import mailing

urlpatterns = [
    path("", mailing.preferences, name="mail_preferences"),
    path("stop/<str:token>/", mailing.stop, name="mail_stop"),
]
