"""How fast the analyser reads texts and queries, on the portal's own catalogues.

`.venv/bin/python tools/analyser_speed.py`. Processor time, so other work on the machine
does not count; cold is with words that were never met before.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneplanet.settings")

import polib  # noqa: E402

from oneplanet.text.analysis import terms, words  # noqa: E402

QUERIES = (
    "sustainable consumption and production",
    "l’économie circulaire",
    "consumo y producción sostenibles",
    "устойчивое потребление",
    "الاستهلاك المستدام",
    "可持续消费和生产模式",
    "SDG 12.1.1 life-cycle",
)
REPEATED = 1000


def main():
    for language, text in texts().items():
        size, (cold, found) = len(text.encode()), timed(terms, text, language)
        warm, _found = timed(terms, text, language)
        speeds = (
            f"cold {len(text) / cold / 1e6:4.2f}, warm {len(text) / warm / 1e6:4.2f}"
        )
        print(
            f"{language:8} {len(text):7,} characters, {len(found):6,} terms:"
            f" {speeds} million characters/s, {size / warm / 1e6:4.2f} MB/s"
        )
    for query in QUERIES:
        spent = sum(timed(words, query, "en")[0] for _time in range(REPEATED))
        print(f"{spent / REPEATED * 1000:.3f} ms  {query}")


def texts() -> dict[str, str]:
    """What each catalogue says, and in English what it is asked."""
    found = {}
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")):
        entries = polib.pofile(str(path))
        found["en"] = " ".join(entry.msgid for entry in entries)
        found[path.parts[-3].lower().replace("_", "-")] = " ".join(
            entry.msgstr for entry in entries if entry.msgstr
        )
    return found


def timed(function, *arguments):
    begin = time.process_time()
    answer = function(*arguments)
    return time.process_time() - begin, answer


if __name__ == "__main__":
    main()
