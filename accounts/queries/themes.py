"""The list of themes for forms, files and pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.folding import fold_text, search_terms
from accounts.models import Organisation, Theme


def themes_in_use() -> list[Theme]:
    """Themes in use, with their names in every language."""
    return list(Theme.objects.in_use().with_names())


def theme_choices(kept: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Code and name of each theme in use, by name. `kept` are codes that are offered although they are retired."""
    themes = Theme.objects.filter(Q(retired_at=None) | Q(code__in=list(kept))).with_names()
    return sorted(((theme.code, str(theme)) for theme in themes), key=lambda pair: fold_text(pair[1]))


def themes_of(organisation: Organisation) -> list[Theme]:
    """The themes that a member has among its priorities, with their names, in its order."""
    themes = {theme.code: theme for theme in Theme.objects.with_names().filter(code__in=organisation.themes)}
    return [themes[code] for code in organisation.themes if code in themes]


def theme_at(code: str) -> Theme | None:
    """The theme in use that has this code, or that replaced the theme that had it."""
    theme = Theme.objects.with_names().filter(code=code).first()
    if theme is not None and theme.merged_into_id is not None:
        theme = Theme.objects.with_names().get(pk=theme.merged_into_id)
    return theme if theme is not None and theme.retired_at is None else None


def current_codes() -> dict[str, str]:
    """The code of each theme in use, by itself and by the codes of the themes that it replaced."""
    in_use = Q(retired_at=None) | Q(merged_into__retired_at=None, merged_into__isnull=False)
    rows = Theme.objects.filter(in_use).values_list("code", "merged_into__code")
    return {code: target or code for code, target in rows}


def current_code(code: str) -> str:
    """The code of the theme that replaced the one with this code; any other code is returned as it is."""
    return Theme.objects.filter(code=code).values_list("merged_into__code", flat=True).first() or code


def codes_by_word() -> dict[str, str]:
    """The code of each theme in use by its codes and its names in every language, without case and marks.

    Codes and names of the themes that it replaced mean it too.
    """
    current = current_codes()
    codes: dict[str, str] = {}
    # Themes in use come last: a name of theirs is never read as that of a theme that was merged.
    themes = sorted(Theme.objects.with_names(), key=lambda theme: current.get(theme.code) == theme.code)
    for theme in themes:
        if theme.code in current:
            codes |= {fold_text(word): current[theme.code] for word in (theme.code, *names_of_theme(theme))}
    return codes


def themes_named(words: str) -> list[Theme]:
    """Themes in use whose name, in any language, has all the words."""
    terms = search_terms(words)
    return [
        theme
        for theme in themes_in_use()
        if any(all(term in fold_text(name) for term in terms) for name in names_of_theme(theme))
    ]


def names_of_theme(theme: Theme) -> list[str]:
    """Its names in every language, the original first."""
    return [theme.name.text, *(translation.text for translation in theme.name.translations.all())]  # type: ignore[attr-defined]
