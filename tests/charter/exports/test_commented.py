"""One file prints an article or a provision with all comments in the margin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.comments import comments
from tests import factories


@pytest.fixture
def said(charter, round_, officer, city, stranger):
    """A comment with an answer on one provision, and a comment on another of the same article."""
    post = lambda place, text, by, **more: comments.post_comment(  # noqa: E731
        target=factories.provision(charter, place), by=by, text=text, language="en", round_=round_, **more
    )
    first = post(5, "One fifth is too little.", officer, quote="one fifth", organisation=city)
    post(5, "One fifth is what we can pay.", stranger, reply_to=first)
    return post(6, "Thirty days are long.", officer)


def taken(client, name):
    answer = client.get(reverse("download", args=[name, "html"]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_has_every_comment_beside_its_provision(client, version, said):
    page = taken(client, "commented/1/I")
    row = page.split("one fifth of new homes")[1].split("</tr>")[0]
    assert "One fifth is too little." in row and "One fifth is what we can pay." in row
    assert "<q>one fifth</q>" in row and "Tamanrit" in row
    assert "Thirty days are long." in page and "Thirty days are long." not in row


def test_a_provision_has_its_own_comments_alone(client, charter, version, said):
    page = taken(client, f"commented/1/{factories.provision(charter, 6).short}")
    assert "Thirty days are long." in page and "One fifth is too little." not in page


def test_a_removed_comment_keeps_its_place_without_its_words(client, version, said, moderator):
    comments.remove_comment(comment=said, by=moderator, because="It names a private person.")
    other = taken(client, "commented/1/I")
    assert "Thirty days are long." not in other


def test_pages_lead_to_it(client, charter, version, round_):
    name = reverse("downloads", args=["commented/1/I"])
    assert f'href="{name}"' in client.get("/en/charter/1/I/").content.decode()
    short = factories.provision(charter, 6).short
    own = reverse("downloads", args=[f"commented/1/{short}"])
    assert f'href="{own}"' in client.get(reverse("provision", args=[short])).content.decode()


def test_nothing_is_at_the_address_of_what_the_version_does_not_have(client, version):
    for name in ("commented/1/XX", "commented/9/I"):
        assert client.get(reverse("downloads", args=[name])).status_code == 404
