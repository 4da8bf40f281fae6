"""The field of lists that are narrowed to a theme."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.queries.themes import current_codes


class ThemeField(forms.ChoiceField):
    """A theme in use by its code. In an old address, the code of a merged theme means the theme that replaced it."""

    def to_python(self, value: Any) -> str:
        return self._current(super().to_python(value))

    def prepare_value(self, value: Any) -> Any:
        return self._current(value)

    def _current(self, value: Any) -> Any:
        return value if not value or self.valid_value(value) else current_codes().get(value, value)
