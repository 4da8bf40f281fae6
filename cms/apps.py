from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Wagtail's pages: a window on the charter, and plain pages beside it."""

    name = "cms"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.models import Group
        from wagtail.admin.views.account import AvatarSettingsPanel
        from wagtail.models import AbstractPage, Site
        from wagtail.permissions import register_permission_policy

        from accounts.models import Person
        from cms import forms, models, policies, receivers  # noqa: F401  models are ready only now; receivers connect themselves

        models.SectionPage.base_form_class = forms.SectionForm  # a form stands above the models it is of
        models.ProcessPage.base_form_class = models.EventPage.base_form_class = forms.MembersAndThemesForm
        models.InitiativePage.base_form_class = forms.ThemedForm
        AvatarSettingsPanel.form_class = forms.AvatarForm  # there is no setting for it
        register_permission_policy(AbstractPage, policies.PagePolicy())
        for model in (Person, Group, Site):  # exactly these, which goes before what Wagtail registers later
            register_permission_policy(model, policies.ClosedPolicy(model), exact_class=True)
