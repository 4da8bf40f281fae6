"""Initiatives of members: the team writes them, the delegate publishes them, the secretariat reviews them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.files import delete_after_commit
from accounts.actions.localized_texts import change_localized_text
from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.imports.pictures import ending_of
from accounts.locales import join_in_words
from accounts.models import LocalizedText, Organisation, Person, Theme, create_localized_text_from
from accounts.rules import Refusal, Refused, member_mandate, require
from charter import rules
from charter.actions.city import initiative_letters
from charter.models import Charter, Initiative, InitiativePicture, Provision
from charter.queries.city import waves
from charter.queries.versions import themes
from charter.states import InitiativeState

NO_CAMPAIGN = _("There is no campaign on this site.")
UNTITLED = _("Give the title and the summary in at least one language.")
UNPAIRED = _("Give the title and the summary in the same languages.")
NO_PLACE = _("Enter the place.")
NO_REASON = _("Write the comments or the reason. The team of the member reads the text.")
CHANGED = _("The initiative has changed since you opened this page. Read the new text first.")
UNDESCRIBED = _("Describe what the picture shows, for readers who do not see it.")
MOST_PICTURES = 6
TOO_MANY_PICTURES = _("An initiative has at most six pictures. Delete a picture first.")


@dataclass(frozen=True)
class NewPicture:
    """A picture as the site wrote it, with its description and its author."""

    content: bytes
    description: str
    author: str = ""


@dataclass(frozen=True)
class InitiativeEntry:
    """An initiative as its team describes it: texts by language, codes of themes, citations of provisions."""

    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    place: str
    texts: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    observance: str = ""
    themes: tuple[str, ...] = ()
    typed: str = ""
    picture: NewPicture | None = None
    removed_pictures: tuple[int, ...] = ()


@transaction.atomic
def write_initiative(
    *, charter: Charter, organisation: Organisation, entry: InitiativeEntry, by: Person, at: datetime | None = None
) -> Initiative:
    """A new draft of a member; the first language of the titles is the original."""
    require(rules.may_write_initiative(by, organisation))
    require(waves.has_campaign() or Refusal(NO_CAMPAIGN))
    keys = _checked(charter, entry, None)
    initiative = Initiative(
        charter=charter,
        organisation=organisation,
        title=create_localized_text_from(_given(entry.titles)),
        summary=create_localized_text_from(_given(entry.summaries)),
    )
    _write(initiative, entry, keys, at or timezone.now())
    _record("initiative written", initiative, by, at, keys)
    return initiative


@transaction.atomic
def change_initiative(
    *, initiative: Initiative, entry: InitiativeEntry, by: Person, revision: int, at: datetime | None = None
) -> Initiative:
    """The team changes an initiative, which is a draft again; `revision` is the one that was on the page."""
    initiative = _locked(initiative)
    require(rules.may_write_initiative(by, initiative.organisation))
    require(rules.initiative_can_become(initiative, InitiativeState.DRAFT))
    require(initiative.revision == revision or Refusal(CHANGED))
    keys = _checked(initiative.charter, entry, initiative)
    # Provisions that left the text keep their initiatives, since earlier versions have them.
    kept = [str(provision.key) for provision in _outside(initiative)]
    change_localized_text(initiative.title, _stripped(entry.titles))
    change_localized_text(initiative.summary, _stripped(entry.summaries))
    _write(initiative, entry, [*keys, *kept], at or timezone.now())
    initiative.machine_translations.all().delete()  # type: ignore[attr-defined]
    _record("initiative changed", initiative, by, at, keys)
    return initiative


@transaction.atomic
def send_initiative(*, initiative: Initiative, by: Person, revision: int, at: datetime | None = None) -> Initiative:
    """Publishes an initiative, or sends it to the delegate if the person may not publish for the member."""
    initiative = _locked(initiative)
    now = at or timezone.now()
    require(rules.may_write_initiative(by, initiative.organisation))
    require(initiative.revision == revision or Refusal(CHANGED))
    if rules.may_publish_initiative(by, initiative.organisation) is True:
        require(rules.initiative_can_become(initiative, InitiativeState.PUBLISHED))
        initiative.published_at = initiative.published_at or now
        _set_state(initiative, InitiativeState.PUBLISHED)
        _record("initiative published", initiative, by, at)
        return initiative
    require(rules.initiative_can_become(initiative, InitiativeState.AWAITING))
    _set_state(initiative, InitiativeState.AWAITING)
    _record("initiative sent to the delegate", initiative, by, at)
    initiative_letters.write_request_to_publish(initiative, by, now)
    return initiative


@transaction.atomic
def return_initiative(
    *, initiative: Initiative, because: str, by: Person, revision: int, at: datetime | None = None
) -> Initiative:
    """Returns an initiative to the team: the delegate before its confirmation, a moderator after its publication."""
    initiative = _locked(initiative)
    require(rules.may_return_initiative(by, initiative))
    require(bool(because.strip()) or Refusal(NO_REASON))
    require(initiative.revision == revision or Refusal(CHANGED))
    require(rules.initiative_can_become(initiative, InitiativeState.RETURNED))
    _set_state(initiative, InitiativeState.RETURNED, because.strip())
    _record_review("initiative returned", initiative, by, at)
    initiative_letters.write_return(initiative, at or timezone.now())
    return initiative


@transaction.atomic
def unpublish_initiative(
    *, initiative: Initiative, because: str, by: Person, revision: int, at: datetime | None = None
) -> Initiative:
    """Hides a published initiative with a reason; only the secretariat publishes it again."""
    require(rules.may_moderate(by))
    initiative = _locked(initiative)
    require(bool(because.strip()) or Refusal(NO_REASON))
    require(initiative.revision == revision or Refusal(CHANGED))
    require(rules.initiative_can_become(initiative, InitiativeState.UNPUBLISHED))
    _set_state(initiative, InitiativeState.UNPUBLISHED, because.strip())
    _record_review("initiative unpublished", initiative, by, at)
    initiative_letters.write_unpublishing(initiative, at or timezone.now())
    return initiative


@transaction.atomic
def publish_again(*, initiative: Initiative, by: Person, revision: int, at: datetime | None = None) -> Initiative:
    """Shows an initiative again that the secretariat unpublished."""
    require(rules.may_moderate(by))
    initiative = _locked(initiative)
    require(initiative.revision == revision or Refusal(CHANGED))
    require(initiative.state == InitiativeState.UNPUBLISHED or Refusal(CHANGED))
    _set_state(initiative, InitiativeState.PUBLISHED)
    append_acts(Act("initiative published again", initiative, by), at=at)
    return initiative


@transaction.atomic
def feature_initiative(
    *, initiative: Initiative, featured: bool, by: Person, revision: int, at: datetime | None = None
) -> Initiative:
    """Lists an initiative before the others, or no longer."""
    require(rules.may_moderate(by))
    initiative = _locked(initiative)
    require((initiative.revision == revision and initiative.is_published) or Refusal(CHANGED))
    initiative.featured_at = (at or timezone.now()) if featured else None
    initiative.save(update_fields=["featured_at"])
    append_acts(Act("initiative featured" if featured else "initiative no longer featured", initiative, by), at=at)
    return initiative


@transaction.atomic
def delete_initiative(*, initiative: Initiative, by: Person, at: datetime | None = None) -> None:
    """The team deletes an initiative with its texts and pictures; the audit log keeps that there was one."""
    initiative = _locked(initiative)
    require(rules.may_write_initiative(by, initiative.organisation))
    act = Act("initiative deleted", Initiative(pk=initiative.pk), by, member_mandate(by, initiative.organisation))
    _delete_pictures(initiative.pictures.all())  # type: ignore[attr-defined]
    texts = [text for text in (initiative.title, initiative.summary, initiative.text) if text is not None]
    initiative.delete()
    for text in texts:
        text.delete()
    append_acts(act, at=at)


@transaction.atomic
def set_publication_rule(
    *, organisation: Organisation, staff_publishes: bool, by: Person, at: datetime | None = None
) -> None:
    """The rule of a member: whether its staff publishes initiatives without the delegate."""
    require(rules.may_set_initiative_rule(by, organisation))
    organisation.staff_publishes_initiatives = staff_publishes
    organisation.save(update_fields=["staff_publishes_initiatives"])
    content = {"staff_publishes": staff_publishes}
    mandate = rules.commitment(by, organisation)
    append_acts(Act("rule on initiatives set", organisation, by, mandate, content), at=at)


def _checked(charter: Charter, entry: InitiativeEntry, initiative: Initiative | None) -> list[str]:
    """The keys of the provisions that the entry names; raises `Refused` where something of it does not fit."""
    titles, summaries = _given(entry.titles), _given(entry.summaries)
    original = initiative.title.language if initiative else ""
    require((bool(titles) and (not original or original in titles)) or Refusal(UNTITLED))
    require(titles.keys() == summaries.keys() or Refusal(UNPAIRED))
    require(bool(entry.place.strip()) or Refusal(NO_PLACE))
    if entry.picture is not None:
        require(bool(entry.picture.description.strip()) or Refusal(UNDESCRIBED))
        kept = initiative.pictures.exclude(pk__in=entry.removed_pictures).count() if initiative else 0  # type: ignore[attr-defined]
        require(kept < MOST_PICTURES or Refusal(TOO_MANY_PICTURES))
    order = themes.arrangement_for_citations(charter)
    keys, unknown = themes.read_citations(entry.typed, order) if order else ([], [])
    if unknown:
        raise Refused(Refusal(_("There is no provision %(what)s.") % {"what": join_in_words(unknown)}))
    return keys


def _write(initiative: Initiative, entry: InitiativeEntry, keys: list[str], at: datetime) -> None:
    old_text, texts = initiative.text, _given(entry.texts)
    if texts != (_texts_of(old_text) if old_text else {}):
        initiative.text = create_localized_text_from(texts) if texts else None
    initiative.place, initiative.link, initiative.observance = entry.place.strip(), entry.link, entry.observance
    initiative.changed_at = at
    initiative.revision += 1
    initiative.state, initiative.because, initiative.featured_at = InitiativeState.DRAFT, "", None
    initiative.save()
    if old_text is not None and old_text != initiative.text:
        old_text.delete()
    initiative.provisions.set(Provision.objects.filter(charter=initiative.charter, key__in=keys))
    chosen = Theme.objects.in_use().filter(code__in=entry.themes)
    initiative.themes.set([*chosen, *initiative.themes.exclude(retired_at=None)])
    _delete_pictures(initiative.pictures.filter(pk__in=entry.removed_pictures))  # type: ignore[attr-defined]
    if entry.picture is not None:
        file = ContentFile(entry.picture.content, name=f"picture.{ending_of(entry.picture.content)}")
        description, author = entry.picture.description.strip(), entry.picture.author.strip()
        InitiativePicture.objects.create(initiative=initiative, file=file, description=description, author=author)


def _delete_pictures(pictures: Iterable[InitiativePicture]) -> None:
    for picture in list(pictures):
        delete_after_commit(picture.file)
        picture.delete()


def _set_state(initiative: Initiative, state: InitiativeState, because: str = "") -> None:
    initiative.state, initiative.because = state, because
    if state != InitiativeState.PUBLISHED:
        initiative.featured_at = None
    initiative.save(update_fields=["state", "because", "featured_at", "published_at"])


def _record(name: str, initiative: Initiative, by: Person, at: datetime | None, keys: list[str] | None = None) -> None:
    content = {
        "titles": digest_of_json(_texts_of(initiative.title)),
        "summaries": digest_of_json(_texts_of(initiative.summary)),
        **({} if keys is None else {"provisions": sorted(keys)}),
    }
    append_acts(Act(name, initiative, by, member_mandate(by, initiative.organisation), content), at=at)


def _record_review(name: str, initiative: Initiative, by: Person, at: datetime | None) -> None:
    content = {"reason": digest_of_json(initiative.because)}
    append_acts(Act(name, initiative, by, member_mandate(by, initiative.organisation), content), at=at)


def _outside(initiative: Initiative) -> list[Provision]:
    """Provisions of the initiative that have left the text."""
    order = themes.arrangement_for_citations(initiative.charter)
    return list(initiative.provisions.exclude(key__in=list(order.keys()) if order else []))


def _texts_of(localized_text: LocalizedText) -> dict[str, str]:
    translations = LocalizedText.objects.filter(original=localized_text)
    return {text.language: text.text for text in (localized_text, *translations)}


def _stripped(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items()}


def _given(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def _locked(initiative: Initiative) -> Initiative:
    rows = Initiative.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation__name", "charter", "title", "summary", "text").get(pk=initiative.pk)
