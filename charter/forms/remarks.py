"""What may be typed as a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter import clean
from charter.states import RemarkKind

from .acting import ActingForm, SpeakerField

LONGEST = 5000


class RemarkForm(ActingForm):
    """Plain text: mark-up stays text. Who speaks is chosen from the person's own organisations."""

    comment = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your comment."),
            "max_length": _("A comment has 5,000 characters at most. Yours has %(show_value)s."),
        },
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=RemarkKind.choices, initial=RemarkKind.ARGUMENT)
    language = forms.ChoiceField(label=_("Language of your comment"))
    quote = forms.CharField(
        label=_("The words it is about"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Copy them from the text, or leave this empty."),
    )
    organisation = SpeakerField(label=_("You write for"))
    answer_to = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], organisations: list[int], words: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]

    def clean_comment(self) -> str:
        self.removed = clean.typed(self.cleaned_data["comment"]).removed
        text = clean.typed(self.cleaned_data["comment"]).text
        if not text:
            raise forms.ValidationError(_("Write your comment."))
        return text

    def clean_quote(self) -> str:
        quote = " ".join(clean.typed(self.cleaned_data["quote"]).text.split())
        if quote and self.words and quote not in " ".join(self.words.split()):
            raise forms.ValidationError(_("These words do not stand in the text. Copy them as they are."))
        return quote


class AnswerAllForm(ActingForm):
    """One note of the secretariat that answers all comments on a provision."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("It is public. Everybody who commented is told."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your answer.")},
    )
    language = forms.ChoiceField(label=_("Language of your answer"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class TakeUpForm(ActingForm):
    """For which member a comment becomes an amendment, and in which language that is written."""

    organisation = SpeakerField(label=_("For which member?"))
    language = forms.ChoiceField(label=_("Language of these words"))

    def __init__(self, *args: Any, organisations: list[int], editions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]
        self.fields["language"].choices = editions  # type: ignore[attr-defined]
