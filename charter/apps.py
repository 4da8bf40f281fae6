from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    """The text and all that may be done to it."""

    name = "charter"
    verbose_name = _("The charter")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from charter import checks, receivers  # models are ready only now
        from charter.actions import wordings

        register(checks.releases_can_be_signed, deploy=True)
        post_migrate.connect(receivers.guard, sender=self, dispatch_uid="charter_guard")
        receivers.silence_the_comments_package()
        receivers.listen_to_what_is_written()
        wordings.words_moved.connect(receivers.carry, dispatch_uid="charter_carry")
        wordings.words_moved.connect(receivers.carry_alignments, dispatch_uid="charter_carry_alignments")
        wordings.arrangement_moved.connect(receivers.rearrange, dispatch_uid="charter_rearrange")
