"""Rules about the code itself (docs/architecture.md)."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).parent.parent
APPS = ["programmes", "reporting", "knowledge_hubs"]  # each may import those before it
WIRING = {  # modules of oneplanet that may know the apps; the rest is the kit
    "oneplanet.admin",
    "oneplanet.api",
    "oneplanet.apps",
    "oneplanet.management",
    "oneplanet.refusals",
    "oneplanet.settings",
    "oneplanet.urls",
    "oneplanet.views",
    "oneplanet.wsgi",
}
LAYERS = [  # inside an app; each may import those before it, and its own
    {"workflow"},
    {"readiness", "notifications"},
    {"models"},
    {"translation", "loading", "invitations", "memberships", "accounts"},
    {"choices", "reading", "cards", "uploads", "figures", "style_guide"},
    {"filters", "facets", "public_records", "forms", "account_forms", "templatetags"},
    {"drafts", "posted", "sample", "bench"},
    {"api", "views", "admin"},
    {"urls"},
]
# Longer than one subject usually needs, each for a reason.
LONG_MODULES = {
    "oneplanet/settings.py": "one file, as every Django project has it",
    "programmes/models/people.py": "people, and the two kinds of row roles come from",
    "reporting/models/version.py": "a version and every row that is sealed with it",
    "reporting/models/activity.py": "the verb and what it writes",
}
MOST_LINES, MOST_FUNCTION_LINES = 330, 45


def modules(package):
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" not in path.parts:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_kit(module):
    return module.startswith("oneplanet") and not any(
        module == name or module.startswith(name + ".") for name in WIRING
    )


def rank(name):
    part = [*name.split("."), ""][1]
    return next((i for i, layer in enumerate(LAYERS) if part in layer), None)


def complaint(module, name):
    """Say why ``module`` must not import ``name``; None when it may."""
    app, target = module.split(".")[0], name.split(".")[0]
    if target in APPS and is_kit(module):
        return "the kit knows no app"
    if target in APPS and app in APPS:
        if APPS.index(target) > APPS.index(app):
            return "apps import downwards only"
        if target != app and rank(name) is not None:
            if rank(name) >= LAYERS.index({"api", "views", "admin"}):
                return "apps never import each other's views"
        if target == app and rank(module) is not None and rank(name) is not None:
            if rank(name) > rank(module):
                return "modules import downwards only"
    return None


@pytest.mark.parametrize("package", ["oneplanet", *APPS])
def test_imports_point_one_way(package):
    complaints = [
        f"{module} imports {name}: {why}"
        for module, path in modules(package)
        for name in imports(path)
        if (why := complaint(module, name))
    ]
    assert complaints == []


@pytest.mark.parametrize("app", APPS)
def test_an_address_its_view_and_its_template_share_one_name(app):
    patterns = import_module(f"{app}.urls").urlpatterns
    assert [p.name for p in patterns] == [p.callback.__name__ for p in patterns]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_model_says_what_it_is():
    without = [
        model.__name__
        for app in ["oneplanet", *APPS]
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
        and (not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("))
    ]
    assert without == []


def test_modules_and_functions_stay_small():
    long = []
    for package in ["oneplanet", *APPS]:
        for _module, path in modules(package):
            name = str(path.relative_to(ROOT))
            text = path.read_text()
            if len(text.splitlines()) > MOST_LINES and name not in LONG_MODULES:
                long.append((name, len(text.splitlines())))
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef):
                    lines = node.end_lineno - node.lineno + 1
                    if lines > MOST_FUNCTION_LINES:
                        long.append((name, node.name, lines))
    assert long == []


def test_no_module_is_named_for_nothing():
    vague = {"utils", "common", "helpers", "core", "services", "misc"}
    assert not [
        module
        for package in ["oneplanet", *APPS]
        for module, _path in modules(package)
        if set(module.split(".")) & vague
    ]


def test_no_import_hides_in_a_function():
    hidden = []
    for package in APPS:
        for module, path in modules(package):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    if any(
                        isinstance(inner, ast.Import | ast.ImportFrom)
                        for inner in ast.walk(node)
                    ):
                        hidden.append((module, node.name))
    assert hidden == []


def test_templates_carry_no_style_and_no_script():
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\sstyle=|\son\w+=\"|<script>|<style", path.read_text())
    ]
    assert found == []


def test_components_say_what_they_take():
    without = [
        path.name
        for path in (ROOT / "templates" / "components").glob("*.html")
        if not re.match(r"(\{% load [^%]+%\})?\{# .+ #\}", path.read_text())
    ]
    assert without == []


def test_no_view_is_exempt_from_the_token():
    exempt = [
        str(path)
        for package in ["oneplanet", *APPS]
        for _module, path in modules(package)
        if "csrf_exempt" in path.read_text()
    ]
    assert exempt == []


def test_every_page_is_under_a_language_but_the_named_ones():
    plain = {
        pattern.name
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLPattern)
    }
    assert plain == {"healthz", "readyz", "choose_language"}
