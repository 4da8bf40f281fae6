from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations, mandates, the record of acts and the outbox."""

    name = "accounts"
    verbose_name = _("People and members")
    default_auto_field = "django.db.models.BigAutoField"
