"""Making the index of themes: their names in each language, and the provisions that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.locales import join_in_words
from accounts.models import LocalizedText, Person, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from accounts.states import Theme as PriorityTheme
from charter import clean, rules
from charter.models import Charter, Provision, Theme
from charter.queries.versions import themes


@transaction.atomic
def save_theme(
    *,
    charter: Charter,
    names: Mapping[str, str],
    typed: str,
    by: Person,
    priorities: Iterable[str] = (),
    theme: Theme | None = None,
    at: datetime | None = None,
) -> Theme:
    """Names by language, provisions by their citations and priority themes, of a new theme or of one there is.

    Provisions that have left the text keep their theme. Raises `Refused` where a name is missing or taken, where a
    citation names nothing, or where another theme has one of the priority themes.
    """
    require(rules.may_moderate(by))
    names_by_language = {code: text for code, words in names.items() if (text := clean.clean_typed_text(words).text)}
    order = themes.arrangement_for_citations(charter)
    if not names_by_language or order is None:
        raise Refused(Refusal(_("Name the theme in at least one language.")))
    keys, unknown = themes.read_citations(typed, order)
    if unknown:
        raise Refused(Refusal(_("There is no provision %(what)s.") % {"what": join_in_words(unknown)}))
    codes = [code for code in PriorityTheme.values if code in set(priorities)]
    _require_free(charter, codes, theme)
    if theme is None:
        theme = _new(charter, names_by_language, by)
    elif names_by_language != _names(theme):
        theme.name = create_localized_text_from(names_by_language, by=by)
    theme.priorities = codes
    theme.save(update_fields=["name", "priorities"])
    theme.provisions.set([*Provision.objects.filter(key__in=keys), *themes.provisions_outside(theme, order)])
    content = {
        "name": digest_of_json(sorted(names_by_language.items())),
        "provisions": sorted(keys),
        "priorities": codes,
    }
    append_acts(Act("theme put", theme, by, content=content), at=at or timezone.now())
    return theme


@transaction.atomic
def retire_theme(*, theme: Theme, by: Person, at: datetime | None = None) -> Theme:
    """Takes a theme out of the index; retired twice it does no more."""
    require(rules.may_moderate(by))
    if theme.retired_at is None:
        theme.retired_at = at or timezone.now()
        theme.save(update_fields=["retired_at"])
        append_acts(Act("theme retired", theme, by), at=theme.retired_at)
    return theme


def _require_free(charter: Charter, codes: list[str], theme: Theme | None) -> None:
    """A priority theme has one page."""
    for code, other in themes.themes_by_priority(charter).items():
        if code in codes and other != theme:
            label = {"priority": PriorityTheme(code).label, "theme": other}
            raise Refused(Refusal(_("%(priority)s: the theme %(theme)s already has it.") % label))


def _new(charter: Charter, names: Mapping[str, str], by: Person) -> Theme:
    """Its address is made of its first name; a retired theme of that address comes back."""
    localized_text = create_localized_text_from(names, by=by)
    slug = slugify(localized_text.text)[:60] or f"theme-{localized_text.pk}"
    old = charter.themes.filter(slug=slug).first()
    if old is not None and old.retired_at is None:
        raise Refused(Refusal(_("A theme with that name already exists.")))
    if old is not None:
        old.name, old.retired_at = localized_text, None
        old.save(update_fields=["name", "retired_at"])
        return old
    return Theme.objects.create(charter=charter, slug=slug, name=localized_text)


def _names(theme: Theme) -> dict[str, str]:
    localized_text: LocalizedText = theme.name
    return {
        localized_text.language: localized_text.text,
        **{translation.language: translation.text for translation in localized_text.translations.all()},
    }
