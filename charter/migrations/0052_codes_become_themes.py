"""Each priority theme becomes a theme of the one list, or leads to the theme of the index that had it.

Backwards, a member keeps the priority themes that a fixed list can have: a theme that has none is dropped.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils import timezone

NAMES = {
    "participation": {
        "en": "Participation and democracy",
        "fr": "Participation et démocratie",
        "es": "Participación y democracia",
        "ar": "المشاركة والديمقراطية",
    },
    "housing": {
        "en": "Housing",
        "fr": "Logement",
        "es": "Vivienda",
        "ar": "السكن",
    },
    "water": {
        "en": "Water, sanitation and energy",
        "fr": "Eau, assainissement et énergie",
        "es": "Agua, saneamiento y energía",
        "ar": "المياه والصرف الصحي والطاقة",
    },
    "equality": {
        "en": "Equality and non-discrimination",
        "fr": "Égalité et non-discrimination",
        "es": "Igualdad y no discriminación",
        "ar": "المساواة وعدم التمييز",
    },
    "migration": {
        "en": "Migration and the right to arrive and to stay",
        "fr": "Migrations et droit d’arriver et de rester",
        "es": "Migración y derecho a llegar y a quedarse",
        "ar": "الهجرة والحق في الوصول والبقاء",
    },
    "gender": {
        "en": "Rights of women and of LGBTIQ+ people",
        "fr": "Droits des femmes et des personnes LGBTIQ+",
        "es": "Derechos de las mujeres y de las personas LGBTIQ+",
        "ar": "حقوق النساء وأفراد مجتمع الميم",
    },
    "children": {
        "en": "Children and young people",
        "fr": "Enfants et jeunes",
        "es": "Infancia y juventud",
        "ar": "الأطفال والشباب",
    },
    "ageing": {
        "en": "Older people and care",
        "fr": "Personnes âgées et soins",
        "es": "Personas mayores y cuidados",
        "ar": "كبار السن والرعاية",
    },
    "disability": {
        "en": "Rights of persons with disabilities",
        "fr": "Droits des personnes handicapées",
        "es": "Derechos de las personas con discapacidad",
        "ar": "حقوق الأشخاص ذوي الإعاقة",
    },
    "culture": {
        "en": "Culture, language and memory",
        "fr": "Culture, langues et mémoire",
        "es": "Cultura, lengua y memoria",
        "ar": "الثقافة واللغة والذاكرة",
    },
    "digital": {
        "en": "Digital rights",
        "fr": "Droits numériques",
        "es": "Derechos digitales",
        "ar": "الحقوق الرقمية",
    },
    "climate": {
        "en": "Environment and climate",
        "fr": "Environnement et climat",
        "es": "Medio ambiente y clima",
        "ar": "البيئة والمناخ",
    },
    "work": {
        "en": "Work and social protection",
        "fr": "Travail et protection sociale",
        "es": "Trabajo y protección social",
        "ar": "العمل والحماية الاجتماعية",
    },
    "safety": {
        "en": "Safety and peace",
        "fr": "Sécurité et paix",
        "es": "Seguridad y paz",
        "ar": "الأمان والسلام",
    },
}


def join_lists(apps: Any, schema_editor: Any) -> None:
    """An address of the index stays. A code that is an address means the theme that has the address."""
    themes = apps.get_model("charter", "Theme")
    owners = {code: theme for theme in themes.objects.filter(retired_at=None) for code in theme.priorities}
    for code, names in NAMES.items():
        owner, theme = owners.get(code), themes.objects.filter(code=code).first()
        if theme is None:
            merged = {"merged_into": owner, "retired_at": timezone.now()} if owner else {}
            themes.objects.create(code=code, name=_localized_text(apps, names), **merged)
        elif theme.retired_at is not None and owner is None:
            theme.retired_at = None
            theme.save(update_fields=["retired_at"])
    rows = themes.objects.exclude(merged_into=None).values_list("code", "merged_into__code")
    _replace_codes(apps, {code: [into] for code, into in rows})


def part_lists(apps: Any, schema_editor: Any) -> None:
    """A theme that something of the charter has stays in the index. The others were only choices of a form."""
    themes, charter = apps.get_model("charter", "Theme"), apps.get_model("charter", "Charter").objects.first()
    merged: dict[int, list[str]] = {}
    for code, into in themes.objects.exclude(merged_into=None).values_list("code", "merged_into").order_by("code"):
        merged.setdefault(into, []).append(code)
    replaced = {}
    for theme in themes.objects.filter(merged_into=None):
        codes = [code for code in [theme.code, *merged.get(theme.pk, [])] if code in NAMES]
        theme.priorities, theme.charter = ([] if theme.retired_at else codes), charter
        theme.save(update_fields=["priorities", "charter"])
        if theme.code not in NAMES:
            replaced[theme.code] = codes[:1]
    _replace_codes(apps, replaced)
    texts = apps.get_model("accounts", "LocalizedText").objects
    for theme in [
        *themes.objects.exclude(merged_into=None),
        *(theme for theme in themes.objects.filter(merged_into=None) if charter is None or _is_only_choice(apps, theme)),
    ]:
        name = theme.name_id
        theme.delete()
        texts.filter(pk=name).delete()


def _is_only_choice(apps: Any, theme: Any) -> bool:
    linked = theme.provisions.exists() or theme.initiatives.exists() or theme.help_entries.exists()
    processes = apps.get_model("cms", "ProcessPage").themes.through.objects.filter(theme=theme)
    return theme.code in NAMES and theme.priorities in ([], [theme.code]) and not linked and not processes.exists()


def _replace_codes(apps: Any, replaced: dict[str, list[str]]) -> None:
    """In the lists of members and of their applications, each of these codes becomes the others, once each."""
    for model in (apps.get_model("accounts", "Organisation"), apps.get_model("accounts", "Pledge")):
        for row in model.objects.exclude(themes=[]):
            codes = list(dict.fromkeys(new for code in row.themes for new in replaced.get(code, [code])))
            if codes != row.themes:
                row.themes = codes
                row.save(update_fields=["themes"])


def _localized_text(apps: Any, names: dict[str, str]) -> Any:
    model, original = apps.get_model("accounts", "LocalizedText"), None
    for language, text in names.items():
        written = model.objects.create(text=text, language=language, original=original)
        original = original or written
    return original


class Migration(migrations.Migration):
    dependencies = [("charter", "0051_one_list_of_themes")]

    operations = [migrations.RunPython(join_lists, part_lists)]
