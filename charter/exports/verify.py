"""Proves that a copy of a release is what was published. It needs Python 3 and nothing else.

    python3 verify.py charter-2-data.zip --fingerprint FINGERPRINT
    python3 verify.py FOLDER --fingerprint FINGERPRINT
    python3 verify.py release-2.json --fingerprint FINGERPRINT

The first two check a whole data package, as it came or unpacked. The third checks the words of one version alone.
FINGERPRINT is the one that you noted. That of the data package is in the email to every member and on the page of the
version. That of the words alone is another one: the page that checks a copy of the version has both. Take this program
from a place that you trust: who changes a package can change the program in it.

How a fingerprint is made, so that you can do it without this program:
- A digest is SHA-256, in hexadecimal. The digest of a value is taken over its JSON with sorted keys, no spaces,
  nothing escaped, in UTF-8.
- `manifest.json` of a package has five parts: text, decisions, changes, history and other. Each part lists its files
  with their digests. `history` has the digest of the last entry of the audit log and the fingerprint of the release
  before this one.
- The fingerprint of a release is the digest of `manifest.json`, a hyphen, and the first eight signs of the digest of
  each part, in the order above, joined by hyphens. The first 64 signs are the proof. The rest names what differs.
- The fingerprint of the words alone, `digest` in `release-2.json`, is the digest of the five values named in SEALED.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEALED = ("format", "charter", "number", "languages", "wordings")
MANIFEST = "manifest.json"
PARTS = ("text", "decisions", "changes", "history", "other")
ROOT, SHORT = 64, 8
NOT_OF_THE_WORDS = (
    "The fingerprint of the words alone is not the one that was noted. "
    "The one in the email to members belongs to the data package."
)


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of(manifest: dict[str, Any]) -> str:
    """The fingerprint of a release, from the `manifest.json` of its package."""
    return "-".join([digest(manifest), *(digest(manifest["parts"][part])[:SHORT] for part in PARTS)])


def files_in(place: Path) -> dict[str, bytes]:
    """The files of a package by name, from its zip or from the folder where it was unpacked."""
    if place.is_file():
        with zipfile.ZipFile(place) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    paths = [path for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}


def package_faults(files: dict[str, bytes], noted: str = "") -> Iterator[str]:
    """A sentence for everything in a package that is not as it was published; `noted` is a fingerprint or empty."""
    manifest = json.loads(files[MANIFEST])
    listed: dict[str, str] = {}
    for part in PARTS:
        listed |= manifest["parts"][part].get("files", {})
    for name in sorted(listed):
        if name not in files:
            yield f"Missing: the file {name}"
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]:
            yield f"Changed: the file {name}"
    for name in sorted(set(files) - set(listed) - {MANIFEST}):
        yield f"Added: the file {name}"
    words = files.get(f"release-{manifest['version']}.json")
    if words:
        yield from faults(json.loads(words), Path(), manifest["parts"]["text"]["digest"])
    if noted:
        yield from fingerprint_faults(fingerprint_of(manifest), noted)


def fingerprint_faults(fingerprint: str, noted: str) -> Iterator[str]:
    """What differs between the fingerprint of a package and the one that was noted, in full or its first signs."""
    root, *parts = "".join(noted.split()).lower().split("-")
    if fingerprint.startswith(root) and (not parts or fingerprint == "-".join([root, *parts])):
        return
    yield "The fingerprint is not the one that was noted."
    for name, counted, published in zip(PARTS, fingerprint.split("-")[1:], parts, strict=False):
        if counted != published:
            yield f"Not as published: the part {name}"


def faults(manifest: dict[str, Any], folder: Path, fingerprint: str = "") -> Iterator[str]:
    """A sentence for every word of a version that is not as it was published, and for every file beside it."""
    for name, record in {**manifest["words"], **manifest["exceptions"]}.items():
        if digest(record) != name:
            yield f"Changed: {record}"
    for row in manifest["wordings"]:
        if (row[9] and row[9] not in manifest["words"]) or (row[10] and row[10] not in manifest["exceptions"]):
            yield f"Missing: the words of {row[8]} ({row[0]})"
    if digest({key: manifest[key] for key in SEALED}) != manifest["digest"]:
        yield "The fingerprint does not belong to these words."
    if not manifest["digest"].startswith(fingerprint.lower()):
        yield NOT_OF_THE_WORDS
    if digest({key: value for key, value in manifest.items() if key != "seal"}) != manifest["seal"]:
        yield "The manifest was changed after it was sealed."
    for file in manifest["files"]:
        path = folder / file["name"]
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            yield f"Changed: the file {file['name']}"


def main(arguments: list[str]) -> int:
    """Prints a sentence for each fault, or what holds. 0: as published, 1: not as published, 2: cannot be read."""
    parser = argparse.ArgumentParser(description="Proves that a copy of a release is what was published.")
    parser.add_argument("copy", type=Path, help="a data package (.zip), its folder, or a release-….json")
    parser.add_argument("noted", nargs="?", default="", metavar="FINGERPRINT", help="the same as --fingerprint")
    parser.add_argument("--fingerprint", default="", help="the fingerprint that was printed or mailed")
    options = parser.parse_args(arguments)
    noted = options.fingerprint or options.noted
    try:
        is_words_alone = options.copy.suffix == ".json"
        if is_words_alone:
            manifest = json.loads(options.copy.read_text("utf-8"))
            sentences, fingerprint = list(faults(manifest, options.copy.parent, noted)), manifest["digest"]
        else:
            files = files_in(options.copy)
            sentences, fingerprint = list(package_faults(files, noted)), fingerprint_of(json.loads(files[MANIFEST]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, zipfile.BadZipFile) as error:
        print(f"{options.copy} cannot be read as a release: {error!r}", file=sys.stderr)
        return 2
    if sentences:
        print("\n".join(sentences))
        return 1
    if noted:
        print("This is what was published.")
    elif is_words_alone:
        print(
            "The words fit together. To prove that they are what was published, compare this fingerprint of the words"
        )
        print(f"with the one on the page of the site that checks a copy of this version:\n{fingerprint}")
    else:
        print("The files fit together. To prove that they are what was published, compare this fingerprint")
        print(f"with the one that was printed or mailed:\n{fingerprint}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
