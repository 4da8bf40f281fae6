"""Feeds: the language comes first, as in every address that people read."""

from django.urls import path

from charter.views.papers import feeds

urlpatterns = [
    path("<slug:code>/versions.atom", feeds.versions, name="feed_versions"),
    path("<slug:code>/decisions.atom", feeds.decisions, name="feed_decisions"),
    path("<slug:code>/initiatives.atom", feeds.initiatives, name="feed_initiatives"),
    path("<slug:code>/frameworks.atom", feeds.frameworks, name="feed_frameworks"),
    path("<slug:code>/events.atom", feeds.events, name="feed_events"),
    path("<slug:code>/processes.atom", feeds.processes, name="feed_processes"),
    path("<slug:code>/waves.atom", feeds.waves, name="feed_waves"),
    path("<slug:code>/milestones.atom", feeds.milestones, name="feed_milestones"),
    path("<slug:code>/offers.atom", feeds.help_entries, name="feed_help_entries"),
    path("<slug:code>/provisions/<slug:short>.atom", feeds.of_provision, name="feed_provision"),
    path("<slug:code>/cities/<slug:slug>.atom", feeds.of_member, name="feed_member"),
    path("<slug:code>/rounds/<int:number>.atom", feeds.of_round, name="feed_round"),
]
