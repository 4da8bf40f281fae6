"""Every address of the site, in the order they are tried."""

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.account import LogoutView
from wagtail.documents import urls as wagtaildocs_urls

from consultation import secretariat_views, views
from consultation.addresses import in_languages
from consultation.sitemaps import SITEMAPS

# Wagtail's own sign-in knows no second factor, so its two addresses lead to ours.
sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
# Wagtail's view deletes the session's cookie for a refused method too: another site's picture could sign people out.
sign_out = require_POST(LogoutView.as_view())
# Wagtail fails here on purpose, to show what its pages of faults look like.
no_test = RedirectView.as_view(pattern_name="wagtailadmin_home")

urlpatterns = [
    path("health/", views.health, name="health"),
    path("health/web/", views.health_of_web, name="health_of_web"),
    path("favicon.ico", views.favicon),
    path(".well-known/security.txt", views.security, name="security"),
    path("look/<slug:digest>.css", views.colours, name="look_colours"),
    path("look/<slug:digest>.image", views.logo, name="look_logo"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("api/v1/", include("charter.urls.api")),
    path("feeds/", include("charter.urls.feeds")),
    path("", include("cms.urls")),
    path("", views.to_a_language),
    path("admin/login/", sign_in),
    path("admin/logout/", sign_out, name="wagtailadmin_logout"),
    path("admin/failwhale/", no_test),
    path("admin/test404/", no_test),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
urlpatterns += in_languages(
    path("accounts/mail/", include("accounts.mail_urls")),
    path("accounts/", include("allauth.urls")),
    path("desk/first-steps/", secretariat_views.first_steps, name="desk_first_steps"),
    path("desk/settings/", secretariat_views.change_settings, name="desk_settings"),
    path("desk/settings/sections/", secretariat_views.sections, name="desk_sections"),
    path("desk/settings/links/", secretariat_views.campaign_links, name="desk_campaign_links"),
    path("desk/settings/native-readers/", secretariat_views.native_readers, name="desk_native_readers"),
    path("", include("accounts.urls")),
    path("", include("charter.urls")),
    path("_util/login/", sign_in),
    path("", include(wagtail_urls)),
)

handler404 = "charter.views.reading.missing_pages.not_found"
handler500 = "consultation.views.failed"
