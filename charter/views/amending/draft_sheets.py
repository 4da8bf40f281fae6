"""The page on which an amendment is written: the contents of its fields, and the acts that only rearrange it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.numbers import whole_number
from charter import texts
from charter.actions.amending import change_borders
from charter.citations import Label
from charter.forms.amending.proposing import ChangeForm, Proposal, TypedFields, WholeForm
from charter.models import Amendment, Change, Charter, Provision, Round, Wording
from charter.queries.amending.amendments import working_labels
from charter.queries.reading import charters
from charter.queries.reading.current_wordings import wordings_by_place
from charter.queries.reading.provisions import provisions_by_key, provisions_by_short
from charter.states import BORDER_KINDS, ChangeKind, ProvisionKind

Words = dict[tuple[int, str], Wording]


@dataclass
class Sheet:
    """A charter, a round and a person; the forms of an amendment are drawn from them."""

    charter: Charter
    round: Round
    organisations: list[Organisation]
    language: str
    labels: dict[str, Label] = field(init=False)
    editions: tuple[str, ...] = field(init=False)
    wrong_citation: str = ""

    def __post_init__(self) -> None:
        self.labels = working_labels(self.round, self.language)
        self.editions = charters.charter_languages()

    def begin(self, provision: Provision) -> TypedFields:
        """A first sheet with the present words of one provision."""
        language = charters.edition_in(self.language)
        whole: dict[str, Any] = {"language": language}
        if len(self.organisations) == 1:
            whole["organisation"] = self.organisations[0].slug
        return TypedFields(whole, [self._part(provision, language)])

    def of(self, amendment: Amendment) -> TypedFields:
        """The sheet as a draft left it."""
        text = amendment.text
        assert text is not None
        whole = {
            "organisation": amendment.organisation.slug,
            "title": text.title.text if text.title else "",
            "reason": text.reason.text if text.reason else "",
            "source": text.source,
            "language": text.language,
            "wish": text.wish,
            "wish_language": text.wish_language,
            "revision": amendment.revision,
        }
        changes = list(text.changes.all())
        present = self._words([change.provision for change in changes], [text.language])
        return TypedFields(whole, [self._part_of(change, present) for change in changes])

    def _part_of(self, change: Change, present: Words) -> dict[str, Any]:
        current = present.get((change.provision_id, change.language))
        words, inserts = current.text if current else "", change.kind == ChangeKind.INSERT
        if change.kind in BORDER_KINDS:
            words = change_borders.typed_text(change)
        elif change.kind == ChangeKind.REPLACE:
            words = texts.plain_text(change.html)
        return {
            "short": change.provision.short,
            "kind": change.kind,
            "text": words,
            "new_kind": change.new_kind or ProvisionKind.SUBPARAGRAPH,
            "new_text": texts.plain_text(change.html) if inserts else "",
            "after": self.citation(change.after) if change.after and change.kind == ChangeKind.MOVE else "",
            "base": change.language,
        }

    def citation(self, provision: Provision) -> str:
        label = self.labels.get(str(provision.key))
        return label.citation if label else _("no longer in the text")

    def present_text(self, provision: Provision) -> str:
        """The address of the present text, for a provision that was deleted; empty if the provision is in the text."""
        now, then = self.charter.arrangement, self.round.version.arrangement
        if now is None or now.section_of(provision.key):
            return ""
        old_section = then.section_of(provision.key)
        stays = now.section(old_section.key) if old_section else None
        if stays is None or not stays.blocks:
            return reverse("version", args=["working"])
        return reverse("article", args=["working", stays.address])

    def rearrange(self, typed: TypedFields, act: str, value: str) -> None:
        """Adds or takes away a provision, puts present words back, or loads those of another edition."""
        place = whole_number(value)
        at = -1 if place is None else place
        if act == "add":
            self._add(typed, value)
        elif act == "remove" and 0 <= at < len(typed.parts):
            del typed.parts[at]
        elif act == "present" and 0 <= at < len(typed.parts):
            self._load(typed, [typed.parts[at]], even_if_typed=True)
        elif act == "load":
            self._load(typed, typed.parts)

    def mixes_editions(self, typed: TypedFields) -> bool:
        """Whether a box still holds the words of another edition than the one chosen."""
        language = typed.whole.get("language", "")
        return any(part["base"] and part["base"] != language for part in typed.parts)

    def forms(self, typed: TypedFields, bound: bool) -> Proposal:
        """The forms with the typed values; `bound` if they are validated."""
        provisions = self._provisions(typed)
        language = typed.whole.get("language") or self.language
        language = language if language in self.editions else charters.first_language()
        words = self._words(provisions.values(), [language])
        typed.parts = [part for part in typed.parts if part["short"] in provisions]
        data = typed.as_data()
        whole = WholeForm(
            data if bound else None,
            initial={**typed.whole, "count": len(typed.parts)},
            organisations=self.organisations,
            editions=self.editions,
            others=[code for code, _name in settings.LANGUAGES if code not in self.editions],
        )
        cited = self._cited()
        parts = [
            self._form(n, part, provisions[part["short"]], language, words, cited, data if bound else None)
            for n, part in enumerate(typed.parts)
        ]
        return Proposal(whole, parts)

    def _form(
        self,
        n: int,
        part: dict[str, Any],
        provision: Provision,
        language: str,
        words: Words,
        cited: dict[str, Provision],
        data: dict[str, Any] | None,
    ) -> ChangeForm:
        current = words.get((provision.pk, language))
        return ChangeForm(
            data,
            prefix=f"changes-{n}",
            initial=part,
            provision=provision,
            present=current,
            language=language,
            cited=cited,
            citation=self.citation(provision),
            present_text=self.present_text(provision),
        )

    def _part(self, provision: Provision, language: str) -> dict[str, Any]:
        words = self._words([provision], [language]).get((provision.pk, language))
        return {
            "short": provision.short,
            "kind": ChangeKind.REPLACE,
            "text": words.text if words else "",
            "new_kind": ProvisionKind.SUBPARAGRAPH,
            "new_text": "",
            "after": "",
            "base": language,
        }

    def _add(self, typed: TypedFields, citation: str) -> None:
        provision = self._cited().get(citation.strip().casefold())
        if provision is None:
            self.wrong_citation = citation or " "
        else:
            typed.parts.append(self._part(provision, charters.edition_in(typed.whole.get("language", ""))))

    def _load(self, typed: TypedFields, parts: list[dict[str, Any]], even_if_typed: bool = False) -> None:
        """Puts the words of the chosen edition into boxes that nobody typed in; typed ones stay as they are."""
        language = charters.edition_in(typed.whole.get("language", ""))
        provisions = self._provisions(typed)
        words = self._words(provisions.values(), self.editions)
        for part in parts:
            provision = provisions.get(part["short"])
            if provision is None:
                continue
            before = words.get((provision.pk, part["base"]))
            untouched = before is not None and part["text"].strip() == before.text
            current = words.get((provision.pk, language))
            if (untouched or even_if_typed) and current is not None:
                part["text"] = current.text
            part["base"] = language

    def _provisions(self, typed: TypedFields) -> dict[str, Provision]:
        return provisions_by_short(self.charter, [part["short"] for part in typed.parts])

    def _words(self, provisions: Any, languages: Any) -> Words:
        return wordings_by_place(provisions, languages)

    def _cited(self) -> dict[str, Provision]:
        return cited(self.charter, self.labels)


def cited(charter: Charter, labels: dict[str, Label]) -> dict[str, Provision]:
    """Provisions of the working text by their citation in lower case."""
    arrangement = charter.arrangement
    assert arrangement is not None
    by_key = provisions_by_key(charter)
    return {labels[key].citation.casefold(): by_key[key] for key in arrangement.keys()}  # noqa: SIM118
