"""Long citations are shown by what the headings above them do not say; errors in a summary say of what they speak."""

from __future__ import annotations

import pytest
from django import forms

from consultation.templatetags.look import cite_parts, error_sentence


@pytest.mark.parametrize(
    ("cite", "parts"),
    [
        ("VI.2.2", ("", "VI.2.2")),
        ("VI, heading 1", ("", "VI, heading 1")),
        ("VI.3, plan, b", ("VI.3, ", "plan, b")),
        ("VI.3, plan, short-term, a", ("VI.3, plan, ", "short-term, a")),
        ("", ("", "")),
    ],
)
def test_the_shown_part_ends_the_citation(cite, parts):
    assert cite_parts(cite) == parts


class Form(forms.Form):
    name = forms.CharField(label="Your name")
    why = forms.CharField(label="Reason", error_messages={"required": "Give the reason."})


def test_an_error_that_any_field_could_have_names_its_field_in_the_summary():
    form = Form({})
    assert [error_sentence(form[name].errors[0], form[name]) for name in ("name", "why")] == [
        "Your name: This field is required.",
        "Give the reason.",
    ]
