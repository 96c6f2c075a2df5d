"""An undefined variable in one of our templates fails the test that shows it.

Templates of other packages are left alone: many of them count on undefined variables
being empty. `{% if name %}` may ask for what is not there, as always in Django.
"""

import sys
from pathlib import Path

from django.template import Node

OURS = Path(__file__).resolve().parent.parent


class UndefinedVariable(AssertionError):
    """Named: the variable and the template."""


class Undefined(str):
    """Stands in for `string_if_invalid`: Django fills in the variable's name by %.

    A variable whose lookup ended silently (a missing related row, a method that
    needs arguments) comes here by __html__ instead, when it is printed.
    """

    def __mod__(self, variable):
        return _refuse(variable)

    def __html__(self):
        return _refuse("(ended silently)")


def _refuse(variable):
    template = _template_being_rendered()
    if template is not None and _is_ours(template):
        where = template.relative_to(OURS)
        raise UndefinedVariable(f"{variable} is not defined in {where}")
    return ""


def _is_ours(template: Path) -> bool:
    return template.is_relative_to(OURS) and "site-packages" not in template.parts


def _template_being_rendered() -> Path | None:
    """The file of the innermost template node on the stack."""
    frame = sys._getframe(1)
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None) if isinstance(node, Node) else None
        if origin is not None and origin.name:
            return Path(origin.name)
        frame = frame.f_back
    return None
