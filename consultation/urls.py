"""Every address of the site, in the order they are tried."""

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from consultation import views
from consultation.addresses import in_languages
from consultation.sitemaps import SITEMAPS

# Wagtail's own sign-in knows no second factor, so its two addresses lead to ours.
sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("health/", views.health, name="health"),
    path("health/web/", views.health_of_web, name="health_of_web"),
    path("favicon.ico", views.favicon),
    path(".well-known/security.txt", views.security, name="security"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("api/v1/", include("charter.urls.api")),
    path("feeds/", include("charter.urls.feeds")),
    path("", include("cms.urls")),
    path("", views.to_a_language),
    path("admin/login/", sign_in),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
urlpatterns += in_languages(
    path("accounts/mail/", include("accounts.mail_urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("charter.urls")),
    path("_util/login/", sign_in),
    path("", include(wagtail_urls)),
)

handler404 = "charter.views.missing.not_found"
