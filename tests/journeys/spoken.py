"""What Chromium tells a screen reader of a page: the nodes of its accessibility tree, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PARTS = ("role", "name", "description")
STATES = ("checked", "disabled", "expanded", "invalid", "level", "required")
LANDMARKS = ("banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search")
FIELDS = ("checkbox", "combobox", "radio", "searchbox", "textbox", "Date", "DateTime", "spinbutton")
MOST_STOPS = 400


@dataclass(frozen=True)
class Node:
    """A node with its name and description; `number` is the element of the document that it belongs to."""

    role: str
    name: str
    description: str
    states: dict[str, Any]
    number: int

    def __str__(self) -> str:
        level = f" {self.states['level']}" if self.role == "heading" else ""
        return f"{self.role}{level} {' '.join(self.name.split())}".strip()


class Spoken:
    """The tree of a page, read once; `nodes` of a part of it, and the `stops` of the focus."""

    def __init__(self, page: Any) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)
        self.session.send("DOM.enable")
        self.session.send("DOM.getDocument")
        self.tree = {node["nodeId"]: node for node in self.session.send("Accessibility.getFullAXTree")["nodes"]}

    def nodes(self, selector: str = "html") -> list[Node]:
        """What is read of the first element that the selector finds, and of everything in it."""
        number = self._number(f"document.querySelector({selector!r})")
        top = next(key for key, node in self.tree.items() if node.get("backendDOMNodeId") == number)
        return list(self._below(top))

    def stops(self) -> list[Node]:
        """What the Tab key comes to from the top of the page, until it leaves the page or comes back."""
        by_number = {node["backendDOMNodeId"]: key for key, node in self.tree.items() if "backendDOMNodeId" in node}
        body = self._number("document.body")
        self.page.evaluate("document.activeElement.blur(); getSelection().collapse(document.body, 0)")
        stops: list[Node] = []
        while len(stops) < MOST_STOPS:
            self.page.keyboard.press("Tab")
            number = self._number("document.activeElement")
            if stops and number == stops[-1].number:
                continue  # from the day to the month of a date
            if number == body or any(number == stop.number for stop in stops):
                return stops
            stops.append(self._node(by_number[number]))
        raise AssertionError(f"more than {MOST_STOPS} stops")

    def _number(self, expression: str) -> int:
        element = self.session.send("Runtime.evaluate", {"expression": expression})["result"]
        described = self.session.send("DOM.describeNode", {"objectId": element["objectId"]})
        return int(described["node"]["backendNodeId"])

    def _below(self, key: str) -> Iterator[Node]:
        if not self.tree[key]["ignored"]:
            yield self._node(key)
        for child in self.tree[key].get("childIds", []):
            if child in self.tree:
                yield from self._below(child)

    def _node(self, key: str) -> Node:
        node = self.tree[key]
        role, name, description = (str(node.get(part, {}).get("value", "")) for part in PARTS)
        states = {part["name"]: part["value"].get("value") for part in node.get("properties", [])}
        kept = {state: states[state] for state in STATES if state in states}
        return Node(role, name, description, kept, node.get("backendDOMNodeId", 0))
