"""The language of a text that is imported: by its code, or by its name in a language of the interface."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from charter.forms.languages.importing import TextFileForm


def form_with(language: str) -> TextFileForm:
    return TextFileForm({"language": language}, {"file": SimpleUploadedFile("text.html", b"<p>A text.</p>")})


@pytest.mark.parametrize(
    ("typed", "code"), [("fr", "fr"), ("anglais", "en"), ("Français", "fr"), ("العربية", "ar"), ("ay", "ay")]
)
def test_a_language_is_named_by_its_code_or_its_name(typed, code):
    form = form_with(typed)
    assert form.is_valid() and form.cleaned_data["language"] == code


def test_a_word_that_is_no_language_is_refused():
    assert "language" in form_with("the usual one").errors
