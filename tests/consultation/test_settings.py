"""With debug off, what is missing stops the start with one sentence."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROVIDERS = (
    '[{"provider_id": "one", "client_id": "a", "settings": {"server_url": "https://id.example.org:8443/realm"}}]'
)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {},
            "No site is set up here. `.venv/bin/python manage.py setup` asks six questions and writes .env. "
            "Or set SECRET_KEY to a long random text: without DEBUG the site does not start without it.",
        ),
        (
            {"SECRET_KEY": "a secret"},
            "Set ALLOWED_HOSTS to the names this site answers to, such as charter.example.org.",
        ),
        (
            {"DEBUG": "1", "ALLOWED_HOSTS": "localhost,charter.example.org"},
            "DEBUG shows what must stay inside: with it the site answers to this machine's own names alone.",
        ),
    ],
)
def test_a_missing_secret_or_host_stops_the_start_with_one_sentence(environment, sentence):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    code = "import consultation.settings"
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=kept | environment, capture_output=True, text=True
    )
    assert (process.returncode, process.stderr.strip()) == (1, sentence)


def test_the_table_in_the_readme_names_what_is_read_from_the_environment():
    tree = ast.parse((ROOT / "consultation" / "settings.py").read_text(encoding="utf-8"))
    arguments = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) != ("env", "read_env")
        and node.func.value.id == "env"
    ]
    read = {name.value for name in arguments if isinstance(name, ast.Constant)}
    rows = re.findall(r"^\| (`[^|]+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)]
    assert sorted(named) == sorted(read)


def test_a_form_may_lead_to_the_provider_of_a_sign_in_and_to_nobody_else():
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {"SECRET_KEY": "a secret", "ALLOWED_HOSTS": "localhost", "OPENID_CONNECT": PROVIDERS}
    code = "from consultation.settings import *; print(CSP_DIRECTIVES['form-action'], SOCIALACCOUNT_PROVIDERS)"
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=kept | environment, capture_output=True, text=True
    )
    assert process.stdout.startswith("[\"'self'\", 'https://id.example.org:8443'] {'openid_connect': {'APPS': [{")


def test_former_keys_verify_what_they_signed():
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": "first,second", "ALLOWED_HOSTS": "localhost"}
    environment["DJANGO_SETTINGS_MODULE"] = "consultation.settings"
    code = (
        "from django.core.signing import Signer; signed = Signer(key='second', fallback_keys=[]).sign('a paper');"
        " print(Signer().unsign(signed))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=kept | environment, capture_output=True, text=True
    )
    assert (process.stdout.strip(), process.stderr) == ("a paper", "")


@pytest.mark.parametrize(("behind", "expected"), [("0", "0 None"), ("1", "1 ('HTTP_X_FORWARDED_PROTO', 'https')")])
def test_what_a_front_server_says_is_believed_where_there_is_one(behind, expected):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {"SECRET_KEY": "a secret", "ALLOWED_HOSTS": "localhost", "BEHIND_PROXY": behind}
    code = "from consultation.settings import *; print(ALLAUTH_TRUSTED_PROXY_COUNT, SECURE_PROXY_SSL_HEADER)"
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=kept | environment, capture_output=True, text=True
    )
    assert process.stdout.strip() == expected
