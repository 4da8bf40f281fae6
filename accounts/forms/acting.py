"""What every form that acts carries: a token by which it counts once, and the revision it was drawn from."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField

from accounts.actions.tokens import new_token

NOT_WORDS = (forms.UUIDField, forms.JSONField)  # Django makes them of its field for words
LONGEST = 20_000  # signs: a provision has no more, and nothing else that people write here has either
# No one types them, and neither a spreadsheet nor XML can hold them. Tabs and line ends stay.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]")


class TypedField(BoundField):
    """In a box for text that names no direction, the letters that are typed give it."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if type(widget) in (forms.TextInput, forms.Textarea) and "dir" not in widget.attrs:
            attrs["dir"] = "auto"
        return attrs


class BoundedForm(forms.Form):
    """Each box for words that says no length of its own holds `longest` signs, and what is longer comes back.

    Words come without control characters.
    """

    longest = LONGEST
    bound_field_class = TypedField

    def full_clean(self) -> None:
        for field in self.fields.values():
            if _has_no_limit(field):
                field.validators = [*field.validators, MaxLengthValidator(self.longest)]
        super().full_clean()
        if self.is_bound:
            self.cleaned_data |= {
                name: CONTROL.sub("", value)
                for name, value in self.cleaned_data.items()
                if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.PasswordInput)
            }


def _has_no_limit(field: forms.Field) -> bool:
    is_words = isinstance(field, forms.CharField) and not isinstance(field, NOT_WORDS)
    return is_words and getattr(field, "max_length", None) is None and not field.widget.is_hidden


class Carried(forms.HiddenInput):
    """A field that every form of a page has, so it bears no id, which would stand there several times."""

    def __init__(self) -> None:
        super().__init__(attrs={"id": False})


class ActingForm(BoundedForm):
    """Base of acting forms. `token` goes to `tokens.counted_once`; `revision` is the row version seen."""

    token = forms.CharField(widget=Carried, required=False)
    revision = forms.IntegerField(widget=Carried, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token
