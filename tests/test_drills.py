"""The drills of tools/drills.py, each with a few kills."""

import pytest

from tests import drills
from tests.oneplanet.test_run_worker import database_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only,  # tools/drills.py tries both
]


def test_a_submission_killed_midway_is_neither_lost_nor_doubled(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"  # of this test alone: they are counted
    with drills.Portal(database_url(), tmp_path) as portal:
        tally = drills.kill_submit(portal, times=2)
    assert tally.is_good, str(tally)
    assert tally.good["kills"] == 2
