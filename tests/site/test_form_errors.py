"""Each form with a box left empty, and with a word where an address or a day belongs: what is said, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.cache import cache

from tests.site import asking, attacking
from tests.site.stage import Stage

NOT_ONE = "not one of these"


def wrong(form: Any) -> Iterator[tuple[str, dict[str, Any], set[str]]]:
    """Ways to fill it in wrongly: what was done, the data, and the boxes whose words were right."""
    data = attacking.filled(form, attacking.Words(attacking.HARMLESS))
    data.pop("insert", None)  # it puts a phrase into the box, and sends nothing
    names = [box.name for box in attacking.boxes(form)]
    yield "all empty", data | dict.fromkeys(names, ""), set()
    for name in names:
        yield f"{name} empty", data | {name: ""}, set(names) - {name}
    for box in form.xpath(".//input[@type='email' or @type='date' or @type='datetime-local' or @type='url']"):
        yield f"{box.name} odd", data | {box.name: NOT_ONE}, set(names) - {box.name}


def answers(stage: Stage) -> Iterator[tuple[str, Any, dict[str, Any], set[str]]]:
    """Each answer by which a form came back, with what was typed and which boxes were right."""
    for name, client, url, form in attacking.offered(stage):
        for case, data, right in wrong(form):
            cache.clear()
            with asking.undone(client):
                answer = client.post(form.action or url, data)
            if answer.status_code in (200, 422):
                yield f"{name}: {case}", answer, data, right


def faults(answer: Any, data: dict[str, Any], right: set[str]) -> list[str]:
    """The errors that a page does not state, and the typed text that it does not give back."""
    page = attacking.page_of(answer)
    ids = {element.get("id") for element in page.xpath("//*[@id]")}
    summary = page.xpath("//*[@id='problem']")
    if not summary and page.xpath("//*[@class='notice']"):
        return []  # the act was refused, whatever was typed
    if len(summary) != 1:
        return [f"{len(summary)} summaries"]
    problems = [] if page.findtext(".//title", "").startswith("Error:") else ["the title does not begin with it"]
    problems += [] if "autofocus" in summary[0].attrib else ["the summary has not the focus"]
    links = [element.get("href", "") for element in summary[0].xpath(".//li//a")]
    problems += [f"{link} leads nowhere" for link in links if link[1:] not in ids]
    problems += [] if summary[0].xpath(".//li") else ["nothing is said"]
    for box in page.xpath("//*[@aria-invalid='true']"):
        problems += [f"{box.name} is told by {id}" for id in box.get("aria-describedby", "?").split() if id not in ids]
    marked = {box.name for box in page.xpath("//*[@aria-invalid='true'][@name]")}
    led = {box.name for box in page.xpath("//*[@name]") if f"#{box.get('id')}" in links and box.get("type") != "radio"}
    problems += [f"{name} is not marked" for name in led - marked if not name.startswith("_")]
    shown = " ".join(map(_value, page.xpath("//*[@name]")))
    return problems + [f"{name} was lost" for name in right if data.get(name) and data[name] not in shown]


def _value(box: Any) -> str:
    return (box.text_content() if box.tag == "textarea" else box.get("value")) or ""


def test_each_error_is_said_at_its_box_and_above_and_nothing_typed_is_lost(one_stage, db):
    faults_by_form = {name: faults(answer, data, right) for name, answer, data, right in answers(one_stage)}
    wrong_ones = {name: problems for name, problems in faults_by_form.items() if problems}
    print(len(faults_by_form), *(f"{name}: {problems}" for name, problems in wrong_ones.items()), sep="\n")
    assert (len(faults_by_form) > 60, set(wrong_ones)) == (True, set())
