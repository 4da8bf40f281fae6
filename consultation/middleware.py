"""Between the language of the words and the language of the interface."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path

from charter.queries import charters
from consultation.addresses import borrowed


class WordsLanguageMiddleware:
    """Says `request.words_language`; lends the interface a language where it has no catalogue for that one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        words = get_language_from_path(request.path_info)
        request.words_language = words or translation.get_language()  # type: ignore[attr-defined]
        if words is None or words in settings.INTERFACE_LANGUAGES:
            return self.get_response(request)
        with translation.override(borrowed(charters.interface_for(words), words)):
            return self.get_response(request)
