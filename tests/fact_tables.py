"""The facts typed a second time (tests/facts/), and how their wordings are compared."""

import csv
import re
from decimal import Decimal
from pathlib import Path

from oneplanet.text.folding import fold

FOLDER = Path(__file__).parent / "facts"

# The paper's short forms, as written out in what people read.
WRITTEN_OUT = {
    "ghg": "greenhouse gas",
    "r&d": "research development",
    "incl": "including",
    "inter-governmental": "intergovernmental",
    "ngos": "non-governmental organisations",
    "un": "united nations",
}
JOINING = {"a", "an", "and", "of", "on", "or", "the", "to"}


def facts(name: str) -> list[dict]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def listed(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def decimal(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def plain(text: str) -> str:
    """Without regard to capitals and to the shape of quotes, hyphens and dashes."""
    text = re.sub("[‐‑‒–—−]", "-", fold(text))
    return re.sub('[‘’“”"]', "'", text)


def words(text: str) -> set[str]:
    """The words that carry the meaning, by their first six letters.

    "Finance/investment" and "Finance and investment" have the same, and so have
    "academia" and "academic".
    """
    found = re.findall(r"[\w&-]+", plain(text))
    written = " ".join(WRITTEN_OUT.get(word, word) for word in found)
    return {word[:6] for word in re.findall(r"\w+", written) if word not in JOINING} - {
        ""
    }
