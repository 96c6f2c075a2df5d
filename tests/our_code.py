"""Our own code, read as text, for the tests of its shape."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
APPS = ("oneplanet", "programmes", "reporting", "knowledge_hubs")  # lowest first


def modules():
    """(path, dotted name, syntax tree, lines) of each module of ours."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                text = path.read_text(encoding="utf-8")
                parts = path.relative_to(ROOT).with_suffix("").parts
                name = ".".join(parts).removesuffix(".__init__")
                yield path, name, ast.parse(text), text.count("\n")


MODULES = list(modules())


def short(path):
    return str(path.relative_to(ROOT))


def imports(tree):
    """Dotted names of what a module imports from our apps."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "Our imports name their module in full."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def arrows():
    """(importing module, imported name) wherever both are ours."""
    for _path, name, tree, _lines in MODULES:
        for imported in imports(tree):
            if imported.partition(".")[0] in APPS:
                yield name, imported


def app_of(name):
    return name.partition(".")[0]


def templates():
    return sorted(TEMPLATES.rglob("*.html"))
