"""Asks another process for the text of a file, and waits so long and no longer."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from oneplanet.extracting.guessing import language_of

KINDS = ("pdf", "docx")
MOST_CHARACTERS = 100_000
MOST_PAGES = 300
WAIT = 90  # seconds; the process has 30 of processor time
OPENED = Path(__file__).with_name("opened.py")


@dataclass(frozen=True)
class Extracted:
    """What a file says, and in which language; or why that is not known."""

    text: str = ""
    language: str = ""
    is_cut: bool = False
    refusal: str = ""


def extract(path: str, kind: str) -> Extracted:
    """Raises nothing of what a file may hold."""
    asked = [sys.executable, "-I", str(OPENED), path, kind]
    asked += [str(MOST_CHARACTERS), str(MOST_PAGES)]
    try:
        done = subprocess.run(asked, capture_output=True, timeout=WAIT, check=True)  # noqa: S603
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Extracted(refusal="too_large")  # it died of its limits
    if refusal := answer.get("refused"):
        return Extracted(refusal=refusal)
    text = answer["text"].replace("\0", "")
    return Extracted(text, language_of(text), answer["is_cut"])
