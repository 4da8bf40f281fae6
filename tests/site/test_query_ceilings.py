"""How often the pages that most people read may ask the database: never more than these, however much they show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.comments import comments
from consultation.demo.congress import play, size
from tests import factories

# A change of the text between two versions, a member that has two names, comments with answers.
SIGNED_IN = 6
# More members than a page has rows, and for each of them frameworks, initiatives and offers.
CONGRESS = size.Size(
    governments=45, people=90, versions=2, articles=2, amendments=8, pending=4, on_first=2, comments=6, said_on_first=2
)
CAMPAIGN_CEILINGS = {
    "/en/waves/": 10,
    "/en/waves/wave-2023/": 20,
    "/api/v1/waves?size=5": 7,
    "/feeds/en/waves.atom": 3,
    "/en/pledge-to-text/": 20,
    "/api/v1/pledge-to-text?size=20": 16,
    "/en/milestones/": 4,
    "/api/v1/milestones?size=20": 4,
    "/en/about/": 12,
    "/en/themes/housing/": 39,
    "/en/un-days/12-10/": 13,
    "/en/frameworks/": 15,
    "/en/initiatives/": 23,
    "/en/offers/": 7,
    "/en/calendar/": 19,
    "/en/calendar/?past=all": 18,
    "/en/processes/": 11,
    "/en/processes/?theme=housing": 12,
    "/en/campaign-report/": 16,
    "/en/cities/": 16,
    "/en/cities/municipality-0001/": 28,
}
DESK_CEILINGS = {
    "desk_waves": 11,
    "desk_milestones": 10,
    "desk_frameworks": 23,
    "desk_initiatives": 23,
    "desk_help_entries": 20,
}


@pytest.fixture
def pages(db, city, other_city, officer, moderator):
    """Pages of a charter that was amended, is being amended, and is talked about, by their names; with a campaign."""
    factories.wave()
    version = factories.version(factories.charter(languages=("en",)))
    first = factories.provision(version.charter, 4)
    latest = factories.second_version(
        version, {4: "Everyone has a home.", 5: "All of them."}, by=moderator, city=city, proposer=officer
    )
    round_ = factories.round_(latest)
    for member in (city, other_city):
        for place in (4, 5, 6):
            where = factories.provision(version.charter, place)
            factories.under_review(round_, member, officer, where, f"Words of {member.pk}.")
        arguments = {"target": first, "by": officer, "language": "en", "round_": round_}
        root = comments.post_comment(
            text=f"On {member}.", organisation=member if member == city else None, **arguments
        )
        comments.post_comment(text="An answer.", reply_to=root, **arguments)
    return {
        "article": reverse("article", args=[latest.number, "I"]),
        "earlier wording": reverse("article", args=[latest.number, "I"]) + "?of=I.1&wording=1",
        "proposed wordings": reverse("article", args=[latest.number, "I"]) + "?of=I.1&wording=proposed",
        "amendments": reverse("amendments"),
        "comments": reverse("provision_comments", args=[first.short]),
        "api": reverse("api_amendments") + "?size=600",
        "search": reverse("search") + "?q=home",
        "home": factories.site(version.charter).url,
        "decisions": reverse("decisions"),
        "amendment": reverse("amendment", args=[1, 1]),
        "provision": reverse("provision", args=[first.short]),
        "unchanged provision": reverse("provision", args=[factories.provision(version.charter, 7).short]),
        "member": reverse("member", args=[city.slug]),
        "workspace": reverse("city"),
        "decision form": reverse("desk_decide", args=[round_.number, 1]),
        "publish": reverse("desk_publish"),
        "languages": reverse("languages"),
        "concordance": reverse("concordance") + "?text=the",
    }


def asked(client, url):
    """How often the address asks, the second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("article", 8),
        ("earlier wording", 9),
        ("proposed wordings", 17),
        ("amendments", 15),  # three of them read which version an amendment that has ended was written for
        ("comments", 9),
        ("api", 12),
        ("search", 19),
        ("home", 17),
        ("decisions", 22),
        ("amendment", 16),
        ("provision", 26),
        ("unchanged provision", 11),
        ("member", 15),
    ],
)
def test_a_page_asks_no_more_than_its_ceiling(client, pages, name, most):
    assert asked(client, pages[name]) <= most


def test_the_workspace_asks_no_more_than_its_ceiling(client, pages, officer, delegate):
    client.force_login(officer)
    assert asked(client, pages["workspace"]) <= 35
    client.force_login(delegate)  # of the same member, for whom no item is pending
    assert asked(client, pages["workspace"]) <= 36


@pytest.mark.parametrize(
    ("name", "most"), [("decision form", 42), ("publish", 41), ("languages", 25), ("concordance", 17)]
)
def test_a_page_of_the_secretariat_asks_no_more_than_its_ceiling(client, pages, moderator, name, most):
    client.force_login(factories.with_second_factor(moderator))
    assert asked(client, pages[name]) <= most


def test_the_pages_of_the_campaign_of_a_congress_ask_no_more_than_their_ceilings(client, db, settings):
    settings.DEMONSTRATION = True
    stage = play.build_congress(CONGRESS, lambda line: None)
    over = {address: count for address, most in CAMPAIGN_CEILINGS.items() if (count := asked(client, address)) > most}
    client.force_login(factories.with_second_factor(stage.moderators[0]))
    over |= {name: count for name, most in DESK_CEILINGS.items() if (count := asked(client, reverse(name))) > most}
    assert over == {}


def test_who_is_signed_in_asks_little_more(client, pages, officer):
    anonymous = asked(client, pages["article"])
    client.force_login(officer)
    assert asked(client, pages["article"]) <= anonymous + SIGNED_IN
