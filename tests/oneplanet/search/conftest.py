"""The engine with an analyser that tests can foresee, and nothing remembered."""

import pytest

from oneplanet.search import memory, words
from tests.oneplanet.search import analyser


@pytest.fixture(autouse=True)
def _foreseeable(monkeypatch):
    monkeypatch.setattr(words, "analysis", analyser)
    monkeypatch.setattr(memory.KEEPER, "memory", None)
