"""The verbs of `systemctl` that `deploy/upgrade` uses, for a site in a folder of a test.

`python -m tests.crash.units VERB [--now] UNIT...`. It runs the ExecStart of each service as the file has it, with the
folder and the port of the test. It does not enforce the rest of a unit: the user, what it may write, restarting.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

UNITS, SITE, PORT = Path(os.environ["UNITS"]), os.environ["SITE"], os.environ["PORT"]


def start(name: str) -> None:
    """Starts a service unless it runs; a timer has nothing to run."""
    note = UNITS / f"{name}.pid"
    if note.exists() or not name.endswith(".service"):
        return
    text = (UNITS / name).read_text().replace("/srv/charter/site", SITE).replace("127.0.0.1:8000", f"127.0.0.1:{PORT}")
    [command] = [line.partition("=")[2] for line in text.splitlines() if line.startswith("ExecStart=")]
    with (UNITS / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(shlex.split(command), cwd=SITE, stdout=log, stderr=log, start_new_session=True)
    note.write_text(str(process.pid))


def stop(name: str) -> None:
    note = UNITS / f"{name}.pid"
    if not note.exists():
        return
    process = int(note.read_text())
    note.unlink()
    try:
        os.killpg(process, signal.SIGTERM)
        while Path(f"/proc/{process}").exists() and "\tZ" not in Path(f"/proc/{process}/status").read_text():
            os.sched_yield()
    except (ProcessLookupError, FileNotFoundError):
        return


if __name__ == "__main__":
    verb, *names = [word for word in sys.argv[1:] if word != "--now"]
    with (UNITS / "asked.log").open("a") as asked:
        asked.write(f"{verb}\n")
    for unit in names:
        {"stop": stop, "start": start, "enable": start, "disable": stop}[verb](unit)
