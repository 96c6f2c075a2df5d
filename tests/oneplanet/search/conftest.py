"""The engine with an analyser that tests can foresee, and nothing remembered."""

import importlib.util
import sys

import pytest

from tests.oneplanet.search import analyser

if not importlib.util.find_spec("oneplanet.text.analysis"):
    sys.modules["oneplanet.text.analysis"] = analyser

from oneplanet.search import memory, words  # noqa: E402


@pytest.fixture(autouse=True)
def _foreseeable(monkeypatch):
    monkeypatch.setattr(words, "analysis", analyser)
    monkeypatch.setattr(memory.KEEPER, "memory", None)
    words._form.cache_clear()
    yield
    words._form.cache_clear()
