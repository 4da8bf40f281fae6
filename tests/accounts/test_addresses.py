"""Addresses that are kept are those that `reverse` says, in the language of the page."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils.translation import override

from accounts.addresses import address_of


@pytest.mark.parametrize("code", ["en", "ar", "en-x-pt"])
def test_an_address_is_that_of_the_language_of_the_page(code):
    for _again in range(2):
        with override(code):
            assert address_of("provision", "w6eh94") == reverse("provision", args=["w6eh94"])
            assert address_of("article", 2, "I") == reverse("article", args=[2, "I"])


def test_an_address_follows_where_the_site_is_served():
    at_the_root = address_of("glossary")
    try:
        set_script_prefix("/consultation/")
        assert address_of("glossary") == f"/consultation{at_the_root}"
    finally:
        set_script_prefix("/")


def test_what_no_page_is_called_is_refused_each_time():
    for _again in range(2):
        with pytest.raises(NoReverseMatch):
            address_of("nowhere")
