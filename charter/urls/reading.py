"""What the public reads."""

from django.urls import path, register_converter

from charter.exports import files, paper_names
from charter.views.amending import amendments, rounds
from charter.views.city import (
    campaign_report,
    frameworks,
    help_entries,
    initiatives,
    members,
    milestones,
    pledge_to_text,
    waves,
)
from charter.views.comments import comments
from charter.views.papers import downloads, following, packages
from charter.views.reading import (
    article_notes,
    articles,
    comparing,
    earlier_texts,
    figures,
    provision_histories,
    searching,
)
from charter.views.versions import change_logs, theme_comments, themes, un_days, verifying


class VersionName:
    """A version's number, or `working`."""

    regex = r"[0-9]{1,6}|working"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


class PaperName(VersionName):
    """What can be taken away: a version or an article of it, two of them compared, the decisions of a round."""

    regex = paper_names.NAME


class Ending(VersionName):
    """The format of a file."""

    regex = "|".join(files.FORMATS)


register_converter(VersionName, "version")
register_converter(PaperName, "paper")
register_converter(Ending, "ending")

urlpatterns = [
    path("<paper:name>.<ending:ending>", downloads.file, name="download"),
    path("<paper:name>/download/", downloads.page, name="downloads"),
    path("verify.py", verifying.script, name="verify_script"),
    path("charter/<int:number>/verify/", verifying.page, name="verify"),
    path("charter/<int:number>/release.json.minisig", verifying.signature, name="verify_signature"),
    path("charter/", articles.latest, name="charter"),
    path("charter/<int:old>..<int:new>/", comparing.whole, name="compare"),
    path("charter/<int:old>..<int:new>/<str:article>/", comparing.article, name="compare_article"),
    path("charter/<version:version>/", articles.version, name="version"),
    path("charter/<int:number>/data.zip", packages.data, name="version_package"),
    path("charter/<version:version>/changes/", change_logs.log, name="change_log"),
    path("charter/<version:version>/<str:article>/", articles.article, name="article"),
    path("charter/<int:number>/<str:article>/origins/", figures.article, name="article_origins"),
    path("charter/<int:number>/<str:article>/notes/", article_notes.show, name="article_notes"),
    path("versions/", articles.versions, name="versions"),
    path("earlier-texts/", earlier_texts.index, name="earlier_texts"),
    path("earlier-texts/<int:pk>/", earlier_texts.show, name="earlier_text"),
    path("earlier-texts/<int:pk>/compare/<int:number>/", earlier_texts.compare, name="earlier_compare"),
    path("provisions/<slug:short>/", provision_histories.provision, name="provision"),
    path("provisions/<slug:short>/comments/", comments.on_provision, name="provision_comments"),
    path("rounds/", rounds.index, name="rounds"),
    path("rounds/<int:number>/", rounds.show, name="round"),
    path("rounds/<int:number>/referred/", rounds.referred, name="round_referred"),
    path("rounds/<int:number>/figures/", figures.round_, name="round_figures"),
    path("amendments/", amendments.index, name="amendments"),
    path("amendments/<int:round_number>/<int:number>/", amendments.show, name="amendment"),
    path("amendments/<int:round_number>/<int:number>/comments/", comments.on_amendment, name="amendment_comments"),
    path("cities/", members.index, name="members"),
    path("cities/<slug:slug>/", members.show, name="member"),
    path("cities/<slug:slug>/text/", pledge_to_text.member, name="member_text"),
    path("pledge-to-text/", pledge_to_text.index, name="pledge_to_text"),
    path("pledge-to-text/pledge-to-text.csv", pledge_to_text.table, name="pledge_to_text_table"),
    path("campaign-report/", campaign_report.index, name="campaign_report"),
    path("campaign-report/<slug:subject>.csv", campaign_report.rows, name="campaign_report_rows"),
    path("waves/", waves.index, name="waves"),
    path("waves/<slug:code>/", waves.show, name="wave"),
    path("milestones/", milestones.index, name="milestones"),
    path("milestones/pictures/<int:pk>/<str:name>", milestones.picture, name="milestone_picture"),
    path("frameworks/", frameworks.index, name="frameworks"),
    path("frameworks/frameworks.csv", frameworks.table, name="frameworks_table"),
    path("frameworks/documents/<int:pk>.<slug:ending>", frameworks.document, name="framework_document"),
    path("offers/", help_entries.index, name="help_entries"),
    path("offers/offers.csv", help_entries.table, name="help_entries_table"),
    path("offers/<int:pk>/", help_entries.show, name="help_entry"),
    path("initiatives/initiatives.csv", initiatives.table, name="initiatives_table"),
    path("initiatives/<int:pk>/", initiatives.show, name="initiative"),
    path("initiatives/pictures/<int:pk>.<slug:ending>", initiatives.picture, name="initiative_picture"),
    path("search/", searching.search, name="search"),
    path("themes/", themes.index, name="themes"),
    path("themes/<slug:slug>/", themes.show, name="theme"),
    path("themes/<slug:slug>/comments/", theme_comments.show, name="theme_comments"),
    path("un-days/<slug:key>/", un_days.show, name="un_day"),
    path("follow/<slug:kind>/<slug:name>/", following.ask, name="follow"),
]
