"""A further site in the same folder: what it has of its own, and what it must share with no other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from consultation.founding import environment

NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
FIRST_PORT = 8000
FRONT_SERVER = Path(__file__).resolve().parents[2] / "deploy" / "Caddyfile"
# What the sites of a machine usually share: who asks for a second one gets these answers of the first as defaults.
COMMON = ("MAIL_URL", "MAIL_FROM", "TIME_ZONE")

Fault = str


@dataclass(frozen=True)
class Neighbour:
    """A further site: `folder` is the one of the program, where all its sites are."""

    folder: Path
    name: str

    @property
    def settings_file(self) -> Path:
        return self.folder / f".env.{self.name}"

    @property
    def data(self) -> Path:
        return self.folder / f"var-{self.name}"

    @property
    def front_server_file(self) -> Path:
        return self.data / "Caddyfile"

    def others(self) -> list[dict[str, str]]:
        """The settings of the other sites in the folder, the first site before the rest."""
        files = [self.folder / ".env", *sorted(self.folder.glob(".env.*"))]
        names = [file.name.removeprefix(".env.") for file in files]
        return [
            environment.read_settings(file)
            for file, name in zip(files, names, strict=True)
            if file.is_file() and (name == ".env" or NAME.fullmatch(name)) and name != self.name
        ]

    def fault(self) -> Fault:
        """What prevents a site of that name, as a sentence."""
        if not NAME.fullmatch(self.name):
            return "The name starts with a letter and has at most 30 lowercase letters, digits and hyphens."
        if not (self.folder / ".env").is_file():
            return "There is no first site here. Set it up with manage.py setup, without --beside."
        if self.data.exists() and any(self.data.iterdir()):
            return f"{self.data} is not empty. Choose another name."
        return ""

    def port(self) -> int:
        """The first port behind that of the first site which no other site has."""
        taken = {FIRST_PORT, *(int(site["PORT"]) for site in self.others() if site.get("PORT", "").isdecimal())}
        return next(port for port in range(FIRST_PORT + 1, 65536) if port not in taken)

    def shared(self, answers: dict[str, str]) -> Fault:
        """What these answers would share with another site, as a sentence."""
        host = urlsplit(answers["SITE_URL"]).netloc
        if any(urlsplit(site.get("SITE_URL", "")).netloc == host for site in self.others()):
            return f"Another site here has the address {host}. Each site has an address of its own: --site-url."
        database = answers["DATABASE_URL"]
        if database and any(site.get("DATABASE_URL", "") == database for site in self.others()):
            return "Another site here has this database. Each site has a database of its own: --database-url."
        return ""

    def make_folder(self, answers: dict[str, str], port: int) -> None:
        """Makes the folder of its data, with the lines that the front server needs for its address and port."""
        self.data.mkdir(mode=0o750, exist_ok=True)
        host = urlsplit(answers["SITE_URL"]).hostname or ""
        text = FRONT_SERVER.read_text(encoding="utf-8")
        text = text.replace("charter.example.org", host).replace(f"127.0.0.1:{FIRST_PORT}", f"127.0.0.1:{port}")
        self.front_server_file.write_text(text, encoding="utf-8")
