"""The first list of official kinds, in the languages of the site; kinds that were typed join it as they stand."""

from django.db import migrations
from django.utils.text import slugify

LANGUAGES = ("fr", "es", "ar")
GOVERNMENTS = [
    ("city", "City", "Ville", "Ciudad", "مدينة"),
    (
        "metropolis",
        "Metropolis or metropolitan government",
        "Métropole ou gouvernement métropolitain",
        "Metrópolis o gobierno metropolitano",
        "حاضرة أو حكومة حاضرة",
    ),
    ("municipality", "Municipality", "Municipalité", "Municipio", "بلدية"),
    ("town", "Town", "Bourg", "Villa", "بلدة"),
    ("rural_municipality", "Rural municipality", "Commune rurale", "Municipio rural", "بلدية ريفية"),
    ("borough", "Borough", "Arrondissement", "Distrito urbano", "دائرة حضرية"),
    ("district", "District", "District", "Distrito", "حيّ"),
    (
        "inter_municipal",
        "Inter-municipal body",
        "Organisme intercommunal",
        "Entidad intermunicipal",
        "هيئة مشتركة بين البلديات",
    ),
    ("county", "County", "Comté", "Condado", "مقاطعة"),
    ("province", "Province or department", "Province ou département", "Provincia o departamento", "إقليم أو محافظة"),
    ("region", "Region or state", "Région ou État fédéré", "Región o estado", "منطقة أو ولاية"),
    (
        "association",
        "Association of local governments",
        "Association de collectivités locales",
        "Asociación de gobiernos locales",
        "رابطة حكومات محلية",
    ),
]
PARTNERS = [
    ("civil_society", "Civil society", "Société civile", "Sociedad civil", "المجتمع المدني"),
    ("university", "University", "Université", "Universidad", "جامعة"),
    (
        "international",
        "International organisation",
        "Organisation internationale",
        "Organización internacional",
        "منظمة دولية",
    ),
]


def fill(apps, schema_editor):
    kinds = apps.get_model("accounts", "OfficialKind")
    for kind, rows in (("government", GOVERNMENTS), ("partner", PARTNERS)):
        for place, (code, name, *translated) in enumerate(rows, 1):
            said = _said(apps, name, dict(zip(LANGUAGES, translated, strict=True)))
            kinds.objects.create(code=code, kind=kind, name=said, place=10 * place)
    _take_over(apps, kinds)


def _said(apps, text, translations):
    said = apps.get_model("accounts", "Said")
    original = said.objects.create(text=text, language="en")
    for code, words in translations.items():
        said.objects.create(text=words, language=code, original=original)
    return original


def _take_over(apps, kinds):
    organisations = apps.get_model("accounts", "Organisation").objects
    for one in organisations.exclude(typed_kind=""):
        code = one.typed_kind if kinds.objects.filter(code=one.typed_kind).exists() else slugify(one.typed_kind)
        code = code or f"kind-{one.pk}"
        if not kinds.objects.filter(code=code).exists():
            kinds.objects.create(code=code, kind=one.kind, name=_said(apps, one.typed_kind, {}), is_offered=False)
        organisations.filter(pk=one.pk).update(official_kind_id=code)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_official_kinds")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
