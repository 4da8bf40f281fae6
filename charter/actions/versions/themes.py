"""Making the list of themes: their names in each language, the provisions that belong to them, and merging two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.locales import join_in_words
from accounts.models import LocalizedText, Organisation, Person, Pledge, Theme, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.models import Charter, Provision
from charter.queries.versions import themes


@transaction.atomic
def save_theme(
    *,
    charter: Charter,
    names: Mapping[str, str],
    typed: str,
    by: Person,
    theme: Theme | None = None,
    at: datetime | None = None,
) -> Theme:
    """Names by language and provisions by their citations, of a new theme or of one there is.

    Provisions that have left the text keep their theme. Raises `Refused` where a name is missing or taken, or where a
    citation names nothing.
    """
    require(rules.may_moderate(by))
    names_by_language = {code: text for code, words in names.items() if (text := clean.clean_typed_text(words).text)}
    order = themes.arrangement_for_citations(charter)
    if not names_by_language or order is None:
        raise Refused(Refusal(_("Name the theme in at least one language.")))
    keys, unknown = themes.read_citations(typed, order)
    if unknown:
        raise Refused(Refusal(_("There is no provision %(what)s.") % {"what": join_in_words(unknown)}))
    if theme is None:
        theme = _new(names_by_language, by)
    elif names_by_language != _names(theme):
        theme.name = create_localized_text_from(names_by_language, by=by)
        theme.save(update_fields=["name"])
    theme.provisions.set([*Provision.objects.filter(key__in=keys), *themes.provisions_outside(theme, order)])  # type: ignore[attr-defined]
    content = {"name": digest_of_json(sorted(names_by_language.items())), "provisions": sorted(keys)}
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


@transaction.atomic
def merge_theme(*, theme: Theme, into: Theme, by: Person, at: datetime | None = None) -> Theme:
    """Gives everything that has a theme another theme instead; the address and the code of the first lead to it.

    Raises `Refused` unless both are different themes in use.
    """
    require(rules.may_moderate(by))
    rows = {
        row.pk: row for row in Theme.objects.select_for_update(no_key=True).in_use().filter(pk__in=[theme.pk, into.pk])
    }
    if len(rows) < 2:
        raise Refused(Refusal(_("Choose another theme from the list.")))
    at = at or timezone.now()
    for link in _links():
        _move_link(link, theme, into)
    for model in (Organisation, Pledge):
        _move_codes(model, theme.code, into.code)
    theme.merged_into, theme.retired_at = into, at
    theme.save(update_fields=["merged_into", "retired_at"])
    append_acts(Act("theme merged", theme, by, content={"theme": theme.code, "into": into.code}), at=at)
    return into


def _links() -> Iterator[models.ForeignKey]:
    """Each field that names a theme, in tables of every package, those of many-to-many fields included."""
    for relation in Theme._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.field


def _move_link(link: models.ForeignKey, theme: Theme, into: Theme) -> None:
    rows = link.model._default_manager.filter(**{link.name: theme})
    if link.model._meta.auto_created:
        owner = next(field for field in link.model._meta.fields if field.is_relation and field != link)
        present = link.model._default_manager.filter(**{link.name: into}).values_list(owner.attname, flat=True)
        rows.filter(**{f"{owner.attname}__in": list(present)}).delete()
    rows.update(**{link.name: into})


def _move_codes(model: type[Organisation | Pledge], code: str, into: str) -> None:
    for row in model.objects.select_for_update(of=("self",), no_key=True).filter(themes__icontains=f'"{code}"'):
        row.themes = list(dict.fromkeys(into if theme == code else theme for theme in row.themes))
        row.save(update_fields=["themes"])


def _new(names: Mapping[str, str], by: Person) -> Theme:
    """Its code is made of its first name; a retired theme of that code comes back."""
    localized_text = create_localized_text_from(names, by=by)
    stem = slugify(localized_text.text)[:50] or f"theme-{localized_text.pk}"
    present = Theme.objects.filter(code=stem).first()
    if present is not None and present.retired_at is None:
        raise Refused(Refusal(_("A theme with that name already exists.")))
    if present is not None and present.merged_into_id is None:
        present.name, present.retired_at = localized_text, None
        present.save(update_fields=["name", "retired_at"])
        return present
    return Theme.objects.create(code=_free_code(stem), name=localized_text)


def _free_code(stem: str) -> str:
    used = set(Theme.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(used) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in used)


def _names(theme: Theme) -> dict[str, str]:
    localized_text: LocalizedText = theme.name
    return {
        localized_text.language: localized_text.text,
        **{translation.language: translation.text for translation in localized_text.translations.all()},  # type: ignore[attr-defined]
    }
