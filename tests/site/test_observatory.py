"""The Observatory's own scanner at a site that runs as a real one does: behind a front server, over TLS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.crash.standing import NGINX, Part, free

pytestmark = pytest.mark.large
FOLDER = Path(os.environ.get("OBSERVATORY", settings.BASE_DIR / "var" / "observatory"))
SCANNER = FOLDER / "node_modules" / "@mdn" / "mdn-http-observatory"
PAGES = {
    "home": "en/",
    "article": "en/charter/2/I/",
    "comparison": "en/charter/1..2/",
    "signing in": "en/accounts/login/",
    "the administration": "admin/",
}
# What comes without TLS to the port of TLS is led to it, as on port 80 of a real site.
FRONT = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    error_page 497 =301 https://$host:$server_port$request_uri;
    location / {{
      proxy_pass http://127.0.0.1:{web}; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto https;
    }}
  }}
}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of the site and the certificate that it shows."""
    if not SCANNER.exists() or not NGINX or not shutil.which("node"):
        pytest.skip("The scanner, node or nginx is not here: make system-large, and nodejs")
    folder = tmp_path_factory.mktemp("observatory")
    port, web = free(), free()
    env = told(folder, port)
    certify(folder)
    for words in (("manage.py", "migrate"), ("manage.py", "collectstatic", "--no-input"), ("-c", FILL)):
        subprocess.run([sys.executable, *words], env=env, cwd=settings.BASE_DIR, check=True, capture_output=True)
    (folder / "nginx.conf").write_text(FRONT.format(folder=folder, port=port, web=web))
    served = [sys.executable, "-m", "gunicorn", "consultation.wsgi", "--bind", f"127.0.0.1:{web}"]
    front = [str(NGINX), "-p", str(folder), "-e", f"{folder}/nginx.log", "-c", f"{folder}/nginx.conf"]
    parts = [Part(served, env, web), Part(front, env, port)]
    for part in parts:
        part.wait_until_there()
    yield f"localhost:{port}", folder / "cert.pem"
    for part in parts:
        part.end()


FILL = "import django; django.setup(); from tests.site import stage; stage.build()"


def told(folder: Path, port: int) -> dict[str, str]:
    """The environment of a real site."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "REDIS_URL": "",
        "SECRET_KEY": "for this test alone, and long enough to be one",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": f"https://localhost:{port}",
        "BEHIND_PROXY": "1",
        "VAR_DIR": str(folder),
    }


def certify(folder: Path) -> None:
    """A certificate for this machine's own name; and a list of preloaded sites, without which the scanner stops."""
    folder.chmod(0o755)
    words = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    subprocess.run(["openssl", *words.split(), *files], check=True, capture_output=True)
    (SCANNER / "conf" / "hsts-preload.json").write_text("{}")


@pytest.mark.parametrize("place", PAGES)
def test_the_scanner_gives_its_best_grade(site, place):
    address, certificate = site
    scanning = ["node", str(SCANNER / "src" / "scan.js"), f"{address}/{PAGES[place]}"]
    env = {**os.environ, "NODE_EXTRA_CA_CERTS": str(certificate)}
    report = json.loads(subprocess.run(scanning, env=env, capture_output=True, text=True, timeout=120).stdout)
    failed = {name: test["result"] for name, test in report["tests"].items() if not test["pass"]}
    assert (report["scan"]["grade"], failed) == ("A+", {})
    assert report["scan"]["score"] >= 130, report["tests"]
