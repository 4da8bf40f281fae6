"""Files that the secretariat imports for members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from charter.forms.acting import ActingForm
from charter.forms.papers.working_papers import ReturnForm
from charter.importing.returned_papers import Source

# No address of a member has this sign.
NOBODY = "*"


# Each file is read while the moderator waits.
MOST_FILES = 10


class SeveralFilesInput(forms.FileInput):
    """A field in which several files can be chosen at once; a form of it reads one of them."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """One file: the page makes a form of each."""
        return files.get(name)


class MemberReturnForm(ReturnForm):
    """A file that a member sent to the secretariat, the member, and the day on which the file arrived."""

    member = forms.ChoiceField(
        label=gettext_lazy("For which member?"),
        help_text=gettext_lazy("A file that was downloaded here names the member that downloaded it."),
        required=False,
    )
    came_on = forms.DateField(
        label=gettext_lazy("Date on which the file arrived"), widget=forms.DateInput(attrs={"type": "date"})
    )
    for_another = forms.MultipleChoiceField(
        label=gettext_lazy("The file was downloaded by another member"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ["file", "member", "for_another", "came_on", "clauses", "article", "last_article", "language"]

    def __init__(self, *args: Any, members: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields["file"]
        file.widget = SeveralFilesInput()
        file.help_text = (
            f"{file.help_text} {_('You can choose up to %(n)s files at the same time.') % {'n': MOST_FILES}}"
        )
        self.members = {organisation.slug: organisation for organisation in members}
        self.fields["member"].choices = [("", _("As in the file")), *named(self.members)]  # type: ignore[attr-defined]
        self._offer(self["for_another"].data or [] if self.is_bound else [])

    def clean_member(self) -> Organisation | None:
        return self.members.get(self.cleaned_data["member"])

    def clean_came_on(self) -> Any:
        day = self.cleaned_data["came_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The date is in the future. Enter the date of today or an earlier date."))
        return day

    def member_of(self, issued_to: Organisation | None) -> Organisation | None:
        """The member of a file that was issued to a member or to none; None with the reason in the form.

        If another member is chosen, the box that names the member of the file must be ticked.
        """
        chosen: Organisation | None = self.cleaned_data["member"]
        if issued_to is None:
            if chosen is None:
                self.add_error("member", _("The file does not name a member. Choose the member."))
            return chosen
        if chosen is None and issued_to.slug not in self.members:
            why = _(
                "%(member)s downloaded the file and cannot propose amendments in this round. Choose another member."
            )
            self.add_error("member", why % {"member": issued_to})
        if chosen is None or chosen.slug == issued_to.slug:
            return self.members.get(issued_to.slug)
        ticked = issued_to.slug in self.cleaned_data["for_another"]
        self._offer([issued_to.slug], {"issued_to": issued_to, "member": chosen})
        if ticked:
            return chosen
        why = _(
            "%(issued_to)s downloaded the file, and you chose %(member)s. If this is correct, tick "
            "the box and choose the file again."
        )
        self.add_error("for_another", why % {"issued_to": issued_to, "member": chosen})
        return None

    def member_of_source(self, source: Source) -> Organisation | None:
        """The member of a file, by the paper of which it is; None with the reason in the form."""
        return self.member_of(source.paper.organisation if source.paper else None)

    def _offer(self, slugs: Sequence[str], names: Mapping[str, Organisation] | None = None) -> None:
        """The field for another member, hidden until a file needs it."""
        label = _("Import the file of %(issued_to)s for %(member)s") % names if names else ""
        self.fields["for_another"].choices = [(slug, label) for slug in slugs]  # type: ignore[attr-defined]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """Without the box for another member, unless there is an error beside it."""
        return [field for field in self.visible_fields() if field.name != "for_another" or field.errors]


class AuthorsForm(ActingForm):
    """For each author in a file the member to which the changes belong, or none.

    If a member downloaded the file, the box that names it must be ticked before changes go to another one.
    """

    def __init__(
        self,
        *args: Any,
        authors: Sequence[str],
        members: Iterable[Organisation],
        owners: Mapping[str, Organisation | None],
        issued_to: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.issued_to = issued_to
        self.authors, self.members = authors, {organisation.slug: organisation for organisation in members}
        choices = [("", _("Choose")), *named(self.members), (NOBODY, _("Leave out"))]
        for number, author in enumerate(authors):
            owner = owners.get(author)
            known = NOBODY if author in owners and owner is None else owner.slug if owner else ""
            self.fields[f"owner-{number}"] = forms.ChoiceField(
                label=format_html("<bdi>{}</bdi>", author or _("No name")),
                choices=choices,
                initial=known,
                error_messages={"required": _("Choose a member, or “Leave out”.")},
            )
        if issued_to is not None:
            label = _("%(member)s downloaded the file, but some changes in it belong to other members.")
            self.fields["for_others"] = forms.BooleanField(
                label=label % {"member": issued_to},
                required=False,
                initial=any(owner is not None and owner != issued_to for owner in owners.values()),
            )

    def clean(self) -> dict[str, Any]:
        """Changes in the file of one member go to another one only if the moderator confirms this."""
        values = super().clean() or self.cleaned_data
        chosen = {values.get(f"owner-{number}") for number in range(len(self.authors))} - {None, "", NOBODY}
        if self.issued_to is not None and chosen - {self.issued_to.slug} and not values.get("for_others"):
            why = _("%(member)s downloaded the file, and you chose other members. If this is correct, tick the box.")
            self.add_error("for_others", why % {"member": self.issued_to})
        return values

    def owners(self) -> dict[str, Organisation | None]:
        """The member of each author; None for one that is left out."""
        chosen = (self.cleaned_data[f"owner-{number}"] for number in range(len(self.authors)))
        return {author: self.members.get(slug) for author, slug in zip(self.authors, chosen, strict=True)}


def named(members: Mapping[str, Organisation]) -> list[tuple[str, str]]:
    """Members as choices, in the order of their names."""
    return sorted(((slug, str(member)) for slug, member in members.items()), key=lambda pair: pair[1].casefold())
