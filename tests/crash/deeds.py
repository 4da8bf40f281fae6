"""The deeds that are killed: each function makes what stands before and gives the deed back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from charter.actions.amending import amendments
from charter.actions.deciding import decisions
from charter.actions.languages import file_intakes
from charter.actions.merging import merges
from charter.actions.versions import versions
from charter.models import Article, Round, Version
from tests import factories
from tests.crash.forks import Deed

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")


def confirm() -> Deed:
    round_, city = factories.round_(_version()), factories.organisation("Tamanrit")
    delegate = factories.member(city, "delegate")
    amendment = factories.sent(round_, city, factories.member(city, "officer"))
    return lambda: amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)


def apply_a_merge() -> Deed:
    """Two amendments enter, a third one on the same words waits and is carried over."""
    round_, city = factories.deciding(_version()), factories.organisation("Tamanrit")
    officer, moderator = factories.member(city, "officer"), factories.holder("moderator")
    homes = factories.provision(round_.charter, 5)
    to_merge = [factories.under_review(round_, city, officer, homes, words) for words in (THIRD, THIRD)]
    factories.under_review(round_, city, officer, homes, FIFTH.replace("people", "families"))
    to_merge = [factories.accepted(amendment, moderator) for amendment in to_merge]
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merges.choose_amendments(merge=merge, amendments=to_merge, by=moderator)
    return lambda: merges.apply_merge(merge=merge, by=moderator)


def release() -> Deed:
    round_, moderator = factories.deciding(_version()), factories.holder("moderator")
    _decided(round_, moderator)
    return lambda: decisions.release_decisions(round_=round_, by=moderator)


def publish() -> Deed:
    charter, first, second = factories.charter(), factories.holder("moderator"), factories.holder("moderator")
    factories.confirm_differences(charter, by=second)
    publication = versions.propose_version(charter=charter, by=first)
    return lambda: versions.publish_version(publication=publication, by=second)


def publish_a_page() -> Deed:
    """An editor's draft becomes words, and the page says what the text says."""
    from cms.actions import sites
    from cms.models import SectionPage

    sites.create_site_pages(charter=factories.charter(languages=("en", "fr")))
    editor = factories.holder("moderator")
    page = SectionPage.objects.get(slug="a-home-one-can-keep", locale__language_code="en")
    draft = factories.edited(page, 3, THIRD, by=editor)
    return lambda: draft.publish(user=editor)


def import_a_first_file() -> Deed:
    file = Path(settings.BASE_DIR, "consultation", "demo", "charter.en.html")
    return lambda: call_command("import_charter", file, charter="charter", lang="en", apply=True)


def import_a_later_edition() -> Deed:
    """New words in the first language: the other language is behind afterwards."""
    charter, moderator = factories.charter(languages=("en", "fr")), factories.holder("moderator")
    edition = factories.edition("en", charter)
    assert charter.arrangement
    keys = [section.key for section in charter.arrangement.sections]
    first, homes, water = (replace(new, key=key) for new, key in zip(edition.sections, keys, strict=True))
    blocks = tuple(replace(block, html=block.html.replace("fifth", "third")) for block in homes.blocks)
    later = replace(edition, sections=(first, replace(homes, blocks=blocks), water))
    return lambda: file_intakes.take_in(slug="charter", edition=later, by=moderator, at=timezone.now())


def _version() -> Version:
    return factories.version(factories.charter(languages=("en", "fr")))


def _decided(round_: Round, moderator: factories.Person) -> None:
    for name, place, words in (("Tamanrit", 5, THIRD), ("Velmora", 6, "The city answers at once.")):
        city = factories.organisation(name)
        officer, _ = factories.member(city, "officer"), factories.member(city, "delegate")
        amendment = factories.under_review(round_, city, officer, factories.provision(round_.charter, place), words)
        factories.accepted(amendment, moderator, release=False)


DEEDS: dict[str, Callable[[], Deed]] = {
    deed.__name__: deed
    for deed in (
        confirm,
        apply_a_merge,
        release,
        publish,
        publish_a_page,
        import_a_first_file,
        import_a_later_edition,
    )
}
