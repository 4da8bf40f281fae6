"""How gunicorn serves the site: in threads, and with a limit for clients that send or read slowly."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

# A client may keep a thread waiting for so many seconds, and one more for each so many bytes that it sends or takes.
GRACE, RATE = 10.0, 4_000


class TimedConnection(socket.socket):
    """A connection whose client has a limited time, which grows with what comes through.

    Only waiting counts, so a page that takes long to make takes nothing from it. Time that is used up ends the
    connection as if the client had broken it, which neither gunicorn nor Django takes for a fault.
    """

    waited = 0.0
    received = 0

    def begin(self) -> None:
        """The next request has all its time before it."""
        self.waited, self.received = 0.0, 0

    def recv(self, *args: Any) -> bytes:
        began = time.monotonic()
        data = self._within(
            GRACE + self.received / RATE - self.waited, lambda: super(TimedConnection, self).recv(*args)
        )
        self.waited += time.monotonic() - began
        self.received += len(data)
        return data

    def sendall(self, data: Any, *args: Any) -> None:
        self._within(GRACE + len(data) / RATE, lambda: super(TimedConnection, self).sendall(data, *args))

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        return self._within(
            GRACE + (count or 0) / RATE, lambda: super(TimedConnection, self).sendfile(file, offset, count)
        )

    def _within(self, seconds: float, move: Callable[[], Any]) -> Any:
        if self.gettimeout() is not None:  # gunicorn ends a connection within a limit of its own
            return move()
        if seconds <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "the client is too slow")
        self.settimeout(seconds)
        try:
            return move()
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "the client is too slow") from None
        finally:
            self.settimeout(None)


class PatientWorker(ThreadWorker):
    """Threads, each of which waits for one client, and for none too long."""

    def handle(self, conn: TConn) -> Any:
        if not isinstance(conn.sock, TimedConnection):
            conn.sock = TimedConnection(fileno=conn.sock.detach())
        conn.sock.begin()
        goes_on = super().handle(conn)
        if not goes_on:
            # Waits up to two seconds for the client to close. Gunicorn would do it where connections are accepted.
            util.close_graceful(conn.sock)
        return goes_on
