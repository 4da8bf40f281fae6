"""Making the index of themes: their names in each language, and the provisions that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.locales import listed
from accounts.models import Person, Said, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.models import Charter, Provision, Theme
from charter.queries import themes
from charter.texts import digest


@transaction.atomic
def put(
    *,
    charter: Charter,
    names: Mapping[str, str],
    typed: str,
    by: Person,
    theme: Theme | None = None,
    at: datetime | None = None,
) -> Theme:
    """Names by language and provisions by their citations, of a new theme or of one there is.

    Provisions that have left the text keep their theme. Raises `Refused` where a name is missing or taken, or where
    a citation names nothing.
    """
    require(rules.may_moderate(by))
    given = {code: text for code, words in names.items() if (text := clean.typed(words).text)}
    order = themes.arrangement(charter)
    if not given or order is None:
        raise Refused(Refusal(_("Name the theme in at least one language.")))
    keys, unknown = themes.understood(typed, order)
    if unknown:
        raise Refused(Refusal(_("No provision is called %(what)s.") % {"what": listed(unknown)}))
    if theme is None:
        theme = _new(charter, given, by)
    elif given != _names(theme):
        theme.name = say_in_each(given, by=by)
        theme.save(update_fields=["name"])
    theme.provisions.set([*Provision.objects.filter(key__in=keys), *themes.outside(theme, order)])
    content = {"name": digest(sorted(given.items())), "provisions": sorted(keys)}
    append(Act("theme put", theme, by, content=content), at=at or timezone.now())
    return theme


@transaction.atomic
def retire(*, theme: Theme, by: Person, at: datetime | None = None) -> Theme:
    """Takes a theme out of the index; retired twice it does no more."""
    require(rules.may_moderate(by))
    if theme.retired_at is None:
        theme.retired_at = at or timezone.now()
        theme.save(update_fields=["retired_at"])
        append(Act("theme retired", theme, by), at=theme.retired_at)
    return theme


def _new(charter: Charter, names: Mapping[str, str], by: Person) -> Theme:
    """Its address is made of its first name; a retired theme of that address comes back."""
    said = say_in_each(names, by=by)
    slug = slugify(said.text)[:60] or f"theme-{said.pk}"
    old = charter.themes.filter(slug=slug).first()
    if old is not None and old.retired_at is None:
        raise Refused(Refusal(_("There is a theme of that name.")))
    if old is not None:
        old.name, old.retired_at = said, None
        old.save(update_fields=["name", "retired_at"])
        return old
    return Theme.objects.create(charter=charter, slug=slug, name=said)


def _names(theme: Theme) -> dict[str, str]:
    said: Said = theme.name
    return {said.language: said.text, **{one.language: one.text for one in said.translations.all()}}
