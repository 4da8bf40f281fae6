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
from django.urls import resolve
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection

from charter.api import examples, site
from charter.urls import api
from consultation.wsgi import application
from tests.site import stage

# For each operation of the description; beside them come its examples and the edges of each of its parameters.
MOST_QUESTIONS = 100
QUESTIONS = settings(
    max_examples=MOST_QUESTIONS,
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
    stage.build()
    # As Django's own test client does: what the test wrote stands in the one connection that must stay open.
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield {path: _parts(path, example) for path, example in examples.examples().items()}
    for signal in ends:
        signal.connect(close_old_connections)


def test_every_operation_is_asked(staged: Any) -> None:
    """Each address that the API answers is in the description that the tests below go through."""
    routes = {str(api_operation.pattern) for api_operation in api.operations}
    paths = {operation.ok().path for operation in described.get_all_operations()}
    examined = {resolve(urlsplit(url).path).route.removeprefix("api/v1/") for url in examples.examples().values()}
    assert (len(paths), examined) == (len(routes), routes)


@pytest.mark.large
@described.parametrize()
@QUESTIONS
def test_every_answer_is_as_described(case: Any, staged: Any) -> None:
    # An address has no objects: they, and lists of nothing, become a filter without a value, which is as good as none.
    is_without_value = any(
        isinstance(value, dict) or (isinstance(value, list) and not any(value))
        for value in (case.query or {}).values()
    )
    case.call_and_validate(excluded_checks=[negative_data_rejection] if is_without_value else [])


@pytest.mark.large
@described.include(path_regex="{").parametrize()
@QUESTIONS
def test_every_answer_about_something_that_is_there_is_as_described(case: Any, staged: Any) -> None:
    case.path_parameters = staged[case.operation.path]
    case.call_and_validate(excluded_checks=[negative_data_rejection])


def _parts(path: str, example: str) -> dict[str, str]:
    path_match = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path), urlsplit(example).path)
    assert path_match is not None
    return path_match.groupdict()
