"""The steps of a merge that is open: what each changed, kept so that all of them can be undone and done again."""

from __future__ import annotations

from typing import Any

from charter.models import Merge

Step = dict[str, Any]
"""What one step changed, as it was before it."""


def chosen_ids(merge: Merge) -> list[int]:
    """Ids of the amendments that are brought together now."""
    return sorted(merge.amendments.values_list("pk", flat=True))


def remember_step(merge: Merge, step: Step) -> None:
    """Stores the values before the next change for undo, and clears the steps for redo."""
    merge.past = [*merge.past, step]
    merge.future = []


def turn_step(merge: Merge, step: Step) -> Step:
    """Applies the stored values of a step to the merge, and returns the step that leads back.

    `changed` has the choices of some conflicts only, None for no choice. `resolutions` has those of all conflicts:
    older merges have such steps.
    """
    forth: Step = {}
    if "amendments" in step:
        forth["amendments"] = chosen_ids(merge)
        merge.amendments.set(step["amendments"])
    if "resolutions" in step:
        forth["resolutions"] = merge.resolutions
        merge.resolutions = step["resolutions"]
    if "changed" in step:
        forth["changed"] = {name: merge.resolutions.get(name) for name in step["changed"]}
        both = {**merge.resolutions, **step["changed"]}
        merge.resolutions = {name: choice for name, choice in both.items() if choice is not None}
    return forth
