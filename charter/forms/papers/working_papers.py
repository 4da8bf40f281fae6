"""Articles and parts of the charter as files to work in, and files that come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import localize_commas
from charter.actions.papers.received_papers import MOST_TOGETHER
from charter.exports.writing import FORMATS
from charter.files.refusals import TOO_LARGE
from charter.forms.acting import ActingForm
from charter.importing.formats import MEGABYTE
from charter.importing.returned_lines import LARGEST
from charter.importing.returned_papers import ReturnedChange
from charter.queries.languages.names import language_of
from charter.wording import parts

TOGETHER, BY_ARTICLE, EACH = "together", "article", "each"
# No address of an article has this sign.
WHOLE = "*"
AS_DRAFTS = [(TOGETHER, _("One amendment for the file")), (EACH, _("One amendment for each provision"))]


# With fewer articles there is no part between one article and the whole charter.
FEWEST_WITH_PARTS = 3
UP_TO = _("Up to article")


class ScopeForm(ActingForm):
    """An article of the latest version, those from it to the last one, or all of them."""

    def _offer_articles(self, articles: Sequence[tuple[str, str]], *none: tuple[Any, Any]) -> None:
        self.addresses = [address for address, _name in articles]
        self.fields["article"].choices = [*none, *articles, (WHOLE, _("The whole charter"))]  # type: ignore[attr-defined]
        if len(articles) < FEWEST_WITH_PARTS:
            del self.fields["last_article"]
        else:
            self.fields["last_article"].choices = [("", _("Only one article")), *articles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last article of a part is not before its first one."""
        values = super().clean() or self.cleaned_data
        first, last = values.get("article", ""), values.get("last_article", "")
        if last and first == WHOLE:
            self.add_error(
                "last_article",
                _(
                    "The whole charter is selected, so you cannot choose a last article. Choose “Only one "
                    "article” here, or choose a first article."
                ),
            )
        elif last and not first:
            self.add_error("article", _("Choose the first article too."))
        elif last and self.addresses.index(last) < self.addresses.index(first):
            self.add_error("last_article", _("The last article is before the first article. Choose a later article."))
        return values


class PartForm(ScopeForm):
    """The first and the last article of a part of the charter."""

    article = forms.ChoiceField(label=parts.ARTICLE)
    last_article = forms.ChoiceField(label=UP_TO, required=False)

    def __init__(self, *args: Any, articles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_articles(articles)

    def place(self) -> tuple[str, ...]:
        """Addresses of the first and the last article, of the only one, or nothing for the whole charter."""
        first, last = self.cleaned_data["article"], self.cleaned_data.get("last_article", "")
        ends = () if first == WHOLE or (first, last) == (self.addresses[0], self.addresses[-1]) else (first, last)
        return tuple(dict.fromkeys(address for address in ends if address))


class DownloadForm(ScopeForm):
    """What part of the latest version, a language, and the format of the file; Word by default."""

    article = forms.ChoiceField(label=parts.ARTICLE)
    last_article = forms.ChoiceField(
        label=UP_TO, help_text=_("For a part of the charter, choose the last article of the part."), required=False
    )
    language = forms.ChoiceField(label=_("Language"))
    file_format = forms.ChoiceField(
        label=_("Format"),
        choices=[("docx", FORMATS["docx"].name), ("odt", FORMATS["odt"].name)],
        initial="docx",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a format.")},
    )

    def __init__(
        self, *args: Any, articles: Sequence[tuple[str, str]], languages: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer_articles(articles)
        self.fields["language"].choices = [(code, language_of(code).name) for code in languages]  # type: ignore[attr-defined]


class ReturnForm(ScopeForm):
    """A file, with its article and language if the file does not contain them."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "The file can contain the text with tracked changes, a table of the current and the "
            "proposed text, or a list of amending clauses. Word (DOCX) or OpenDocument (ODT), 10 MB "
            "at most."
        ),
        allow_empty_file=True,
        required=False,
    )
    clauses = forms.CharField(
        label=_("Amending clauses"),
        help_text=_(
            "Instead of a file, enter one amending clause on each line. Choose the article and the language below."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        required=False,
    )
    article = forms.ChoiceField(
        label=parts.ARTICLE,
        help_text=_("Fill in this field only if the file was not downloaded from this site."),
        required=False,
    )
    last_article = forms.ChoiceField(
        label=UP_TO,
        help_text=_("Fill in this field only if the file has several articles and was not downloaded from this site."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Fill in this field only if the file was not downloaded from this site."),
        required=False,
    )

    def __init__(
        self, *args: Any, articles: Sequence[tuple[str, str]], languages: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        none = ("", _("As in the file"))
        self._offer_articles(articles, none)
        self.fields["language"].choices = [none, *((code, language_of(code).name) for code in languages)]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE, params={"n": LARGEST // MEGABYTE})
        return file

    def clean(self) -> dict[str, Any]:
        """Either a file or clauses."""
        values = super().clean() or self.cleaned_data
        if "file" in values and bool(values["file"]) == bool(values.get("clauses", "").strip()):
            self.add_error(
                "file",
                _(
                    "You cannot send a file and amending clauses at the same time. Delete the file or the "
                    "amending clauses."
                ),
            )
        return values


class ChangesForm(ActingForm):
    """Which changes of a file become drafts, in how many or in which one, and why.

    `drafts` are keys and titles of those to which the changes can be added.
    """

    changes = forms.MultipleChoiceField(
        label=_("Changes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one change.")},
    )
    draft = forms.ChoiceField(
        label=_("Add to a draft"),
        help_text=_(
            "The changes and reasons are added after the changes and reasons of the draft. The title "
            "of the draft does not change."
        ),
        required=False,
    )
    as_drafts = forms.ChoiceField(
        label=_("How many amendments?"),
        widget=forms.RadioSelect,
        choices=AS_DRAFTS,
        initial=TOGETHER,
    )
    title = forms.CharField(label=_("Title of your amendment (one line)"), max_length=160, required=False)
    reason = forms.CharField(
        label=_("Reasons for the amendment"),
        help_text=_("The reasons for each change are added after this text. You can edit all reasons in the draft."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        returned_changes: Sequence[ReturnedChange],
        drafts: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.returned_changes = returned_changes
        self.fields["draft"].choices = [("", _("No: make new drafts")), *drafts]  # type: ignore[attr-defined]
        if not drafts:
            del self.fields["draft"]
        if len({returned_change.article for returned_change in returned_changes}) > 1:
            one_each = (BY_ARTICLE, _("One amendment for each article"))
            self.fields["as_drafts"].choices = [*AS_DRAFTS[:1], one_each, *AS_DRAFTS[1:]]  # type: ignore[attr-defined]
        changes = self.fields["changes"]
        assert isinstance(changes, forms.MultipleChoiceField)
        changes.choices = [(returned_change.name, returned_change.citation) for returned_change in returned_changes]
        ready = [returned_change.name for returned_change in returned_changes if returned_change.is_sure]
        self.initial.setdefault("changes", ready)
        for returned_change in returned_changes:
            self.fields[_reason_field(returned_change)] = forms.CharField(
                label=_("Reasons for the change of %(citation)s")
                % {"citation": localize_commas(returned_change.citation)},
                help_text=_("The text is taken from the file. You can edit or clear it.")
                if returned_change.reason
                else "",
                initial=returned_change.reason,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
                required=False,
            )

    def reason_of(self, change: ReturnedChange) -> forms.BoundField:
        """The field for the reasons of one change."""
        return self[_reason_field(change)]

    def clean(self) -> dict[str, Any]:
        """A draft has at most as many changes as its page can show."""
        values = super().clean() or self.cleaned_data
        if (
            {"changes", "as_drafts"} <= {*values}
            and not values.get("draft")
            and max(map(len, self.chosen())) > MOST_TOGETHER
        ):
            self.add_error(
                "as_drafts",
                _("One amendment can have at most %(n)s changes. Choose one amendment for each provision.")
                % {"n": MOST_TOGETHER},
            )
        return values

    def chosen(self) -> list[list[ReturnedChange]]:
        """The chosen changes, a list for each draft."""
        changes = [
            returned_change
            for returned_change in self.returned_changes
            if returned_change.name in self.cleaned_data["changes"]
        ]
        if self.cleaned_data.get("draft") or self.cleaned_data["as_drafts"] == TOGETHER:
            return [changes]
        by_article = self.cleaned_data["as_drafts"] == BY_ARTICLE
        groups: dict[object, list[ReturnedChange]] = {}
        for change in changes:
            groups.setdefault(change.article if by_article else change.provision.pk, []).append(change)
        return list(groups.values())

    def reasons_of(self, changes: Sequence[ReturnedChange]) -> str:
        """The reasons of a draft with these changes: those for all, then those for each, with its citation."""
        values = self.cleaned_data
        own = [(change.citation, values[_reason_field(change)].strip()) for change in changes]
        own = [(citation, reason) for citation, reason in own if reason]
        several = len(changes) > 1
        each = [f"{citation} – {reason}" if several else reason for citation, reason in own]
        return "\n\n".join(filter(None, [values["reason"].strip(), *each]))


def _reason_field(change: ReturnedChange) -> str:
    return f"reason-{change.name}"
