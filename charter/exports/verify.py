"""Proves that a copy of a published version is what was published. It needs Python 3 and nothing else.

    python3 verify.py release-2.json [FINGERPRINT]

FINGERPRINT is the one that was printed, or noted earlier, in full or its first signs. Files of the release that lie
beside the manifest are compared too. Every digest is SHA-256 over JSON with sorted keys, no spaces, in UTF-8.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEALED = ("format", "charter", "number", "languages", "wordings")


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def faults(manifest: dict[str, Any], folder: Path, fingerprint: str = "") -> Iterator[str]:
    """A sentence for everything that is not as it was published."""
    for name, said in {**manifest["words"], **manifest["exceptions"]}.items():
        if digest(said) != name:
            yield f"Changed: {said}"
    for row in manifest["wordings"]:
        if (row[9] and row[9] not in manifest["words"]) or (row[10] and row[10] not in manifest["exceptions"]):
            yield f"Missing: the words of {row[8]} ({row[0]})"
    if digest({key: manifest[key] for key in SEALED}) != manifest["digest"]:
        yield "The fingerprint does not belong to these words."
    if not manifest["digest"].startswith(fingerprint.lower()):
        yield "The fingerprint is not the one that was noted."
    if digest({key: value for key, value in manifest.items() if key != "seal"}) != manifest["seal"]:
        yield "The manifest was changed after it was sealed."
    for file in manifest["files"]:
        path = folder / file["name"]
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            yield f"Changed: the file {file['name']}"


if __name__ == "__main__":
    source = Path(sys.argv[1])
    found = list(faults(json.loads(source.read_text("utf-8")), source.parent, *sys.argv[2:3]))
    print("\n".join(found) or "This is what was published.")
    sys.exit(bool(found))
