"""The form for an amendment that a member sent by letter or explained in a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.desk import small_document
from accounts.models import Organisation
from charter.forms.acting import ActingForm
from charter.models import Provision
from charter.queries.languages.names import language_of
from charter.states import CameBy


class ReceiptForm(ActingForm):
    """The member, the provision, and the evidence for an amendment entered on behalf of the member."""

    member = forms.ChoiceField(label=_("For which member?"))
    citation = forms.CharField(
        label=_("Which provision does the amendment change?"),
        help_text=_("The citation of the provision, such as VI.2.3. You can add other provisions on the next page."),
        max_length=40,
    )
    language = forms.ChoiceField(
        label=_("Language of the proposed text"), help_text=_("The language is stored permanently with the amendment.")
    )
    came_by = forms.ChoiceField(
        label=_("How did the amendment arrive?"),
        help_text=_("The answer and the date are permanently public with the amendment."),
        widget=forms.RadioSelect,
        choices=CameBy.choices,
    )
    came_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("Who sent the amendment, and where the original is stored"),
        help_text=_("The secretariat and the team of the member can read this text. Name offices, not people."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("State who sent the amendment and where the original is stored.")},
    )
    file = forms.FileField(
        label=_("The letter as a file"),
        help_text=_("PDF or image, at most 5 MB. Only the secretariat can open it."),
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
        self.members, self.cited = {organisation.slug: organisation for organisation in members}, cited
        names = sorted(
            ((slug, str(member)) for slug, member in self.members.items()), key=lambda pair: pair[1].casefold()
        )
        self.fields["member"].choices = [("", _("Choose a member")), *names]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, language_of(code).name) for code in editions]  # type: ignore[attr-defined]

    def clean_member(self) -> Organisation:
        return self.members[self.cleaned_data["member"]]

    def clean_citation(self) -> Provision:
        provision = self.cited.get(self.cleaned_data["citation"].strip().casefold())
        if provision is None:
            raise forms.ValidationError(_("The current text has no provision with this citation."))
        return provision

    def clean_file(self) -> Any:
        return small_document(self.cleaned_data.get("file"))
