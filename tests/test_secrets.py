"""No key and no password stands in the repository: not in what is tracked, and not in any commit it was ever in.

Keys that services give out begin with signs of their own, which is what scanners look for. The forms are those that
services publish. The scanner detect-secrets found nothing beside made-up passwords of tests, and takes ten minutes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FORMS = {name: re.compile(form) for name, form in {
    "private key": r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "minisign key": r"RWRTY0I[A-Za-z0-9+/]{60,}",
    "AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})",
    "GitLab": r"\bgl(?:pat|ptt|dt|rt)-[\w-]{20,}",
    "Slack": r"\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com/services/T\w+/B\w+/\w+",
    "Stripe": r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{24,}",
    "Google": r"\bAIza[\w-]{35}\b",
    "npm": r"\bnpm_[A-Za-z0-9]{36}\b|_authToken=[\w-]{20,}",
    "PyPI": r"\bpypi-AgEI[\w-]{50,}",
    "SendGrid": r"\bSG\.[\w-]{20,24}\.[\w-]{39,50}",
    "Mailgun": r"\bkey-[0-9a-f]{32}\b",
    "Twilio": r"\b(?:AC|SK)[0-9a-f]{32}\b",
    "Telegram": r"\b\d{8,10}:[\w-]{35}\b",
    "models": r"\bsk-(?:ant-|proj-)?[\w-]{40,}",
    "Azure": r"AccountKey=[A-Za-z0-9+/=]{80,}",
    "JSON web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "password in an address": r"\b[a-z][a-z0-9+]{2,}://[^\s:/@'\"{}$<]+:([^\s/@'\"{}$<]{3,})@[\w.-]+",
    "setting with a value": r"(?m)^\+?(?:SECRET_KEY|HEALTH_TOKEN)=(?!x?$)([^\s$<…\"']{12,})",
}.items()}  # fmt: skip
# Words that stand where a password would: in what a reader is to write, and in what a test hides.
MADE_UP = {"password", "PASSWORD", "hidden", "a-long-random-text", "another-random-text"}


def keys(text: str) -> list[tuple[str, str]]:
    """Whatever has the form of a key or of an address with a password, each with the name of its form."""
    matches = [(name, match_) for name, form in FORMS.items() for match_ in form.finditer(text)]
    return [(name, match_[0]) for name, match_ in matches if not set(match_.groups()) & MADE_UP]


def git(*words: str) -> str:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("What is tracked is known to git alone, and this is no checkout.")
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout.decode(errors="replace")


def test_no_tracked_file_holds_a_key():
    files = [ROOT / name for name in git("ls-files", "-z").split("\0") if name]
    keys_by_file = {
        str(file): keys(file.read_text(encoding="utf-8", errors="replace")) for file in files if file.is_file()
    }
    assert (len(keys_by_file) > 900, {name: matches for name, matches in keys_by_file.items() if matches}) == (
        True,
        {},
    )


def test_no_commit_ever_held_a_key():
    assert keys(git("log", "--all", "--no-color", "--patch", "--text")) == []


# In pieces, since this file is read too.
SAMPLES = {
    "private key": ("-----BEGIN OPENSSH ", "PRIVATE KEY-----"),
    "minisign key": ("RWRTY0I", "y" * 204),
    "AWS": ("AKIA", "Q3EGRTHJKLMNOPQR"),
    "GitHub": ("ghp_", "a1B2" * 9),
    "GitLab": ("glpat-", "x" * 20),
    "Slack": ("xoxb-", "123456789012-abc"),
    "Stripe": ("sk_live_", "a1" * 12),
    "Google": ("AIza", "b" * 35),
    "npm": ("npm_", "c" * 36),
    "PyPI": ("pypi-", "AgEI", "d" * 60),
    "SendGrid": ("SG.", "e" * 22, ".", "f" * 43),
    "Mailgun": ("key-", "0a" * 16),
    "Twilio": ("SK", "0b" * 16),
    "Telegram": ("123456789", ":", "g" * 35),
    "models": ("sk-proj-", "h" * 48),
    "Azure": ("AccountKey=", "i" * 86, "=="),
    "JSON web token": ("eyJhbGciOiJIUzI1", ".eyJzdWIiOiIxMjM0", ".SflKxwRJSMeKKF"),
    "password in an address": ("postgres://site:", "correct-horse", "@db.example.org"),
    "setting with a value": ("SECRET_KEY=", "django-insecure-0123456789"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_found(form):
    planted = "".join(SAMPLES[form])
    assert keys(f"before\n{planted}\nafter") == [(form, planted)]


def test_what_a_reader_is_to_fill_in_is_no_key():
    assert keys("postgres://user:password@host:5432/name, SECRET_KEY=$(openssl rand -hex 32)") == []
