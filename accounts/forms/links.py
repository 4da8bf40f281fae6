"""A short list of links to other web sites: the label and the address of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from .acting import ActingForm

MOST_LINKS = 6
NO_LABEL = _("Enter the label of the link, such as the name of the network.")
NO_ADDRESS = _("Enter the address of the link, or delete its label.")
ONLY_HTTPS = _("Enter an address that starts with https://.")


class LinksForm(ActingForm):
    """Boxes for six links. An empty pair is no link."""

    def __init__(self, *args: Any, current: Sequence[dict[str, str]], **kwargs: Any) -> None:
        initial = {f"{part}_{n}": link[part] for n, link in enumerate(current, 1) for part in ("label", "address")}
        super().__init__(*args, initial=initial, **kwargs)
        for n in range(1, MOST_LINKS + 1):
            self.fields[f"label_{n}"] = forms.CharField(
                label=_("Link %(n)s: label") % {"n": n}, max_length=60, required=False
            )
            self.fields[f"address_{n}"] = forms.URLField(
                label=_("Link %(n)s: address") % {"n": n},
                max_length=300,
                required=False,
                assume_scheme="https",
                validators=[URLValidator(schemes=["https"])],
                error_messages={"invalid": ONLY_HTTPS},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, MOST_LINKS + 1):
            label, address = f"label_{n}", f"address_{n}"
            if data.get(address) and not data.get(label):
                self.add_error(label, NO_LABEL)
            if data.get(label) and not data.get(address) and address not in self.errors:
                self.add_error(address, NO_ADDRESS)
        return data

    def links(self) -> list[dict[str, str]]:
        """The links in their order. In a table, a semicolon parts two links, so none is in a link."""
        typed = self.cleaned_data
        return [
            {"label": typed[f"label_{n}"].replace(";", ","), "address": typed[f"address_{n}"].replace(";", "%3B")}
            for n in range(1, MOST_LINKS + 1)
            if typed[f"address_{n}"]
        ]
