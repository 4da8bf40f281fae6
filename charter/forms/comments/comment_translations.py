"""A working translation of a comment, in one box."""

from __future__ import annotations

from charter.actions.comments.comment_translations import CHANGED
from charter.forms.amending.translations import WorkingTranslationForm


class CommentTranslationForm(WorkingTranslationForm):
    text_changed = CHANGED

    @property
    def text(self) -> str:
        """What was typed in the only box."""
        return next(iter(self.words().values()))
