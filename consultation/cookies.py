"""Cookies of Django's whose names no setting changes, under the prefix that all cookies of the site have."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class MessageCookieStorage(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class MessageStorage(FallbackStorage):
    """What is said on the next page: in a cookie, and what is too long for one in the session."""

    storage_classes = (MessageCookieStorage, SessionStorage)
