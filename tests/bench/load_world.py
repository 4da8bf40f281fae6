"""A congress to be put under load: its data, what there is to read in it, and the people who write."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.bench.crowd import City, World

ASKED, WRITING_CITIES = 1_000, 300
MODERATOR = "moderator-1@congress.example"


def fill() -> None:
    """A congress in which 1,000 amendments stand, where there is none yet; a site of somebody's is left alone."""
    from django.db import transaction

    from accounts.models import Person
    from charter.models import Charter
    from consultation import statistics
    from consultation.demo import factors
    from consultation.demo.congress.play import build_congress
    from consultation.demo.congress.size import CONGRESS

    if Person.objects.filter(email=MODERATOR).exists():
        return
    if Charter.objects.exists():
        sys.exit("This database holds a consultation. Name an empty one: what is measured is written into it.")
    more = ASKED - CONGRESS.pending
    with transaction.atomic():
        build_congress(replace(CONGRESS, pending=ASKED, amendments=CONGRESS.amendments + more), print)
    statistics.renew_statistics()
    factors.settle_second_factors()


def mail_at_once() -> None:
    """Everybody wants each letter at once: what goes out in the morning would tell nothing of a release."""
    from accounts.models import Mailbox, Person
    from accounts.states import MailRhythm

    boxless = Person.objects.filter(mailbox=None)
    Mailbox.objects.bulk_create(
        [Mailbox(person=person, rhythm=MailRhythm.AT_ONCE) for person in boxless], batch_size=500
    )


def world() -> World:
    """What is read in which shares, and the people who write."""
    from accounts.models import Organisation, Person
    from charter.models import Charter, CurrentWording, Round

    charter, round_ = Charter.objects.get(), Round.objects.get(closed_at=None)
    standing = CurrentWording.objects.filter(provision__charter=charter, language="en").select_related(
        "provision", "wording"
    )
    words = sorted({word for row in standing[:200] for word in re.findall(r"[a-z]{5,}", row.wording.html)})
    last = charter.versions.order_by("-number")[0].number
    articles = re.findall(rf"/en/charter/{last}/([IVXL]+)/\"", _page(f"/en/charter/{last}/"))
    shorts = [row.provision.short for row in standing]
    cities = list(Organisation.objects.filter(kind="government").order_by("pk")[:ASKED])
    numbers = round_.amendments.exclude(number=None).values_list("number", flat=True)
    every = {
        "article": [f"/{code}/charter/{last}/{article}/" for article in articles for code in ("en", "fr")],
        "contents and home": ["/en/", "/fr/", "/en/charter/", f"/en/charter/{last}/"],
        "amendment": [f"/en/amendments/{round_.number}/{n}/" for n in numbers],
        "list of amendments": [f"/en/amendments/?page={n}" for n in range(1, 20)],
        "history of a provision": [f"/en/provisions/{short}/" for short in shorts],
        "comparison": [f"/en/charter/{last - 1}..{last}/{article}/" for article in articles],
        "member": [f"/en/cities/{city.slug}/" for city in cities],
        "table of decisions": [f"/en/decisions/?round={n}" for n in range(1, round_.number)],
        "API": [f"/api/v1/amendments?page={n}" for n in range(1, 20)],
    }
    shares = {"article": 8, "contents and home": 3, "amendment": 3, "history of a provision": 2}
    reading = tuple((kind, tuple(paths)) for kind, paths in every.items() for _ in range(shares.get(kind, 1)))
    writing = tuple(_city(city) for city in cities[:WRITING_CITIES])
    moderator = Person.objects.get(email=MODERATOR)
    return World(reading, tuple(words), tuple(shorts), writing, _signed_in(moderator))


def _page(path: str) -> str:
    from django.test import Client

    return Client().get(path, headers={"host": "localhost"}).content.decode()


def _city(organisation: Any) -> City:
    officer, delegate = (organisation.mandates.get(kind=kind, ended=None).person for kind in ("officer", "delegate"))
    return City(organisation.slug, _signed_in(officer), _signed_in(delegate))


def _signed_in(person: Any) -> dict[str, str]:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return {"sessionid": client.cookies["sessionid"].value}


def decide_the_rest() -> int:
    """Ends the time for support, and decides each amendment that nobody decided yet; gives how many are decided."""
    from django.utils import timezone

    from accounts.models import Person
    from charter.actions.deciding import decisions
    from charter.models import Amendment, Decision, Round
    from charter.states import AmendmentState, Outcome

    now, day = timezone.now(), timedelta(days=1)
    ends = {"proposals_until": now - 3 * day, "confirm_until": now - 2 * day, "support_until": now - day}
    Round.objects.filter(closed_at=None).update(**ends)
    by = Person.objects.get(email=MODERATOR)
    amendments = Amendment.objects.filter(round__closed_at=None, state=AmendmentState.UNDER_REVIEW)
    for amendment in amendments.filter(decisions=None):
        decisions.decide_amendment(
            amendment=amendment, by=by, outcome=Outcome.NOT_ACCEPTED, reason={"en": "It is said already."}, at=now
        )
    return Decision.objects.filter(release=None, superseded_at=None).count()
