"""The calls of the core with JSON in and JSON out: for the command, the server and the schema.

Texts are HTML both ways. `schema.json` describes the parameters and the result of each call, `conformance.json` has
cases with their results.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from charter.text.conflicts import Conflict
from charter.text.difference import Diff, diff
from charter.text.errors import BadRequest, TextError
from charter.text.merging import Credit, Merge, merge
from charter.text.notices import Notice
from charter.text.origins import Origin, origins
from charter.text.reading import parse
from charter.text.rebasing import Rebase, rebase
from charter.text.values import Document

Data = dict[str, Any]
# It grows by one when a name is changed or taken away; new names leave it as it is.
VERSION = 1


def answer(request: object) -> Data:
    """The answer to one request: its `id` with a `result`, or with an `error` that names its class.

    >>> answer({"id": 1, "call": "parse", "html": "<div>All <b>people</b>.</div>"})
    {'id': 1, 'result': {'html': '<p>All <b>people</b>.</p>', 'text': 'All people.', 'words': 2}}
    >>> answer({"id": 2, "call": "parse"})
    {'id': 2, 'error': {'kind': 'BadRequest', 'message': 'parse needs html'}}
    """
    name = request.get("id") if isinstance(request, dict) else None
    try:
        return {"id": name, "result": _called(request)}
    except TextError as error:
        return {"id": name, "error": {"kind": type(error).__name__, "message": str(error)}}


def _called(request: object) -> Data:
    if not isinstance(request, dict):
        raise BadRequest("a request is an object")
    call = request.get("call")
    if not isinstance(call, str) or call not in CALLS:
        raise BadRequest(f"the calls are {', '.join(CALLS)}")
    function, needed = CALLS[call]
    for field in needed:
        if field not in request:
            raise BadRequest(f"{call} needs {field}")
    return function(request)


def _text(html: object) -> Document:
    if not isinstance(html, str):
        raise BadRequest("a text is a string of HTML")
    return parse(html)


def _texts(proposals: object) -> dict[Hashable, Document | Diff]:
    if not isinstance(proposals, dict):
        raise BadRequest("proposals are an object of names and texts")
    return {name: _text(html) for name, html in proposals.items()}


def _named(pairs: object) -> list[tuple[str, Any]]:
    if not isinstance(pairs, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in pairs):
        raise BadRequest("versions and resolutions are lists of pairs")
    return [(str(name), _text(html)) for name, html in pairs]


def document_data(document: Document) -> Data:
    """A text in its canonical form."""
    return {"html": document.html, "text": document.text, "words": document.words}


def diff_data(difference: Diff, lang: str) -> Data:
    """A difference: its changes one by one, the redline and the amending clauses."""
    changes = [
        {"kind": change.kind, "old": change.old, "new": change.new, "block": change.block, "key": change.key}
        for change in difference.changes
    ]
    return {"changes": changes, "redline": difference.redline(lang), "sentences": list(difference.sentences(lang))}


def merge_data(merged: Merge) -> Data:
    """A merge: the text, open conflicts, the sources of words, and notices."""
    return {
        "html": merged.document.html,
        "conflicts": [conflict_data(conflict) for conflict in merged.conflicts],
        "credits": [_credit(credit) for credit in merged.credits],
        "deleted": [_credit(credit) for credit in merged.deleted],
        "notices": notices_data(merged.notices),
    }


def rebase_data(rebase_result: Rebase) -> Data:
    """What became of a proposal on a new base; `html` is null where it is void."""
    return {
        "state": rebase_result.state,
        "html": None if rebase_result.document is None else rebase_result.document.html,
        "conflicts": [conflict_data(conflict) for conflict in rebase_result.conflicts],
        "notices": notices_data(rebase_result.notices),
    }


def origins_data(text_origins: Iterable[Origin]) -> Data:
    """Who brought which words, and who took others out."""
    names = ("text", "version", "start", "end", "block", "deleted")
    return {
        "origins": [
            {"marks": _marks(origin.marks), **{n: getattr(origin, n) for n in names}} for origin in text_origins
        ]
    }


def conflict_data(conflict: Conflict) -> Data:
    """A conflict with all its wordings."""
    sides = [
        {"marks": list(side.marks), "text": side.text, "html": side.document.html, "to": side.to}
        for side in conflict.sides
    ]
    return {
        "id": conflict.id,
        "kind": conflict.kind.name,
        "marks": list(conflict.marks),
        "base": conflict.base,
        "sides": sides,
    }


def notices_data(notices: Iterable[Notice]) -> list[Data]:
    """The notices about edits that a rule settled."""
    return [{"kind": notice.kind.name, "marks": list(notice.marks), "text": notice.text} for notice in notices]


def _credit(credit: Credit) -> Data:
    return {
        "kind": credit.kind,
        "text": credit.text,
        "marks": _marks(credit.marks),
        "start": credit.start,
        "end": credit.end,
    }


def _marks(marks: Iterable[object]) -> list[str]:
    """Names of those who asked; of what a resolution wrote, the id of its conflict."""
    return [" ".join(map(str, mark)) if isinstance(mark, tuple) else str(mark) for mark in marks]


def _parse(request: Data) -> Data:
    return document_data(_text(request["html"]))


def _diff(request: Data) -> Data:
    return diff_data(diff(_text(request["old"]), _text(request["new"])), request.get("lang", "en"))


def _merge(request: Data) -> Data:
    resolutions = _named(request.get("resolutions", []))
    return merge_data(merge(_text(request["base"]), _texts(request["proposals"]), resolutions))


def _rebase(request: Data) -> Data:
    return rebase_data(rebase(_text(request["proposal"]), _text(request["base"]), _text(request["new_base"])))


def _origins(request: Data) -> Data:
    return origins_data(origins(_named(request["versions"])))


# Each call and the fields that it needs.
CALLS: Mapping[str, tuple[Callable[[Data], Data], tuple[str, ...]]] = {
    "parse": (_parse, ("html",)),
    "diff": (_diff, ("old", "new")),
    "merge": (_merge, ("base", "proposals")),
    "rebase": (_rebase, ("proposal", "base", "new_base")),
    "origins": (_origins, ("versions",)),
}
