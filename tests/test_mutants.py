"""The planted faults: each can be planted in the code of today."""

from __future__ import annotations

import subprocess

from tests.mutants.__main__ import FOLDER, ROOT


def test_each_planted_fault_applies_to_the_code():
    patches = sorted(FOLDER.glob("*.patch"))
    check = ["git", "apply", "--check"]
    refused = [
        patch.name for patch in patches if subprocess.run([*check, str(patch)], cwd=ROOT, check=False).returncode
    ]
    assert len(patches) >= 20
    assert refused == []
