"""A child process that does a deed on a connection of its own and dies where it is told to."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import connection, connections

from accounts.rules import Refused
from charter.actions.amending.changes import Faults

KILLED = -signal.SIGKILL
DONE, REFUSED, BROKE = 0, 3, 4
Deed = Callable[[], object]


@dataclass(frozen=True)
class End:
    """How a child ended, and how many statements and commits it had begun by then."""

    code: int
    statements: int
    commits: int


class Death:
    """Kills the process before its n-th statement, or in place of its n-th commit; counts both."""

    def __init__(self, report: int, statement: int = 0, commit: int = 0) -> None:
        self.report, self.statement, self.commit = report, statement, commit
        self.statements = self.commits = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.statements += 1
        if self.statements == self.statement:
            self.die()
        return execute(*arguments)

    def around(self, deed: Deed) -> None:
        committing = connection.commit

        def commit() -> None:
            self.commits += 1
            if self.commits == self.commit:
                self.die()
            committing()

        connection.commit = commit
        with connection.execute_wrapper(self):
            deed()
        self.tell()

    def die(self) -> None:
        """As from outside: no handler runs, no connection is closed."""
        self.tell()
        os.kill(os.getpid(), signal.SIGKILL)

    def tell(self) -> None:
        os.write(self.report, f"{self.statements} {self.commits}".encode())


def killed(deed: Deed, **where: int) -> End:
    """Does the deed in a child that dies there; where nothing is said, it comes to its end and then dies."""
    reading, writing = os.pipe()
    code = ended(start(lambda: Death(writing, **where).around(deed)))
    os.close(writing)
    with os.fdopen(reading) as pipe:
        statements, commits = map(int, pipe.read().split() or (0, 0))
    return End(code, statements, commits)


def together(deeds: list[Deed]) -> list[int]:
    """All deeds at once, each in a process that waits until the others are there; how each ended."""
    reading, writing = os.pipe()

    def waiting(deed: Deed) -> Deed:
        def doing() -> None:
            os.close(writing)
            connection.ensure_connection()
            os.read(reading, 1)
            deed()

        return doing

    children = [start(waiting(deed)) for deed in deeds]
    os.close(writing)  # this end of the pipe, closed, lets all go
    os.close(reading)
    return [ended(child) for child in children]


def start(deed: Deed) -> int:
    connections.close_all()
    child = os.fork()
    return child or _child(deed)


def _child(deed: Deed) -> NoReturn:
    """Ends without a goodbye to the database."""
    try:
        deed()
    except (Refused, Faults):
        os._exit(REFUSED)
    except BaseException:
        traceback.print_exc(file=sys.stderr)
        sys.stderr.flush()
        os._exit(BROKE)
    os._exit(DONE)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
