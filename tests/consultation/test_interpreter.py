"""What makes Python quicker in processes that make pages."""

import resource
from collections.abc import Callable

from consultation.interpreter import with_deeper_stack
from consultation.middleware import HealthMiddleware


def count_page_faults(depth: int) -> int:
    """How often the system gave memory during a thousand calls at the end of that many nested calls."""
    if depth:
        return count_page_faults(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(1000):
        _take_some_stack()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _take_some_stack() -> None:
    pass


# More than the frame of a nested call: at one of the depths it does not fit into the chunk.
_take_some_stack.__code__ = _take_some_stack.__code__.replace(co_stacksize=100)


def most_page_faults(count: Callable[[int], int]) -> int:
    """At the depth that costs most, among as many nested calls as there are in a page."""
    return max(count(depth) for depth in range(200))


@with_deeper_stack
def count_with_room(depth: int) -> int:
    return count_page_faults(depth)


def test_calls_below_a_function_with_room_take_no_memory_from_the_system():
    assert most_page_faults(count_with_room) < 100


def test_every_request_has_room_for_its_calls():
    middleware = HealthMiddleware(lambda request: most_page_faults(count_page_faults))
    request = type("Request", (), {"path_info": "/en/"})()
    assert middleware(request) < 100
