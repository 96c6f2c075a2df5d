"""The process in which one document is set. Run by ``printing`` alone, as a program.

Reads a job as JSON, writes the PDF; or, with exit code 1, what went wrong as JSON. It
may use so much memory and time and no more, and imports nothing of the portal.
"""

import contextlib
import json
import re
import sys
from pathlib import Path

import typst

try:
    import resource
except ImportError:  # not on every system
    resource = None

TEMPLATE = Path(__file__).with_name("document.typ")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


def main():
    job = json.load(sys.stdin)
    _limit(job["memory"], job["seconds"])
    try:
        pdf = typst.compile(
            str(TEMPLATE),
            sys_inputs={"data": json.dumps(job["data"])},
            pdf_standards=["ua-1"],
            timestamp=job["timestamp"],
            ignore_system_fonts=job["own_fonts_only"],
        )
    except typst.TypstError as error:
        _refuse(str(error))
    sys.stdout.buffer.write(pdf)


def _limit(memory, seconds):
    """Where the system knows such limits; the one who waits has a clock of its own."""
    if resource is None:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _refuse(text):
    missing = sorted(set(_MISSING.findall(text)))
    answer = {"missing": missing, "pages": "too many pages" in text, "text": text}
    json.dump(answer | {"text": text[:2000]}, sys.stdout)
    sys.exit(1)


if __name__ == "__main__":
    main()
