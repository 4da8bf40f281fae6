"""Fields of sections in forms: a site without sections in use has none."""

from __future__ import annotations

from django import forms

from accounts.queries.sections import section_choices


def remove_unused_sections(form: forms.Form, name: str) -> None:
    """Removes the field `name`, which offers sections, where no section is in use."""
    if not section_choices():
        del form.fields[name]
