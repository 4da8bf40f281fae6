"""What may be typed as a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from charter import clean
from charter.actions.comments.comments import LONGEST
from charter.forms.acting import ActingForm, BoundedForm, SpeakerField
from charter.queries.comments.quotations import is_quotation
from charter.states import CommentKind


class CommentForm(ActingForm):
    """Plain text: mark-up stays text. Who speaks is chosen from the person's own organisations."""

    comment = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your comment."),
            "max_length": _(
                "Your comment has %(show_value)s characters. The limit is 5,000 characters. Shorten the comment."
            ),
        },
    )
    kind = forms.ChoiceField(label=_("Type"), choices=CommentKind.choices, initial=CommentKind.ARGUMENT)
    language = forms.ChoiceField(label=_("Language of your comment"))
    quote = forms.CharField(
        label=_("Text that the comment refers to"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Copy the text from the charter, or leave the field empty."),
    )
    organisation = SpeakerField(label=_("You write for"))
    mandate = forms.ChoiceField(label=_("Mandate under which you write"), required=False)
    answer_to = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        languages: list[tuple[str, str]],
        organisations: list[int],
        mandates: Sequence[Mandate] = (),
        words: str = "",
        quotable: Sequence[str] = (),
        not_quoted: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        """`words` are shown beside the form, `quotable` are all texts that may be quoted; `not_quoted` refuses others.

        `mandates` are offered where the person has several for an organisation.
        """
        super().__init__(*args, **kwargs)
        self.words, self.quotable, self.not_quoted = words, quotable, not_quoted
        self.mandates = {str(mandate.pk): mandate for mandate in mandates}
        if mandates:
            self.fields["mandate"].choices = [("", _("Choose a mandate")), *map(mandate_choice, mandates)]  # type: ignore[attr-defined]
        else:
            del self.fields["mandate"]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]

    def clean_comment(self) -> str:
        self.removed = clean.clean_typed_text(self.cleaned_data["comment"]).removed
        text = clean.clean_typed_text(self.cleaned_data["comment"]).text
        if not text:
            raise forms.ValidationError(_("Write your comment."))
        return text

    def clean_quote(self) -> str:
        quote = " ".join(clean.clean_typed_text(self.cleaned_data["quote"]).text.split())
        if not is_quotation(quote, self.quotable):
            raise forms.ValidationError(str(self.not_quoted))
        return quote

    def clean(self) -> dict[str, Any]:
        """A mandate belongs to the organisation; it is required if the person has several for that organisation."""
        data = super().clean() or self.cleaned_data
        organisation = data.get("organisation")
        own = [
            mandate
            for mandate in self.mandates.values()
            if mandate.organisation_id == getattr(organisation, "pk", None)
        ]
        chosen = self.mandates.get(data.get("mandate") or "")
        if own and chosen not in own:
            self.add_error("mandate", _("Choose the mandate under which you write."))
        data["mandate"] = chosen if chosen in own else None
        return data


def mandate_choice(mandate: Mandate) -> tuple[str, str]:
    """A mandate as one of several, among which a person chooses."""
    return str(mandate.pk), _(", ").join([str(mandate.get_kind_display()), str(mandate.organisation)])


class AnswerAllForm(ActingForm):
    """One note of the secretariat that answers all comments on a provision."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("The answer is public. Everybody who commented is notified."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your answer.")},
    )
    language = forms.ChoiceField(label=_("Language of your answer"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class RemovalForm(BoundedForm):
    """Why a comment is removed: shown in its place, and sent to its author where another person removes it."""

    because = forms.CharField(
        label=_("Reason, shown in place of the comment"),
        max_length=300,
        required=False,
        error_messages={
            "required": _(
                "Give the reason. The reason is shown instead of the comment. It is also sent to the "
                "author of the comment."
            )
        },
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].required = not is_own


class ReportForm(BoundedForm):
    """Why a comment is reported to the moderators."""

    why = forms.CharField(
        label=_("Why should the secretariat review the comment?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeUpForm(ActingForm):
    """For which member a comment becomes an amendment, and in which language that is written."""

    organisation = SpeakerField(label=_("For which member?"))
    language = forms.ChoiceField(label=_("Language of the proposed text"))

    def __init__(self, *args: Any, organisations: list[int], editions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]
        self.fields["language"].choices = editions  # type: ignore[attr-defined]
