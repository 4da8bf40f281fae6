"""A fifth language of the interface is one catalogue file."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from charter.models import CharterLanguage
from consultation import catalogues

WORDS = {"Glossary": "Glossário", "Amendments": "Emendas"}


@pytest.fixture
def folder(tmp_path):
    """The site's catalogues and one more, as whoever adds a language lays it there."""
    catalog = Catalog(locale="pt", domain="django")
    for english, words in WORDS.items():
        catalog.add(english, words)
    messages = tmp_path / "pt" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    for name, write in (("django.po", write_po), ("django.mo", write_mo)):
        with (messages / name).open("wb") as file:
            write(file, catalog)
    return tmp_path


def test_the_catalogues_that_are_there_are_the_languages_of_the_interface():
    assert settings.INTERFACE_LANGUAGES == ["en", "fr", "es", "ar"]


def test_a_catalogue_that_is_laid_in_the_folder_is_found(folder):
    codes = [code for code, _name in settings.LANGUAGES]
    assert catalogues.languages_with_catalogue(folder, codes) == ["en", "pt"]
    assert catalogues.languages_with_catalogue(folder / "nowhere", codes) == ["en"]


def test_the_site_speaks_the_fifth_language(client, charter, folder, settings):
    CharterLanguage.objects.create(charter=charter, code="pt", place=3, required=False)
    before = client.get("/pt/glossary/").content.decode()
    settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]
    settings.INTERFACE_LANGUAGES = [
        *settings.INTERFACE_LANGUAGES,
        *catalogues.languages_with_catalogue(folder, ["pt"])[1:],
    ]
    with translation.override("pt"):
        address = reverse("glossary")
    page = client.get(address).content.decode()
    assert address == "/pt/glossary/"
    assert '<html lang="en' in before
    assert '<html lang="pt"' in page
    assert all(words in page for words in WORDS.values())


def test_a_language_that_no_setting_names_comes_with_its_catalogue(folder):
    (folder / "pt").rename(folder / "it")
    assert catalogues.further_languages(folder, [code for code, _name in settings.LANGUAGES]) == [("it", "Italiano")]
    assert catalogues.further_languages(folder, ["it"]) == []


@pytest.mark.parametrize("code", settings.INTERFACE_LANGUAGES)
def test_words_laid_together_say_the_same(code, monkeypatch):
    monkeypatch.setattr(trans_real, "_translations", {})
    apart = trans_real.translation(code)
    keys = list(apart._catalog.keys())
    words = [key for key in keys if isinstance(key, str)]
    numbered = {key[0] for key in keys if isinstance(key, tuple)}
    assert words

    def said():
        each = {word: apart.gettext(word) for word in [*words, *numbered, "in no catalogue"]}
        return each, {(word, n): apart.ngettext(word, word, n) for word in numbered for n in (0, 1, 2, 5, 11, 100)}

    before, dictionaries = said(), len(apart._catalog._catalogs)
    catalogues.gather_catalogues([code])

    assert said() == before
    assert len(apart._catalog._catalogs) < dictionaries
    assert all(isinstance(key, tuple) for catalog in apart._catalog._catalogs[1:] for key in catalog)
