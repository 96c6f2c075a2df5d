"""Gather every marked string into the catalogues of the five translated languages.

New strings come empty, changed ones are not guessed (no fuzzy entries), strings that
are gone are taken out. Needs Debian's gettext.
"""

import subprocess
import sys

import polib
from environment import ROOT, sample_environment

LOCALES = {"ar": 6, "es": 3, "fr": 3, "ru": 4, "zh_Hans": 1}  # and their plural forms
IGNORED = (".venv", "var", "tests", "docs", "static", "tools", "node_modules")


def main() -> int:
    extract(ROOT)
    for locale in LOCALES:
        catalogue = ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"
        entries = polib.pofile(str(catalogue))
        print(f"{locale}: {len(entries)} strings, {len(missing(entries))} to translate")
    return 0


def extract(root) -> None:
    """Run Django's makemessages over a tree; its catalogues are changed in place."""
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete"]
    command += ["--no-wrap", "--add-location", "file", "--verbosity", "0"]
    for locale in LOCALES:
        command += ["--locale", locale]
    for name in IGNORED:
        command += ["--ignore", name]
    env = sample_environment(debug=True)
    subprocess.run(command, cwd=root, env=env, check=True)
    for path in root.glob("locale/*/LC_MESSAGES/django.po"):
        tidy(path)


def tidy(path) -> None:
    """No guesses, no dates: the same strings make the same file."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    forms = LOCALES[path.parts[-3]]
    for entry in catalogue:
        if entry.msgid_plural:
            known = entry.msgstr_plural
            entry.msgstr_plural = {n: known.get(n, "") for n in range(forms)}
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        entry.previous_msgctxt = None
        entry.previous_msgid = entry.previous_msgid_plural = None
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator"):
        catalogue.metadata.pop(name, None)
    catalogue.save(str(path))


def missing(catalogue) -> list:
    """Entries with nothing, or a plural form of nothing, in the translation."""
    return [
        entry
        for entry in catalogue
        if not all(
            entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        )
    ]


if __name__ == "__main__":
    raise SystemExit(main())
