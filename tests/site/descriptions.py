"""Whether the help and the errors of a page are tied to their fields, as screen readers need it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

OF_CLASS = "//*[contains(concat(' ', @class, ' '), ' %s ')]"
CONTROLS = "//*[self::input or self::select or self::textarea or self::fieldset]"


def untied(page: Any) -> Iterator[str]:
    """Help and errors that describe no field, and fields with an error that are not marked or not described."""
    described: dict[str, list[Any]] = {}
    for control in page.xpath(f"{CONTROLS}[@aria-describedby]"):
        for name in control.get("aria-describedby").split():
            described.setdefault(name, []).append(control)
    # Scripts fill in a status that is empty; it is read aloud when it changes.
    errors = page.xpath("//*[contains(concat(' ', @class, ' '), ' error ')][not(@role='status')]")
    for kind, elements in (
        ("help", page.xpath("//*[contains(concat(' ', @class, ' '), ' hint ')]")),
        ("error", errors),
    ):
        for element in elements:
            controls = described.get(element.get("id", ""), [])
            if not controls:
                yield f"{kind} of no field: {' '.join(element.text_content().split())[:60]}"
            elif kind == "error" and not all(map(is_marked, controls)):
                yield f"{element.get('id')}: its field is not marked"
    ids = {element.get("id") for element in errors}
    for control in page.xpath("//*[@aria-invalid='true'][not(@type='hidden')]"):
        names = {name for place in [control, *control.iterancestors("fieldset")] for name in describers(place)}
        if not names & ids:
            yield f"{control.get('name')}: marked, without an error that describes it"
    known = set(page.xpath("//@id"))
    yield from (f"{name}: described by nothing" for name in described if name not in known)


def describers(element: Any) -> list[str]:
    return element.get("aria-describedby", "").split()


def is_marked(control: Any) -> bool:
    """Whether the field, or a choice of its group, says that it is wrong; an error of several fields marks none."""
    inputs = control.xpath(".//input[not(@type='hidden')]") if control.tag == "fieldset" else [control]
    is_of_several = len({field.get("name") for field in inputs}) > 1
    return is_of_several or any(field.get("aria-invalid") == "true" for field in inputs)
