"""A server that answers nobody, to see who asks it, and whom this process asks anywhere."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings


class Listener:
    """Listens on this machine; `asked` has the first line of whatever came, also from other processes."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _address = self.server.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                try:
                    self.asked.append(connection.recv(200).decode("latin-1").partition("\r\n")[0])
                except OSError:
                    self.asked.append("nothing")

    def close(self) -> None:
        self.server.close()


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    try:
        yield listener
    finally:
        listener.close()


OUTGOING: list[list[Any]] = []


def _note(event: str, args: tuple[Any, ...]) -> None:
    for noted in OUTGOING:
        if event == "socket.getaddrinfo" and args[0] not in _own_hosts():
            noted.append(args[0])
        if event == "socket.connect" and isinstance(args[1], tuple) and args[1][:2] not in _own_places():
            noted.append(args[1])


def _own_hosts() -> set[str]:
    return {settings.DATABASES["default"].get("HOST", ""), "127.0.0.1"}


def _own_places() -> set[tuple[str, int]]:
    """The database and Redis of the tests."""
    database = settings.DATABASES["default"]
    return {("127.0.0.1", 6379), (database.get("HOST") or "127.0.0.1", int(database.get("PORT") or 5432))}


sys.addaudithook(_note)


@contextmanager
def outgoing() -> Iterator[list[Any]]:
    """What this process connects to meanwhile, or asks the address of, but for its database and its cache."""
    noted: list[Any] = []
    OUTGOING.append(noted)
    try:
        yield noted
    finally:
        OUTGOING.remove(noted)
