from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Wagtail's pages: a window on the charter, and plain pages beside it."""

    name = "cms"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"
