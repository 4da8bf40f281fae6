"""A site of two web servers and two workers behind a front server, any of which can be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PATIENCE = 600  # turns of a tenth of a second
SECRET = "c" * 32
FRONT = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream site {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://site; proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto http;
    }}
  }}
}}
"""


def free() -> int:
    with closing(socket.socket()) as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


class Part:
    """A process of the site with all its children."""

    def __init__(self, command: list[str], env: dict[str, str], port: int = 0) -> None:
        self.command, self.env, self.port = command, env, port
        self.start()

    def start(self) -> None:
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(
            self.command, env=self.env, cwd=settings.BASE_DIR, start_new_session=True, **quiet
        )

    def kill(self) -> None:
        """As when the machine goes: nothing is finished, nobody is told."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.kill()

    def wait_until_there(self) -> None:
        turn = threading.Event()
        for _ in range(PATIENCE):
            with closing(socket.socket()) as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            turn.wait(0.1)
        raise AssertionError(f"{self.command} does not answer")


class Site:
    """Its parts, and how one asks it."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        ports = [free(), free()]
        self.webs = [Part(self._web(port), env, port) for port in ports]
        self.workers = [Part([sys.executable, "manage.py", "worker"], env) for _ in range(2)]
        self.front = self._front(ports, folder, env)
        for server in (*self.webs, self.front):
            server.wait_until_there()

    def _web(self, port: int) -> list[str]:
        say = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--no-control-socket"]
        return [sys.executable, "-m", "gunicorn", "consultation.wsgi", *say]

    def _front(self, ports: list[int], folder: Path, env: dict[str, str]) -> Part:
        port, file = free(), folder / "nginx.conf"
        servers = " ".join(f"server 127.0.0.1:{server_port} fail_timeout=1s;" for server_port in ports)
        file.write_text(FRONT.format(folder=folder, servers=servers, port=port))
        assert NGINX
        return Part([NGINX, "-p", str(folder), "-e", f"{folder}/nginx.log", "-c", str(file)], env, port)

    def send(self, path: str, session: str, fields: dict[str, Any]) -> int:
        """Sends a form as a browser does; 0 where the line broke."""
        body = urlencode({**fields, "csrfmiddlewaretoken": SECRET})
        cookies = f"sessionid={session}; csrftoken={SECRET}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Host": "localhost"}
        line = HTTPConnection("127.0.0.1", self.front.port, timeout=60)
        try:
            line.request("POST", path, body, headers)
            return line.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            line.close()

    def end(self) -> None:
        for process in (self.front, *self.webs, *self.workers):
            process.end()


@contextmanager
def standing(folder: Path, **env: str) -> Iterator[Site]:
    """The site as long as it is needed."""
    folder.chmod(0o755)
    site = Site({**os.environ, **env}, folder)
    try:
        yield site
    finally:
        site.end()
