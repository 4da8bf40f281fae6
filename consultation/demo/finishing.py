"""Playing what the secretariat and the language editors did in the finished round: decide, merge, align, publish."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from accounts.models import Person
from charter.actions import alignments, amendments, compromises, decisions, merges, rounds, versions
from charter.models import Amendment, Article, Compromise, Round, Standing, Version
from charter.queries.merging import view as merge_view
from charter.states import ChangeKind, Outcome, VersionStatus

from . import files
from .stage import Entry, Stage

NO_DECISION = frozenset({"withdrawn", "not_confirmed"})
ADOPTING = frozenset({Outcome.ACCEPTED, Outcome.WITH_CHANGES, Outcome.IN_PART})
