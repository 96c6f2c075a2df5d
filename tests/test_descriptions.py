"""What models, modules and templates say of themselves, and what templates lean on."""

import ast
import re
from collections import defaultdict

import pytest
from django.apps import apps
from django.template import engines

from tests.our_code import APPS, MODULES, ROOT, TEMPLATES, short, templates
from tests.pages import BY_NAME

# Of modules of these names, and in folders of these names, it goes without saying.
STANDARD = set(
    "__init__ admin apps commands forms models translation urls views".split()
)


def test_every_model_says_what_it_is_in_the_world():
    silent = [
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if model.__doc__.startswith(f"{model.__name__}(")
        and not model.__name__.startswith("Historical")
    ]
    assert silent == []


def test_every_module_without_a_standard_name_says_what_it_is_for():
    silent = [
        short(path)
        for path, _name, tree, _lines in MODULES
        if not STANDARD & {path.stem, *path.relative_to(ROOT).parts}
        and not ast.get_docstring(tree)
    ]
    assert silent == []


@pytest.mark.parametrize("path", templates(), ids=short)
def test_every_template_says_what_it_takes_or_what_it_fills(path):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    first = re.sub(r"^(\{% load \w+ %\})+", "", first)
    assert re.match(r'\{# .+ #\}|\{% extends "', first)


def test_templates_load_what_there_is_and_not_what_all_have_anyway():
    engine = engines["django"].engine
    built_in = {module.rpartition(".")[2] for module in engine.builtins}
    known = set(engine.libraries) - built_in
    loaded = defaultdict(set)
    for path in templates():
        for line in re.findall(r"\{% load ([^%]*) %\}", path.read_text("utf-8")):
            loaded[short(path)] |= set(
                line.partition(" from ")[2].split() or line.split()
            )
    assert {
        path: names - known for path, names in loaded.items() if names - known
    } == {}


def test_every_component_is_used():
    texts = [path.read_text(encoding="utf-8") for path in templates()]
    alike = re.findall(r'\{% alike "(\w+)"', "".join(texts))
    texts += [f"components/{name}.html" for name in alike]
    texts += [path.read_text(encoding="utf-8") for path, *_rest in MODULES]
    folders = [TEMPLATES / name for name in ("components", "forms", *APPS)]
    names = [
        short(path).removeprefix("templates/")
        for folder in folders
        for path in folder.rglob("*.html")
    ]
    texts += [f"{name.replace(':', '/')}.html" for name in BY_NAME]  # pages of views
    unused = [name for name in names if not any(name in text for text in texts)]
    assert unused == []
