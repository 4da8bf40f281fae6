"""The first steps of a new site, in their order: what is done, what each asks for, and the page where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.locales import join_in_words
from accounts.models import Mandate, Organisation, Person, Role
from accounts.queries.site_settings import site_settings
from accounts.rules import is_moderator
from accounts.states import MandateKind, RoleKind
from charter.models import Charter, Round, Version
from charter.queries.languages import ledger
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.queries.versions import publication_checks, publications
from charter.wording.publication_checks import check_sentence
from cms.models import HomePage

Words = str | Promise


@dataclass(frozen=True)
class FirstStep:
    """One step. `sentence` says what is done or missing; `address` is empty for a person who may not do the step."""

    name: str
    title: Words
    is_done: bool
    sentence: Words
    address: str = ""
    is_begun: bool = False

    @property
    def status(self) -> dict[str, Words]:
        if self.is_done:
            return {"shape": "accepted", "word": _("Done")}
        if self.is_begun:
            return {"shape": "waiting", "word": pgettext_lazy("first step", "In progress")}
        return {"shape": "draft", "word": _("To do")}


def list_steps() -> list[FirstStep]:
    """All steps, as an administrator who is also a moderator sees them."""
    return [check() for check in LOOKS.values()]


def steps_for(person: Person) -> list[FirstStep]:
    """All steps with the addresses that this person may open; none where every step is done."""
    steps = list_steps()
    if all(step.is_done for step in steps):
        return []
    moderates = is_moderator(person)
    return [step if moderates or step.name not in MODERATORS_DO else replace(step, address="") for step in steps]


def _home_page() -> FirstStep:
    written = ~Q(introduction="") | ~Q(opening="") | ~Q(headline="")
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale").order_by("-path")}
    done = set(HomePage.objects.live().filter(written).values_list("locale__language_code", flat=True))
    codes = [code for code in charters.site_languages() if code in homes]
    missing = [code for code in codes if code not in done]
    home = homes.get(next(iter(missing or codes), ""))
    address = reverse("wagtailadmin_pages:edit", args=[home.pk]) if home else reverse("wagtailadmin_home")
    if codes and not missing:
        return FirstStep("home page", _("Home page"), True, _("The home page has its own text."), address)
    names = join_in_words([language_of(code).in_words for code in missing])
    sentence = _(
        "Write the headline and the introduction of the home page, and publish the page. "
        "Languages without a text: {names}."
    )
    return FirstStep("home page", _("Home page"), False, format_lazy(sentence, names=names), address)


def _moderators() -> FirstStep:
    count, needed = (
        _holding(RoleKind.MODERATOR).values("person").distinct().count(),
        2 if settings.PUBLISH_NEEDS_TWO else 1,
    )
    title = _("Second moderator") if settings.PUBLISH_NEEDS_TWO else _("Moderator")
    if count >= needed:
        return FirstStep(
            "moderators", title, True, format_lazy(_("Moderators: {count}."), count=count), reverse("desk_roles")
        )
    missing = _(
        "Invite moderators. Moderators needed to publish a version: {needed}. Moderators on this site: {count}."
    )
    sentence = format_lazy(missing, needed=needed, count=count)
    return FirstStep("moderators", title, False, sentence, reverse("desk_roles"))


def _editors() -> FirstStep:
    title, codes = _("Languages and their editors"), charters.charter_languages()
    with_editor = set(_holding(RoleKind.LANGUAGE_EDITOR).values_list("language", flat=True))
    without = [language_of(code).in_words for code in codes if not with_editor & {code, ""}]
    if without:
        words = _("Invite a language editor for each language. Languages without an editor: {names}.")
        return FirstStep(
            "editors", title, False, format_lazy(words, names=join_in_words(without)), reverse("desk_roles")
        )
    if not with_editor:
        words = _("Invite a language editor for each language of the charter.")
        return FirstStep("editors", title, False, words, reverse("desk_roles"))
    return FirstStep("editors", title, True, _("Every language has a language editor."), reverse("desk_roles"))


def _charter() -> FirstStep:
    names = [language_of(code).in_words for code in charters.charter_languages()]
    if names:
        words = format_lazy(_("The charter was imported in: {names}."), names=join_in_words(names))
        return FirstStep("charter", _("Charter imported"), True, words, reverse("desk_import"))
    missing = _("Import the text of the charter. Use one file for each language.")
    return FirstStep("charter", _("Charter imported"), False, missing, reverse("desk_import"))


def _checks() -> FirstStep:
    title, charter = _("Text checked"), charters.current_charter()
    if charter is None or charter.arrangement is None:
        words = _("Import the charter first. The languages can then be compared.")
        return FirstStep("checked", title, False, words, reverse("desk_import"))
    if Version.objects.exists():
        return FirstStep("checked", title, True, _("The text was checked before version 1."), reverse("languages"))
    obstacles = [check for check in publication_checks.checks_of_publication(charter) if not check.holds]
    if obstacles:
        return FirstStep("checked", title, False, check_sentence(obstacles[0]), reverse("languages"))
    return FirstStep("checked", title, True, _complete_languages(charter), reverse("languages"))


def _complete_languages(charter: Charter) -> Words:
    """Which languages of the site are complete, where nothing prevents the publication of version 1."""
    imported = charters.charter_languages()
    behind = {state.language for _provision, state in ledger.lines_not_up_to_date(charter) if state.is_open}
    codes = dict.fromkeys([*imported, *site_settings().languages])
    incomplete = [code for code in codes if code in behind or code not in imported]
    if not incomplete:
        return _("All languages are complete, and nothing prevents the publication of version 1.")
    sentence = _(
        "Nothing prevents the publication of version 1. Complete languages: {complete}. "
        "Languages that are incomplete or not imported: {incomplete}."
    )
    complete = [code for code in imported if code not in behind]
    return format_lazy(sentence, complete=_in_words(complete), incomplete=_in_words(incomplete))


def _in_words(codes: Iterable[str]) -> str:
    return join_in_words([language_of(code).in_words for code in codes])


def _people() -> FirstStep:
    title, members = _("Members and people"), Organisation.objects.governments().belonging()
    delegates = Mandate.objects.holding(timezone.now()).filter(kind=MandateKind.DELEGATE, organisation__in=members)
    count, total = delegates.values("organisation").distinct().count(), members.count()
    if not total:
        words: Words = _("Add the members by form or by file. Then invite their delegates.")
        return FirstStep("people", title, False, words, reverse("desk_members"))
    words = format_lazy(_("Members: {total}. Members with a delegate: {count}."), total=total, count=count)
    return FirstStep("people", title, bool(count), words, reverse("desk_members"))


def _version() -> FirstStep:
    if Version.objects.exists():
        return FirstStep("version", _("Version 1"), True, _("Version 1 is published."), reverse("desk_publish"))
    charter = charters.current_charter()
    if charter is not None and (proposal := publications.waiting_publication(charter)):
        words = format_lazy(
            _("{person} proposed version 1. A second moderator publishes it."), person=proposal.proposed_by
        )
        return FirstStep("version", _("Version 1"), False, words, reverse("desk_publish"), is_begun=True)
    words = _("One moderator proposes version 1, and a second moderator publishes it.")
    return FirstStep("version", _("Version 1"), False, words, reverse("desk_publish") if charter else "")


def _round() -> FirstStep:
    if Round.objects.exists():
        return FirstStep("round", _("Round"), True, _("The first round was announced."), reverse("desk_rounds"))
    words = _("A moderator sets the dates of the first round and announces it.")
    return FirstStep("round", _("Round"), False, words, reverse("desk_rounds") if Version.objects.exists() else "")


def _holding(kind: RoleKind) -> QuerySet[Role]:
    """Roles of people who can sign in; an invited person counts after opening the account."""
    roles = Role.objects.holding(timezone.now()).filter(kind=kind, person__is_active=True)
    return roles.exclude(person__last_login=None, person__password__startswith=UNUSABLE_PASSWORD_PREFIX)


LOOKS: dict[str, Callable[[], FirstStep]] = {
    "home page": _home_page,
    "moderators": _moderators,
    "editors": _editors,
    "charter": _charter,
    "checked": _checks,
    "people": _people,
    "version": _version,
    "round": _round,
}
MODERATORS_DO = {"version", "round"}
"""Steps on pages that administrators cannot open."""
