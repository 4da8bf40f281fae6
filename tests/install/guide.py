"""The lines of `deploy/README.md` and of `deploy/cloud-init.yaml`, as they are written there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
GUIDE, CLOUD, IMAGE = DEPLOY / "README.md", DEPLOY / "cloud-init.yaml", DEPLOY / "Dockerfile"
BLOCK = re.compile(r"^```sh ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Kinds of blocks: what the reader fills in, what only PostgreSQL needs, what a new version needs, and all others.
ANSWERS, POSTGRESQL, UPDATE, ALWAYS = "answers", "postgresql", "update", ""


@dataclass(frozen=True)
class Block:
    kind: str
    text: str

    @property
    def commands(self) -> list[str]:
        """Commands of the block; one that goes on after a backslash is one, with its line breaks."""
        return [command.strip("\n") for command in re.findall(r"(?:.*\\\n)*.*\n", self.text) if command.strip()]


def blocks() -> list[Block]:
    return [Block(kind, text) for kind, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8"))]


def installing(*, postgresql: bool) -> list[str]:
    """The commands that install the site, in order; the answers are left out."""
    kinds = {ALWAYS, POSTGRESQL} if postgresql else {ALWAYS}
    return [command for block in blocks() if block.kind in kinds for command in block.commands]


def updating() -> list[str]:
    return [command for block in blocks() if block.kind == UPDATE for command in block.commands]


def questions() -> list[str]:
    """The names in the first block, to which the reader gives values."""
    [block] = [block for block in blocks() if block.kind == ANSWERS]
    return [command.partition("=")[0] for command in block.commands]


def in_the_cloud() -> str:
    """The script that `cloud-init.yaml` runs."""
    [script] = yaml.safe_load(CLOUD.read_text(encoding="utf-8"))["runcmd"]
    return str(script)


def image_steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile and what each is given, in order; a line after a backslash goes on."""
    text = IMAGE.read_text(encoding="utf-8").replace("\\\n", " ")
    return [(name, " ".join(rest.split())) for name, _, rest in (line.partition(" ") for line in text.splitlines())]


def answered(script: str, answers: dict[str, str]) -> str:
    """The script with other values in its first lines; raises `KeyError` for a name that it does not ask for."""
    for name, value in answers.items():
        line = re.search(rf"^( *{name}=).*$", script, re.MULTILINE)
        if line is None:
            raise KeyError(name)
        script = f'{script[: line.end(1)]}"{value}"{script[line.end() :]}'
    return script
