"""A machine of its own for an installation: systemd in a container, with a network of its own that leads outside.

Nothing is left on the disk but the root that it began with: the container writes to a layer that is thrown away.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.install.roots import Unfit

BOOTED = 60
HOSTNAME = "rented"
CLONE_NEWNET = 0x40000000  # as setns(2) has it; Python 3.11 does not name it
POWER_OFF = signal.SIGRTMIN + 4  # as systemd(1) has it


@dataclass
class Machine:
    """A booted container. `network` names its network namespace, which `ip netns exec` enters."""

    root: Path
    network: str
    log: Path
    nspawn: subprocess.Popen[bytes] | None = None
    binds: dict[Path, str] = field(default_factory=dict)

    def boot(self) -> None:
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe"]
        command += [
            f"--machine={self.network}",
            f"--directory={self.root}",
            f"--network-namespace-path=/run/netns/{self.network}",
        ]
        command += ["--resolv-conf=off", *(f"--bind={outside}:{inside}" for outside, inside in self.binds.items())]
        with self.log.open("ab") as log:
            self.nspawn = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until = time.monotonic() + BOOTED
        while time.monotonic() < until and self.nspawn.poll() is None:
            if self._leader() and self.run("systemctl is-system-running --wait").stdout.strip() in (
                "running",
                "degraded",
            ):
                return
            time.sleep(0.2)
        raise Unfit(f"The container did not boot: {self.log.read_text(errors='replace')[-2000:]}")

    def shut_down(self) -> None:
        """As one who presses the button: services are stopped, and what they stored stays."""
        if self.nspawn is None or self.nspawn.poll() is not None:
            return
        leader = self._leader()
        if leader:
            os.kill(leader, POWER_OFF)
        try:
            self.nspawn.wait(BOOTED)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()
            self.nspawn.wait()

    def run(self, script: str, *, shell: str = "bash", check: bool = False) -> subprocess.CompletedProcess[str]:
        """The script by root, as typed at the console of the machine: what it wrote is all in `stdout`."""
        environment = [
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/root",
            "LANG=C.UTF-8",
        ]
        command = [
            "nsenter",
            "--target",
            str(self._leader()),
            "--all",
            "--wdns=/root",
            "env",
            "-i",
            *environment,
            shell,
        ]
        process = subprocess.run(
            [*command, "-c", script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        with self.log.open("a") as log:
            log.write(f"$ {script}\n{process.stdout}[{process.returncode}]\n")
        if check and process.returncode:
            raise AssertionError(f"{script}\nended with {process.returncode}:\n{process.stdout[-4000:]}")
        return process

    def _leader(self) -> int:
        """The process that is number 1 inside; 0 while there is none."""
        if self.nspawn is None:
            return 0
        children = Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children").read_text().split()
        return int(children[0]) if children else 0


@contextlib.contextmanager
def booted(root: Path, folder: Path, name: str, binds: dict[Path, str]) -> Iterator[Machine]:
    """A machine that begins with what is in `root` and keeps nothing; several may run beside each other."""
    log = folder / f"{name}.log"
    name = f"{name}-{os.getpid()}"
    layers = folder / name
    shutil.rmtree(layers, ignore_errors=True)
    for layer in ("written", "work", "root"):
        (layers / layer).mkdir(parents=True)
    mounted = f"lowerdir={root},upperdir={layers / 'written'},workdir={layers / 'work'}"
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, layers, ignore_errors=True)
        _run("mount", "-t", "overlay", "overlay", "-o", mounted, str(layers / "root"))
        stack.callback(_run, "umount", "--lazy", str(layers / "root"))
        stack.enter_context(network(name))
        machine = Machine(layers / "root", name, log, binds=binds)
        machine.log.unlink(missing_ok=True)
        (machine.root / "etc/hostname").write_text(f"{HOSTNAME}\n")
        (machine.root / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {HOSTNAME}\n")
        stack.callback(machine.shut_down)
        machine.boot()
        yield machine


@contextlib.contextmanager
def network(name: str) -> Iterator[None]:
    """A network namespace whose connections to the outside go out as this machine's own; nothing comes in."""
    subprocess.run(["ip", "netns", "delete", name], stderr=subprocess.DEVNULL)
    _run("ip", "netns", "add", name)
    pid = Path(f"/run/pasta-{name}.pid")
    try:
        options = [
            "--config-net",
            "--runas",
            "0",
            "--no-map-gw",
            "-t",
            "none",
            "-u",
            "none",
            "-T",
            "none",
            "-U",
            "none",
        ]
        _run("pasta", *options, "--pid", str(pid), "--netns", f"/run/netns/{name}")
        yield
    finally:
        if pid.exists():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid.read_text()), signal.SIGTERM)
            pid.unlink()
        _run("ip", "netns", "delete", name)


@contextlib.contextmanager
def inside(name: str) -> Iterator[None]:
    """This thread, and what it starts, opens its connections in that network namespace."""
    before = os.open("/proc/self/ns/net", os.O_RDONLY)
    namespace = os.open(f"/run/netns/{name}", os.O_RDONLY)
    try:
        _enter(namespace)
        yield
    finally:
        _enter(before)
        os.close(namespace)
        os.close(before)


def _enter(namespace: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "The network namespace cannot be entered.")


def _run(*command: str) -> None:
    process = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if process.returncode:
        raise Unfit(f"{' '.join(command)} ended with {process.returncode}: {process.stdout}")
