from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Wagtail's pages: a window on the charter, and plain pages beside it."""

    name = "cms"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms import forms, models, receivers  # noqa: F401  models are ready only now; receivers connect themselves

        models.SectionPage.base_form_class = forms.SectionForm  # a form stands above the models it is of
