"""Deleting stored files together with the rows that named them."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models.fields.files import FieldFile


def delete_after_commit(file: FieldFile) -> None:
    """Deletes a stored file once the present transaction holds; where it is undone, the file stays.

    What the store cannot delete is logged, since the row that named it is gone by then.
    """
    if file.name:
        transaction.on_commit(partial(file.storage.delete, file.name), robust=True)
