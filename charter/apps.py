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
        from charter.actions.languages import wordings
        from charter.actions.versions import versions
        from charter.models import comments

        register(checks.releases_can_be_signed, deploy=True)
        post_migrate.connect(receivers.guard_rows, sender=self, dispatch_uid="charter_guard")
        comments.silence_the_comments_package()
        receivers.connect_receivers()
        wordings.words_moved.connect(receivers.rebase_pending, dispatch_uid="charter_carry")
        wordings.words_moved.connect(receivers.rebase_alignments, dispatch_uid="charter_carry_alignments")
        wordings.arrangement_moved.connect(receivers.rearrange_pending, dispatch_uid="charter_rearrange")
        versions.version_published.connect(receivers.seal_release, dispatch_uid="charter_release")
