"""The database of the first day, made in an empty one.

`python -m tests.crash.upgrades FOLDER [then]`: restored and brought up to date, or with `then` left as it was then.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import django

django.setup()

from consultation.archives import loading, seals  # noqa: E402

# Versions that ran somewhere: the drill of the installation begins with each and brings it up to date.
COMMITS = {
    "c0c17cf": "the first one that came with units for a server and that a new machine can install",
    "8dc912c": "the last one before the guide was executed as it is written",
}
FIRST = Path(__file__).with_name("first_schema.json")


def packed(folder: Path) -> Path:
    """The backup of that day, which is kept as text."""
    path = folder / "first.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in json.loads(FIRST.read_text(encoding="utf-8")).items():
            archive.writestr(name, text)
    seals.seal_file(path)
    return path


if __name__ == "__main__":
    loading.restore_backup(packed(Path(sys.argv[1])), up_to_date=sys.argv[2:] != ["then"])
