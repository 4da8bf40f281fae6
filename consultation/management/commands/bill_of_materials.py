"""What the site is made of, for programs that look for known holes and for who must know licences."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from consultation.materials import bill_of_materials


class Command(BaseCommand):
    help = "Prints the bill of materials (CycloneDX, JSON): each package, its version, licence and hashes."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(bill_of_materials(settings.BASE_DIR / "requirements.txt"), indent=2))
