"""What people do is in the record: each function of `actions` that the layers above call and that changes rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.test_layers import PACKAGES, ROOT

CHANGES = {
    *("save", "create", "update", "delete", "_raw_delete"),
    *("bulk_create", "bulk_update", "get_or_create", "update_or_create"),
}
OF_RELATED_ROWS = {"set", "add", "remove", "clear"}
APPEND = "accounts.actions.records.append"
# No acts, by the reason why.
EXCEPTIONS = {
    "saved while one writes; the act is to send, to apply or to hand in": {
        "accounts.actions.pledges.save",
        "charter.actions.alignments.divide",
        "charter.actions.alignments.write",
        "charter.actions.amendments.save_draft",
        "charter.actions.desk_sittings.keep",
        "charter.actions.merges.choose",
        "charter.actions.merges.redo",
        "charter.actions.merges.refer",
        "charter.actions.merges.resolve",
        "charter.actions.merges.undo",
        "charter.actions.uploads.keep",
        "charter.actions.uploads.place",
    },
    "who reads or follows, sits at a draft or a decision, or which letters one wants: nobody's text": {
        "accounts.actions.following.ask",
        "accounts.actions.following.confirm",
        "accounts.actions.following.end",
        "accounts.actions.following.end_all",
        "accounts.actions.mailboxes.choose",
        "accounts.actions.mailboxes.resume",
        "accounts.actions.mailboxes.stop",
        "accounts.actions.mailboxes.stop_all",
        "accounts.actions.visits.enter",
        "charter.actions.desk_sittings.rise",
        "charter.actions.desk_sittings.sit",
        "charter.actions.drafting.rise",
        "charter.actions.drafting.sit",
    },
    "the post, the clock and the store; what they carry was an act before": {
        "accounts.actions.following.tell",
        "accounts.actions.letters.write",
        "accounts.actions.parcels.failed",
        "accounts.actions.parcels.give_up_lost",
        "accounts.actions.parcels.sent",
        "accounts.actions.parcels.take_all",
        "accounts.actions.tokens.use",
        "charter.actions.announcements.remind_the_signer",
        "charter.actions.announcements.remind_to_answer",
        "charter.actions.announcements.remind_to_confirm",
        "charter.actions.announcements.tell_that_answers_ended",
        "charter.actions.announcements.to_all",
        "charter.actions.downloads.ask",
        "charter.actions.downloads.give_up",
        "charter.actions.downloads.keep",
        "charter.actions.desk_sittings.forget_old",
        "charter.actions.drafting.forget_sittings",
        "charter.actions.pages.drop",
        "charter.actions.pages.keep",
        "charter.actions.pages.mark",
        "charter.actions.uploads.forget",
        "charter.actions.uploads.forget_old",
    },
    "an upgrade, which puts empty pages where a newer foot leads": {"cms.actions.sites.catch_up"},
    "follows an act in its transaction": {
        "charter.actions.alignments.carry_over",
        "charter.actions.indexing.enter_amendment",
        "charter.actions.indexing.enter_decision",
        "charter.actions.indexing.enter_page",
        "charter.actions.indexing.forget_page",
        "charter.actions.receipts.forget_name",
        "cms.actions.groups.sync",
        "cms.actions.publications.restore",
        "cms.actions.publications.turn_back",
        "cms.actions.sections.arrangement_moved",
        "cms.actions.sections.words_moved",
        "cms.actions.sites.follow",
    },
}


def sources(of_actions: bool) -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if ("actions" in parts) is of_actions and not {"migrations", "demo"} & set(parts):
                yield ".".join(parts), ast.parse(path.read_text(encoding="utf-8"))


def named(tree: ast.AST, module: str, imported: dict[str, str]) -> set[str]:
    """Full names of what a piece of code mentions: its own module's names, imported ones, and attributes of these."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(imported.get(node.id, f"{module}.{node.id}"))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{imported.get(node.value.id, node.value.id)}.{node.attr}")
    return found


def imports(tree: ast.Module) -> dict[str, str]:
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name: f"{node.module}.{alias.name}" for node in froms for alias in node.names}


@cache
def functions() -> dict[str, tuple[set[str], bool]]:
    """By full name what each function of the actions mentions, and whether it changes rows by itself."""
    found = {}
    for module, tree in sources(of_actions=True):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                changes = any(map(_changes, ast.walk(node)))
                found[f"{module}.{node.name}"] = (named(node, module, imports(tree)), changes)
    return found


def _changes(node: ast.AST) -> bool:
    """A call that writes rows; `things.add(…)` of a plain name is one of Python's own sets."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    name, plain = node.func.attr, isinstance(node.func.value, ast.Name)
    return name in CHANGES or (name in OF_RELATED_ROWS and not plain)


def reached(name: str) -> set[str]:
    """Every function of the actions that one leads to, itself among them."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found and one in functions():
            found.add(one)
            waiting += functions()[one][0]
    return found


def called_from_above() -> set[str]:
    mentioned: set[str] = set()
    for module, tree in sources(of_actions=False):
        mentioned |= named(tree, module, imports(tree))
    return mentioned & functions().keys()


def test_every_act_is_in_the_record():
    silent = set()
    for name in called_from_above():
        inner = reached(name)
        if any(functions()[one][1] for one in inner) and APPEND not in inner:
            silent.add(name)
    assert silent == set().union(*EXCEPTIONS.values())


def test_the_acts_are_found():
    known = {f"charter.actions.{name}" for name in ("amendments.confirm", "decisions.decide", "versions.publish")}
    assert known <= called_from_above()
    assert all(APPEND in reached(name) for name in known)
