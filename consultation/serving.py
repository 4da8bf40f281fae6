"""Web server, clock and queue of one machine, until Ctrl-C: for the demonstration and for trying a site."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.conf import settings

# Seconds in which a request may end after Ctrl-C, and those until whoever is still there is ended.
GRACE = 10
MARGIN = 5
WORKERS = 2
Child = subprocess.Popen[bytes]


class Refused(Exception):
    """The address cannot be listened on, or a process ended by itself; the words say what to do."""


def take_port(address: str, port: int, command: str) -> socket.socket:
    """A socket at that address, so that nobody else takes it meanwhile; nobody is answered yet.

    `command` is what was typed, and is named in the sentence about another port.
    """
    listener = socket.socket(_family(address))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except OSError as error:
        listener.close()
        raise Refused(_why_not(error, address, port, command)) from error
    return listener


def _why_not(error: OSError, address: str, port: int, command: str) -> str:
    if error.errno == errno.EADDRINUSE:
        free = _free(address, port)
        return f"Port {port} of {address} is taken by another program. Choose another port: {command} PORT={free}"
    if error.errno == errno.EACCES:
        return f"Port {port} is for root alone. Choose a port above 1023: {command} PORT={_free(address, 8000)}"
    return f"{address} is no address of this machine: {error.strerror or error}. Choose another, such as 127.0.0.1."


def _free(address: str, after: int) -> int:
    """The next port after that one that is free now."""
    for port in range(after + 1, 65536):
        with socket.socket(_family(address)) as attempt, suppress(OSError):
            attempt.bind((address, port))
            return port
    return 0


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def serve_site(listener: socket.socket, say: Callable[[str], None]) -> None:
    """Starts the three processes and waits for a signal; raises `Refused` where one of them ends by itself."""
    gunicorn = [sys.executable, "-m", "gunicorn", "consultation.wsgi", "--bind", f"fd://{listener.fileno()}"]
    # At Ctrl-C a terminal signals the workers too, of which gunicorn would warn.
    gunicorn += ["--workers", str(WORKERS), "--graceful-timeout", str(GRACE), "--log-level", "error"]
    worker = [sys.executable, "manage.py", "worker"]
    commands = {"The clock": [*worker, "clock"], "The queue": [*worker, "queue"], "The web server": gunicorn}
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    children = {
        name: subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, pass_fds=[listener.fileno()])  # noqa: S603
        for name, command in commands.items()
    }
    listener.close()
    stopped = _wait(list(children.values()))
    if not stopped:
        codes = " ".join(f"{name} ended with {child.returncode}." for name, child in children.items())
        raise Refused(f"{codes} What is above says why.")
    say("Stopped.")


def _wait(children: list[Child]) -> bool:
    """Until a signal, or until one of them ends; then all of them end. Whether there was a signal."""
    signals: list[int] = []

    def stop(number: int, _frame: object) -> None:
        signals.append(number)
        terminate_children(children)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    while not signals and all(child.poll() is None for child in children):
        time.sleep(0.5)
    end_children(children, GRACE + MARGIN)
    return bool(signals)


def terminate_children(children: Iterable[Child]) -> None:
    for child in children:
        child.terminate()


def end_children(children: list[Child], grace: float) -> None:
    """Asks all to end and waits that many seconds for all of them; what is still there then is ended."""
    terminate_children(children)
    until = time.monotonic() + grace
    for child in children:
        try:
            child.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
