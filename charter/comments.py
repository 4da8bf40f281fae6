"""The one door to django-comments-xtd: our form, our query, our rules about who may post what where."""

from __future__ import annotations

from django_comments_xtd.forms import XtdCommentForm


class RemarkForm(XtdCommentForm):
    """The package's form; ours replaces what it trusts too much."""
