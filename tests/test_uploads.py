"""No process that answers people reads what they send: few modules open formats, and a child process runs them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.test_layers import ROOT, files

# What opens a format that can be made to take much time or memory.
OPENERS = {"load_workbook", "ZipFile", "pofile", "document_fromstring", "Image.open", "csv.reader"}
# Run by `accounts/imports/child.py`.
IN_A_CHILD = {
    "accounts/imports/sheets.py",
    "charter/files/archives.py",
    "charter/importing/hypertext.py",
    "accounts/imports/pictures.py",
    "cms/repacking.py",
}
# They open what the site itself wrote, or a backup that an operator names. Readers run `verify.py` on their machines.
OUR_OWN = {
    "charter/exports/office_details.py",
    "charter/files/word_languages.py",
    "charter/exports/office.py",
    "charter/exports/open_tracking.py",
    "charter/exports/packages.py",
    "charter/exports/replay.py",
    "charter/exports/verify.py",
    "consultation/archives/loading.py",
    "consultation/archives/reading.py",
    "consultation/archives/writing.py",
    "consultation/archiving.py",
}
ROOMS = {"forms", "views", "middleware", "forms.py", "views.py", "middleware.py", "wagtail_hooks.py"}
# The first four bytes say whether it is a PDF, a PNG or a JPEG; nothing else of it is looked at.
FOUR_BYTES = ("accounts/forms/desk.py", "upload.read(4)")
DELETES = {"accounts/actions/files.py", "consultation/watching/site.py"}


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def opens(call: ast.Call) -> bool:
    function = ast.unparse(call.func)
    return function in OPENERS or function.rpartition(".")[2] in OPENERS


def test_formats_are_opened_in_a_child_process_alone():
    places = {where(path) for path in files() if any(opens(call) for call in calls(path))}
    assert places - OUR_OWN == IN_A_CHILD


def test_no_view_and_no_form_reads_an_uploaded_file():
    answering = [path for path in files() if set(path.relative_to(ROOT).parts[1:3]) & ROOMS]
    reading = {
        (where(path), ast.unparse(call))
        for path in answering
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"read", "chunks", "readline", "readlines"}
        and not ast.unparse(call).startswith("search_term_views.read(")
    }
    assert reading == {FOUR_BYTES}


def test_stored_files_are_deleted_after_the_transaction_alone():
    """A deleted file does not come back where the transaction is undone."""
    stores = {"storage.delete", "default_storage.delete", "evidence_file.delete", "letter.delete", "file.delete"}
    places = {
        where(path)
        for path in files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and any(ast.unparse(node).endswith(store) for store in stores)
    }
    assert places == DELETES
