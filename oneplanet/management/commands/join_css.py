"""Join the parts of the stylesheet in the order of their names into one file."""

import re
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FOLDER = Path(settings.BASE_DIR) / "static" / "css"

# Strings and unquoted url() are kept as written; the first that matches wins.
PIECES = re.compile(
    r"""
      (?P<kept> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\(\s*[^"'\s)][^)]*\) )
    | (?P<gap> (?: \s | /\*.*?\*/ )+ )
    | (?P<other> [^\s"'/{};,u]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NEEDS_NO_SPACE = "{};,"


class Command(BaseCommand):
    help = "Join static/css/[0-9]*.css into static/css/site.css."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch", action="store_true", help="go on, joining after every change"
        )

    def handle(self, *, watch, **options):
        seen = self._join()
        while watch:
            time.sleep(0.5)
            if _state() != seen:
                seen = self._join()

    def _join(self):
        state, parts = _state(), _parts()
        if not parts:
            raise CommandError(f"There is no part of the stylesheet in {FOLDER}.")
        site = FOLDER / "site.css"
        joined = join(parts)
        if not site.exists() or site.read_text(encoding="utf-8") != joined:
            site.write_text(joined, encoding="utf-8")
        size = len(joined.encode()) / 1000
        self.stdout.write(f"{len(parts)} parts, {size:.1f} kB")
        return state


def _parts() -> list[Path]:
    return sorted(FOLDER.glob("[0-9]*.css"))


def _state():
    return [(path, path.stat().st_mtime_ns) for path in _parts()]


def join(parts: list[Path]) -> str:
    """The joined stylesheet: a line naming its parts, then each, smaller."""
    names = " ".join(path.name for path in parts)
    banner = f"/* Made by `manage.py join_css` from: {names}. Change those. */"
    texts = [smaller(path.read_text(encoding="utf-8")) for path in parts]
    return "\n".join([banner, *texts, ""])


def smaller(css: str) -> str:
    """Without comments and without the white space that means nothing.

    One space stays wherever it could mean something: in selectors, values, calc(),
    and in an empty ``--name: ;``.
    """
    out, gap = [""], ""
    for piece in PIECES.finditer(css):
        text, last = piece.group(), out[-1][-1:]
        if piece.lastgroup == "gap":
            gap = " " if COMMENT.sub("", text) else "/**/"
            continue
        if gap and last not in NEEDS_NO_SPACE:
            if text not in NEEDS_NO_SPACE or last == ":":
                out.append(gap)
        out.append(text)
        gap = ""
    return "".join(out)
