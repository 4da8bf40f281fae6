"""What the secretariat sets for the whole site: its name, languages, time zone and look, and what it has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteSettings(models.Model):
    """The one row of settings; an empty field leaves the default of the installation.

    `languages` are codes in which an empty site has its pages; a charter brings its own.
    A site without a Congress, without membership applications (the pledge) or without maps keeps what was stored.
    `campaign_links` are the web sites of the campaign and its pages in social networks: `label` and `address` of each.
    `own_sections` are the codes of the sections that the secretariat added to the ready-made ones, in their order.
    `section_names` has, by code of a section and by language, the names that differ from the standard names.
    `native_readers` has, by language of the interface, the name, the function and the day of who approved its texts.
    `corrections_mark` changes with each accepted correction of an interface text, and is empty while there is none.
    `logo` is a data file in base64, so that a backup of the rows has it; `logo_type` is its media type.
    """

    record_name = "sitesettings"

    name = models.CharField(_("name of the site"), max_length=80, blank=True)
    languages = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    contact = models.EmailField(_("contact"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    footer = models.CharField(_("footer"), max_length=300, blank=True)
    accent = models.CharField(_("colour"), max_length=7, blank=True)
    logo = models.TextField(blank=True)
    logo_type = models.CharField(max_length=20, blank=True)
    has_congress = models.BooleanField(_("has a Congress"), default=True)
    has_pledge = models.BooleanField(_("accepts membership applications"), default=True)
    has_map = models.BooleanField(_("shows maps"), default=True)
    congress_name = models.CharField(_("name of the Congress"), max_length=120, blank=True)
    congress_on = models.DateField(_("date of the Congress"), null=True, blank=True)
    campaign_links = models.JSONField(default=list, blank=True)
    own_sections = models.JSONField(default=list, blank=True)
    section_names = models.JSONField(default=dict, blank=True)
    unused_sections = models.JSONField(default=list, blank=True)
    native_readers = models.JSONField(default=dict, blank=True)
    corrections_mark = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_once")]

    def __str__(self) -> str:
        return "settings of the site"
