"""Entering what a member sent by letter or said in a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.desk import small_document
from accounts.models import Organisation
from charter.models import Provision
from charter.queries.tongues import tongue
from charter.states import CameBy

from .acting import ActingForm


class ReceiptForm(ActingForm):
    """For which member, at which provision, and on what it stands."""

    member = forms.ChoiceField(label=_("For which member?"))
    citation = forms.CharField(
        label=_("Which provision does it change?"),
        help_text=_("Its citation, such as VI.2.3. You can add others on the next page."),
        max_length=40,
    )
    language = forms.ChoiceField(label=_("Language of these words"), help_text=_("Kept with the amendment for ever."))
    came_by = forms.ChoiceField(
        label=_("How did it come?"),
        help_text=_("Everyone reads this beside the amendment, for ever, with the day."),
        widget=forms.RadioSelect,
        choices=CameBy.choices,
    )
    came_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("Who sent it, and where it is kept"),
        help_text=_("The secretariat and the people of the member read it. Name offices, not people."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say who sent it, and where it is kept.")},
    )
    file = forms.FileField(
        label=_("The letter as a file"),
        help_text=_("PDF or picture, 5 MB at most. Only the secretariat opens it."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        members: Iterable[Organisation],
        cited: Mapping[str, Provision],
        editions: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members, self.cited = {one.slug: one for one in members}, cited
        names = sorted(((slug, str(one)) for slug, one in self.members.items()), key=lambda pair: pair[1].casefold())
        self.fields["member"].choices = [("", _("Choose a member")), *names]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, tongue(code).name) for code in editions]  # type: ignore[attr-defined]

    def clean_member(self) -> Organisation:
        return self.members[self.cleaned_data["member"]]

    def clean_citation(self) -> Provision:
        found = self.cited.get(self.cleaned_data["citation"].strip().casefold())
        if found is None:
            raise forms.ValidationError(_("There is no provision with this citation in the present text."))
        return found

    def clean_file(self) -> Any:
        return small_document(self.cleaned_data.get("file"))
