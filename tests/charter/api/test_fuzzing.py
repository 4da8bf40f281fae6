"""Schemathesis asks every address of the description whatever fits it, and much that does not.

What it checks of every answer: no fault of ours, a status and a content type that the description names, a body that
fits its shape, headers as described, refusal of what does not fit, methods that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection

from charter.api import examples, site
from consultation.wsgi import application
from tests.site import stage as stages

QUESTIONS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def asked(environ: dict[str, Any], start: Any) -> Any:
    """The site, as a server that knows where a question comes from hands it on."""
    return application({**environ, "REMOTE_ADDR": "192.0.2.1"}, start)


described = schemathesis.openapi.from_dict(site.description(("en", "fr")))
described.app = asked


@pytest.fixture
def staged(db: None, settings: Any) -> Iterator[dict[str, dict[str, str]]]:
    """By path of the description the parts of an address of something that is there."""
    settings.API_LIMIT = "1000000/s"
    stages.build()
    # As Django's own test client does: what the test wrote stands in the one connection that must stay open.
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield {path: _parts(path, example) for path, example in examples.examples().items()}
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.large
@described.parametrize()
@QUESTIONS
def test_every_answer_is_as_described(case: Any, staged: Any) -> None:
    case.call_and_validate()


@pytest.mark.large
@described.include(path_regex="{").parametrize()
@QUESTIONS
def test_every_answer_about_something_that_is_there_is_as_described(case: Any, staged: Any) -> None:
    case.path_parameters = staged[case.operation.path]
    case.call_and_validate(excluded_checks=[negative_data_rejection])


def _parts(path: str, example: str) -> dict[str, str]:
    found = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path), urlsplit(example).path)
    assert found is not None
    return found.groupdict()
