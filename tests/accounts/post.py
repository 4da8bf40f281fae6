"""Mail servers that a test starts: one that takes mail, and three that do not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Keeping:
    """Keeps what it is given; `refusing` are addresses it does not know."""

    def __init__(self, refusing: tuple[str, ...] = (), says: str = "550 5.1.1 No such person") -> None:
        self.received: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refusing = set(refusing)
        self.says = says

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refusing:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def keeping(settings: Any, **options: Any) -> Iterator[Keeping]:
    """A real mail server on a free port, to which the site's mail goes."""
    kept = Keeping(**options)
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    point(settings, controller.port)
    try:
        yield kept
    finally:
        controller.stop()


@contextmanager
def silent(settings: Any) -> Iterator[None]:
    """A server that takes the call and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        point(settings, server.getsockname()[1], timeout=0.2)
        yield


@contextmanager
def dropping(settings: Any) -> Iterator[list[bytes]]:
    """A server that hangs up when the mail has been said and before it has taken it."""
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        point(settings, server.getsockname()[1])
        thread = threading.Thread(target=_drop, args=(server, heard), daemon=True)
        thread.start()
        yield heard
        thread.join(timeout=5)


def _drop(server: socket.socket, heard: list[bytes]) -> None:
    call, _ = server.accept()
    with call, call.makefile("rb") as lines:
        call.sendall(b"220 here\r\n")
        for line in lines:
            heard.append(line)
            if line == b".\r\n":
                return
            if line.upper().startswith(b"DATA"):
                call.sendall(b"354 go on\r\n")
            elif b"DATA\r\n" not in heard and b"data\r\n" not in heard:
                call.sendall(b"250 OK\r\n")


def point(settings: Any, port: int, timeout: float = 5) -> None:
    backend, host = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    if hasattr(settings, "MAILERS"):  # from Django 6.1 on
        options = {"host": host, "port": port, "timeout": timeout}
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    else:
        settings.EMAIL_BACKEND = backend
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = host, port, timeout


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])
