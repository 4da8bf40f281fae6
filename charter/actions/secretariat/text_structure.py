"""Changing the structure of the text: how it is numbered, and what its parts are called."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions.records import Act, append_acts, changed_values
from accounts.models import Person
from accounts.rules import Refusal, require
from charter.models import Charter
from charter.queries.versions.text_structure import published_languages
from charter.structure import PartNames, TextStructure


@transaction.atomic
def change_structure(
    *, charter: Charter, structure: TextStructure, by: Person, at: datetime | None = None
) -> TextStructure:
    """Stores another structure; refused where a published version would be cited otherwise.

    Versions keep their citations, and other pages count them again from the structure. So what citations are made of
    is fixed by version 1: the numbering, and the names of parts without a number in the languages of the version.
    """
    require(rules.may_keep_members(by))
    charter = Charter.objects.select_for_update(no_key=True).get(pk=charter.pk)
    before = charter.text_structure
    if structure == before:
        return structure
    published = published_languages(charter)
    require(
        not published
        or _numbering(structure) == _numbering(before)
        or Refusal(
            _("A version is published, so its citations cannot change. You can no longer change the numbering.")
        )
    )
    require(
        all(_cited_names(structure, code) == _cited_names(before, code) for code in published)
        or Refusal(
            _(
                "A version is published, so its citations cannot change. In the languages of the version,"
                " you can no longer change the names of the preamble, the general provisions and the "
                "final provisions."
            )
        )
    )
    _store(charter, structure, by, at)
    return structure


@transaction.atomic
def name_articles(
    *, charter: Charter, language: str, name: str, by: Person | None, at: datetime | None = None
) -> None:
    """Gives articles the name that an imported file gives them, in a language in which they have none."""
    charter = Charter.objects.select_for_update(no_key=True).get(pk=charter.pk)
    structure = charter.text_structure
    names = dict(structure.names)
    own_names = names.get(language, PartNames())
    if own_names.article:
        return
    names[language] = replace(own_names, article=name)
    _store(charter, replace(structure, names=tuple(sorted(names.items()))), by, at)


def _store(charter: Charter, structure: TextStructure, by: Person | None, at: datetime | None) -> None:
    before = charter.text_structure
    charter.numerals, charter.structure = structure.numerals, structure.as_json()
    charter.save(update_fields=["numerals", "structure"])
    content = changed_values(_content(before), _content(structure))
    append_acts(Act("text structure changed", charter, by, content=content), at=at)


def _numbering(structure: TextStructure) -> dict[str, Any]:
    return {"numerals": structure.numerals, "points": structure.points}


def _cited_names(structure: TextStructure, language: str) -> PartNames:
    names = dict(structure.names).get(language, PartNames())
    return PartNames(preamble=names.preamble, general=names.general, final=names.final)


def _content(structure: TextStructure) -> dict[str, Any]:
    names = {
        f"{kind} {language}": name
        for language, part_names in structure.names
        for kind, name in asdict(part_names).items()
        if name
    }
    return {
        "numerals": structure.numerals,
        "points": list(structure.points),
        "closed": list(structure.closed),
        **names,
    }
