"""Each form of each page, sent again by everybody else: nobody writes by a form that no page of theirs offers."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.site import administration, asking, forms
from tests.site.permissions import EVERYBODY

pytestmark = [
    pytest.mark.large,
    pytest.mark.nightly,
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]


@pytest.fixture(scope="module")
def stage(one_stage, django_db_blocker):
    with django_db_blocker.unblock():
        administration.plant(one_stage)
    return one_stage


def test_nobody_writes_by_a_form_that_is_not_offered_to_them(stage, db):
    offered, writing, faults = defaultdict(set), set(), []
    for role in EVERYBODY:
        with asking.as_role(stage, role) as client:
            client.raise_request_exception = False
            offered[role] = set(forms.offered(client, stage))
    every = sorted(set().union(*offered.values()), key=lambda form: (form.path, str(form.data)))
    for role in EVERYBODY:
        with asking.as_role(stage, role) as client:
            client.raise_request_exception = False
            for form in every:
                tables, answer = forms.send(client, form)
                if answer == "fault":
                    faults.append(f"{role}, {form}: a fault")
                if not tables:
                    continue
                writing.add(form)
                beside = any(form.path.endswith(end) and role in roles for end, roles in forms.ALLOWED_BESIDE.items())
                if not beside and not any(own.allows(form) for own in offered[role]):
                    faults.append(f"{role} writes {', '.join(sorted(tables))} by {form}")
    if faults:
        pytest.fail("\n".join(faults))
    assert len(writing) > 30
