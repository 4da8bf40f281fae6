"""A name that is withheld for safety stands on no page, file or feed that the public can open."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.utils import timezone

from accounts.actions import organisations
from accounts.models import Person
from charter.actions.comments import comments
from charter.models import Adoption, CoProposal
from tests import factories
from tests.site import asking
from tests.site import stage as stages
from tests.site.permissions import BY_LINK

NAMES = ("Tamanrit", "Velmora", "Zorilla")


@pytest.fixture
def spoken(stage):
    """An officer with a public name commented for the member, and words were changed for it without an amendment;
    the other one asks together with it for what is pending and for what is in the text, and was silent on a
    compromise about the latter."""
    stages.grow(stage)
    Person.objects.exclude(name="Marta Zorilla").update(name="Somebody")
    Person.objects.update(name_is_public=True)
    arguments = {"by": stage.people["officer"], "organisation": stage.things["own"], "round_": stage.round}
    comments.post_comment(target=stage.things["confirmed"], text="Ours.", language="en", **arguments)
    changed = {"language": "en", "by": stage.people["moderator"], "at": timezone.now()}
    Adoption.objects.create(provision=stage.charter.provisions.first(), asked_by=stage.things["own"], **changed)
    joining = {"organisation": stage.things["other"], "by": stage.people["other delegate"], "state": "joined"}
    for amendment in (stage.things["confirmed"], stage.things["merged"]):
        CoProposal.objects.create(amendment=amendment, text=amendment.text, at=timezone.now(), **joining)
    answers = {stage.things["own"]: "yes"}
    factories.answered([stage.things["merged"]], stage.people["moderator"], answers, agreed=True)
    return stage


def readable(response):
    """The text of the answer, within packed files too: DOCX, XLSX, EPUB and ZIP."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b" ".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", "replace")


def leaks(stage):
    """Names and slugs of the two members by the address where a reader finds them."""
    client, leaked = asking.client_of(stage, "anonymous"), set()
    slugs = [stage.things[name].slug for name in ("own", "other")]
    for name, url in asking.addresses(stage).items():
        with asking.undone(client):
            text = readable(client.get(url))
        leaked |= {(word, name) for word in (*NAMES, *slugs) if word in text and word not in url}
    return {(word, name) for word, name in leaked if name not in BY_LINK}


def test_the_public_reads_both_names_before_and_neither_after(spoken):
    assert {"Tamanrit", "Velmora", "Zorilla"} <= {word for word, _address in leaks(spoken)}
    by = spoken.people["moderator"]
    for name in ("own", "other"):
        member = spoken.things[name]
        organisations.rename_organisation(organisation=member, name=f"{member} upon the sea", language="en", by=by)
        organisations.withhold_name(organisation=member, by=by, because="threats")
    assert leaks(spoken) == set()
