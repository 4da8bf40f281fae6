"""Histories of provisions: what else there is to read of one."""

from __future__ import annotations

from charter.models import Provision
from charter.queries.reading import provision_histories
from charter.queries.reading.provision_histories import Related
from tests import factories


def test_a_provision_tells_the_same_however_it_was_read(version, city, officer):
    changed, unchanged = factories.provision(version.charter, 4), factories.provision(version.charter, 5)
    factories.under_review(factories.round_(version), city, officer, changed, "Everyone has a home.")
    for provision, has_changes in ((changed, True), (unchanged, False)):
        found = provision_histories.provision_by_short(version.charter, provision.short)
        read = Provision.objects.get(pk=provision.pk)
        expected = Related(has_changes, False, False, False, False, False)
        assert [provision_histories.related_to(each) for each in (found, read)] == [expected, expected]
