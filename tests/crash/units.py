"""The verbs of `systemctl` that `deploy/upgrade` uses, for the sites in a folder of a test.

`python -m tests.crash.units VERB [--now] UNIT...`. It runs the ExecStart of each service as the file has it, with the
folder and the port of the test. It does not enforce the rest of a unit: the user, what it may write, restarting.
"""

from __future__ import annotations

import os
import re
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
    template, instance = re.sub(r"@[^.]+", "@", name), re.search(r"@([^.]+)", name)
    text = (UNITS / template).read_text().replace("/srv/charter/site", SITE)
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{PORT}").replace("%i", instance[1] if instance else "")
    named = dict(re.findall(r"^Environment=(\w+)=(.*)$", text, re.MULTILINE))
    for file in re.findall(r"^EnvironmentFile=(.*)$", text, re.MULTILINE):
        named |= dict(re.findall(r"^(\w+)=(.*)$", Path(file).read_text(), re.MULTILINE))
    [command] = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    words = [word.replace("${PORT}", named.get("PORT", "")) for word in shlex.split(command)]
    env = {**os.environ, **named}
    with (UNITS / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(words, cwd=SITE, env=env, stdout=log, stderr=log, start_new_session=True)
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
