from allauth.account.signals import password_reset
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import register
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations, mandates, the record of acts and the outbox."""

    name = "accounts"
    verbose_name = _("People and members")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import checks, interface_texts, limits, own_names, receivers  # models are ready only now
        from accounts.models import FormerName, forget_renamed
        from accounts.queries.sections import own_section_name

        interface_texts.install()
        limits.share_counts()
        own_names.answer_by(own_section_name)
        user_logged_in.connect(receivers.note_signing_in, dispatch_uid="accounts_signed_in")
        password_reset.connect(receivers.begin_counts_anew, dispatch_uid="accounts_password_reset")
        for signal in (post_save, post_delete):
            signal.connect(forget_renamed, sender=FormerName, dispatch_uid="accounts_renamed")
        register(checks.pdf_can_be_drawn, deploy=True)
        pre_save.connect(receivers.forget_machine, sender="usersessions.UserSession", dispatch_uid="accounts_machines")
