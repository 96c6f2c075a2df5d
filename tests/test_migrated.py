"""The database kept for the tests is that of today's migrations."""

import pytest

from tests import migrated
from tests.our_code import ROOT


def test_it_hangs_on_each_migration_and_what_that_imports_of_ours():
    files = migrated.made_of()
    assert set(ROOT.glob("*/migrations/0*.py")) <= files
    assert ROOT / "oneplanet/text/folding.py" in files


@pytest.mark.parametrize(
    "name", ["requirements.txt", "oneplanet/sealing.py", "oneplanet/migrating.py"]
)
def test_one_letter_more_makes_it_another(name, monkeypatch, tmp_path):
    before = migrated.digest()
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "made_of", lambda: {tmp_path / name})
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("a")
    first = migrated.digest()
    (tmp_path / name).write_text("ab")
    assert len({before, first, migrated.digest()}) == 3
