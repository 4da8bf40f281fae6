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
APPEND = "accounts.actions.records.append_acts"
# No acts, by the reason why.
EXCEPTIONS = {
    "saved while one writes; the act is to send, to apply or to hand in": {
        "accounts.actions.pledges.save_pledge",
        "charter.actions.languages.alignments.split_alignment",
        "charter.actions.languages.alignments.write_alignment",
        "charter.actions.languages.alignments.write_correction",
        "charter.actions.amending.amendments.save_draft",
        "charter.actions.deciding.open_decisions.keep_typed_decision",
        "charter.actions.merging.merges.choose_amendments",
        "charter.actions.merging.merges.redo_step",
        "charter.actions.merging.merges.refer_conflict",
        "charter.actions.merging.merges.resolve_conflict",
        "charter.actions.merging.merges.undo_step",
        "charter.actions.merging.merges.write_wording",
        "charter.actions.languages.uploads.save_corrections",
        "charter.actions.languages.uploads.keep_upload",
        "charter.actions.languages.uploads.save_placements",
    },
    "who reads or follows, sits at a draft or a decision, or which letters one wants: nobody's text": {
        "accounts.actions.calendars.end_calendar",
        "accounts.actions.calendars.renew_calendar_key",
        "accounts.actions.following.email_confirmation_link",
        "accounts.actions.following.confirm_follow",
        "accounts.actions.following.end_follow",
        "accounts.actions.following.end_all_follows",
        "accounts.actions.mailboxes.choose_mail",
        "accounts.actions.mailboxes.resume_mail",
        "accounts.actions.mailboxes.stop_mail",
        "accounts.actions.mailboxes.stop_all_mail",
        "accounts.actions.news_marks.mark_news_as_read",
        "charter.actions.deciding.open_decisions.close_editing_session",
        "charter.actions.deciding.open_decisions.open_editing_session",
        "charter.actions.amending.drafting.close_editing_session",
        "charter.actions.amending.drafting.open_editing_session",
    },
    "the post, the clock and the store; what they carry was an act before": {
        "accounts.actions.following.write_news",
        "accounts.actions.letters.write_letters",
        "accounts.actions.mail_batches.mark_as_failed",
        "accounts.actions.mail_batches.correct_future_dates",
        "accounts.actions.mail_batches.mark_as_sent",
        "accounts.actions.mail_batches.take_batches",
        "accounts.actions.mail_batches.resume_lost_batches",
        "accounts.actions.retention.delete_old_counts",
        "accounts.actions.tokens.counted_once",
        "charter.actions.amending.announcements.remind_the_signer",
        "charter.actions.amending.announcements.remind_to_answer",
        "charter.actions.amending.announcements.remind_to_confirm",
        "charter.actions.amending.announcements.announce_version",
        "charter.actions.amending.announcements.announce_end_of_answers",
        "charter.actions.amending.announcements.email_everybody",
        "charter.actions.papers.downloads.request_download",
        "charter.actions.papers.downloads.note_failure",
        "charter.actions.papers.downloads.keep_file",
        "charter.actions.papers.issued_papers.issue_marked_paper",
        "charter.actions.papers.clean_copies.forget_old_clean_copies",
        "charter.actions.papers.received_papers.forget_old_papers",
        "charter.actions.deciding.open_decisions.delete_old_sittings",
        "charter.actions.amending.drafting.delete_old_editing_sessions",
        "charter.actions.reading.kept_pages.drop_pages",
        "charter.actions.reading.kept_pages.keep_page",
        "charter.actions.reading.kept_pages.current_mark",
        "charter.actions.languages.uploads.forget_upload",
        "charter.actions.languages.uploads.delete_old_uploads",
    },
    "an upgrade, which puts empty pages where a newer foot leads": {"cms.actions.sites.catch_up"},
    "follows an act in its transaction": {
        "charter.actions.languages.alignments.rebase_alignments",
        "charter.actions.reading.search_index.enter_amendment",
        "charter.actions.reading.search_index.enter_decision",
        "charter.actions.reading.search_index.enter_page",
        "charter.actions.reading.search_index.forget_page",
        "charter.actions.amending.on_behalf.forget_name",
        "charter.actions.city.help_entries.forget_name",
        "charter.actions.papers.clean_copies.forget_name",
        "charter.actions.papers.received_papers.forget_name",
        "cms.actions.groups.sync_groups",
        "cms.actions.publications.restore_live_page",
        "cms.actions.publications.cancel_schedule",
        "cms.actions.sections.arrangement_moved",
        "cms.actions.sections.update_pages",
        "cms.actions.sites.follow_charter",
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
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.add(imported.get(node.id, f"{module}.{node.id}"))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names.add(f"{imported.get(node.value.id, node.value.id)}.{node.attr}")
    return names


def imports(tree: ast.Module) -> dict[str, str]:
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name: f"{node.module}.{alias.name}" for node in froms for alias in node.names}


@cache
def functions() -> dict[str, tuple[set[str], bool]]:
    """By full name what each function of the actions mentions, and whether it changes rows by itself."""
    by_name = {}
    for module, tree in sources(of_actions=True):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                changes = any(map(_changes, ast.walk(node)))
                by_name[f"{module}.{node.name}"] = (named(node, module, imports(tree)), changes)
    return by_name


def _changes(node: ast.AST) -> bool:
    """A call that writes rows; `things.add(…)` of a plain name is one of Python's own sets."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    name, plain = node.func.attr, isinstance(node.func.value, ast.Name)
    return name in CHANGES or (name in OF_RELATED_ROWS and not plain)


def reached(name: str) -> set[str]:
    """Every function of the actions that one leads to, itself among them."""
    names, waiting = set(), [name]
    while waiting:
        function = waiting.pop()
        if function not in names and function in functions():
            names.add(function)
            waiting += functions()[function][0]
    return names


def called_from_above() -> set[str]:
    mentioned: set[str] = set()
    for module, tree in sources(of_actions=False):
        mentioned |= named(tree, module, imports(tree))
    return mentioned & functions().keys()


def test_every_act_is_in_the_record():
    silent = set()
    for name in called_from_above():
        inner = reached(name)
        if any(functions()[function][1] for function in inner) and APPEND not in inner:
            silent.add(name)
    assert silent == set().union(*EXCEPTIONS.values())


def test_the_acts_are_found():
    acts = (
        "amending.amendments.confirm_amendment",
        "deciding.decisions.decide_amendment",
        "versions.versions.publish_version",
    )
    names = {f"charter.actions.{name}" for name in acts}
    assert names <= called_from_above()
    assert all(APPEND in reached(name) for name in names)
