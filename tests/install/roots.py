"""A new Debian in a folder, kept under a digest of all that it is made of.

The mirror, its proxy, the certificate authorities and pip's index are those that this machine's own settings name.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

RELEASE = "trixie"
# What a server has before anybody installs anything: the guide counts on no more.
PACKAGES = ("systemd-sysv", "dbus", "ca-certificates", "iproute2")
OF_PIP = {"index-url", "extra-index-url", "trusted-host", "proxy", "cert"}
AUTHORITIES = Path("/usr/local/share/ca-certificates")


class Unfit(Exception):
    """This machine cannot make the root; the sentence says what it lacks."""


def made(folder: Path, downloads: list[str]) -> Path:
    """The root below `folder`, made where it is not there yet; `downloads` are packages whose files it keeps ready."""
    settings = {"release": RELEASE, "packages": PACKAGES, "downloads": downloads, **_settings()}
    recipe = json.dumps([settings, Path(__file__).read_text(encoding="utf-8")], sort_keys=True)
    root = folder / f"root-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}"
    if root.exists():
        return root
    for program in ("debootstrap", "systemd-nspawn"):
        if shutil.which(program) is None:
            raise Unfit(f"{program} is missing: make system-install")
    unfinished = root.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    mounts = Path("/proc/mounts").read_text(encoding="utf-8")
    for old in folder.glob("root-*"):
        if str(old) not in mounts:  # another drill runs on it
            shutil.rmtree(old)
    _bootstrap(unfinished, settings, downloads)
    unfinished.rename(root)
    return root


def _settings() -> dict[str, str]:
    """What this machine says of its mirror and of pip."""
    targets = _said("apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)", "Created-By: Packages")
    mirrors = list(dict.fromkeys(re.findall(r"^Debian (\S+)$", targets, re.MULTILINE)))
    usual = next((mirror for mirror in mirrors if "security" not in mirror), "")
    if not usual:
        raise Unfit("apt knows no mirror of Debian here.")
    security = next((mirror for mirror in mirrors if "security" in mirror), "")
    sources = [f"deb {usual} {RELEASE} main", f"deb {usual} {RELEASE}-updates main"]
    if security:
        sources.append(f"deb {security} {RELEASE}-security main")
    pip = re.findall(r"^\S+?\.([\w-]+)='(.*)'$", _said(sys.executable, "-m", "pip", "config", "list"), re.MULTILINE)
    return {
        "mirror": usual,
        "sources": "\n".join(sources) + "\n",
        "apt": _said("apt-config", "dump", "Acquire"),
        "pip": "[global]\n" + "".join(f"{name} = {value}\n" for name, value in dict(pip).items() if name in OF_PIP),
        "authorities": "".join(path.read_text() for path in sorted(AUTHORITIES.glob("*.crt"))),
    }


def _bootstrap(root: Path, settings: dict[str, str], downloads: list[str]) -> None:
    packages = ",".join(PACKAGES)
    _run("debootstrap", "--variant=minbase", f"--include={packages}", RELEASE, str(root), settings["mirror"])
    (root / "etc/apt/sources.list").write_text(settings["sources"])
    (root / "etc/apt/apt.conf.d/90machine").write_text(settings["apt"])
    (root / "etc/pip.conf").write_text(settings["pip"])
    (root / "etc/dpkg/dpkg.cfg.d/90machine").write_text("force-unsafe-io\n")  # thrown away, so nothing is lost
    for path in AUTHORITIES.glob("*.crt"):
        shutil.copy(path, root / path.relative_to("/"))
    (root / "etc/resolv.conf").write_bytes(Path("/etc/resolv.conf").read_bytes())
    _run("chroot", str(root), "update-ca-certificates")
    _run("chroot", str(root), "apt-get", "update", "-qq")
    _run("chroot", str(root), "apt-get", "install", "--yes", "-qq", "--download-only", *downloads)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _run(*command: str) -> None:
    process = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if process.returncode:
        raise Unfit(f"{' '.join(command[:3])} … ended with {process.returncode}: {process.stdout[-2000:]}")
