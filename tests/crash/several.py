"""What many people have to do at a site of several processes, and what became of it; both said as JSON.

`python -m tests.crash.several fill`, `judge` or `waiting`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.actions import letters  # noqa: E402
from accounts.models import Letter  # noqa: E402
from charter.models import Amendment, CharterComment  # noqa: E402
from tests import factories  # noqa: E402
from tests.crash.states import wrong  # noqa: E402

CITIES, COMMENTS, LETTERS = 40, 5, 200
LocalizedText = dict[str, Any]


def fill() -> LocalizedText:
    """A round in which each city has an amendment to confirm and some comments to make; and letters that are due."""
    round_ = factories.round_(factories.version(factories.charter(languages=("en", "fr"))))
    place = factories.provision(round_.charter, 5)
    acts = []
    for number in range(CITIES):
        city = factories.organisation()
        delegate = factories.member(city, "delegate")
        amendment = factories.sent(round_, city, factories.member(city, "officer"))
        session = _signed_in(delegate)
        acts.append(
            _act(session, f"/en/city/amendments/{amendment.key}/confirm/", f"c{number}", seen_text=amendment.text_id)
        )
        fields = {"kind": "argument", "language": "en", "organisation": city.slug}
        for turn in range(COMMENTS):
            words = {"comment": f"Comment {number} {turn}", **fields}
            acts.append(_act(session, f"/en/comments/provision/{place.short}/", f"r{number}-{turn}", **words))
    for _ in range(LETTERS):
        person, now = factories.person(), timezone.now()
        letters.write_letters(
            to=[person], kind="security", subject="Something happened", body="Look.", key="k", at=now
        )
    return {"acts": acts}


def _signed_in(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def _act(session: str, path: str, token: str, **fields: Any) -> LocalizedText:
    return {"session": session, "path": path, "fields": {"token": f"a-token-of-its-own-{token}", **fields}}


def judge() -> LocalizedText:
    """Counts, and all that does not hold."""
    words = list(CharterComment.objects.values_list("comment", flat=True))
    return {
        "comments": len(words),
        "different": len(set(words)),
        "numbers": sorted(Amendment.objects.exclude(number=None).values_list("number", flat=True)),
        "letters": Counter(Letter.objects.filter(kind="security").values_list("state", flat=True)),
        "mailed": list(Letter.objects.filter(kind="security", state="sent").values_list("to__email", flat=True)),
        "wrong": list(wrong()),
    }


def waiting() -> int:
    """How many letters nobody has taken yet."""
    return Letter.objects.filter(kind="security", state="waiting").count()


if __name__ == "__main__":
    print(json.dumps({"fill": fill, "judge": judge, "waiting": waiting}[sys.argv[1]]()))
