"""Every relation of an editors' form to a long list is searched, not scrolled."""

import pytest
from django.contrib.admin.widgets import AutocompleteMixin
from django.forms import ModelChoiceField
from django.test import RequestFactory

from knowledge_hubs.models import HubBlock
from oneplanet.admin import site
from programmes.models import Organisation, User
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db

LONG = 50  # rows
GROWING = {User, Organisation}  # whatever the reference data hold of them


@pytest.fixture(scope="module")
def asked(reference, django_db_blocker):
    request = RequestFactory().get("/")
    with django_db_blocker.unblock():
        request.user = make_administrator()
    return request


def rows_of(model):
    """Nothing yet, and rows of each form a page may take."""
    if model is HubBlock:
        return [None, *(model.objects.filter(kind=kind)[0] for kind in model.Kind)]
    return [None, model._default_manager.first()]


def may_write(page, request, row):
    if row:
        return page.has_change_permission(request, row)
    return page.has_add_permission(request)


def forms(request):
    """(where, form) of every page that is written on, and of what hangs on it."""
    for model, page in site._registry.items():
        for row in filter(lambda row: may_write(page, request, row), rows_of(model)):
            label = model._meta.label
            yield label, page.get_form(request, row, change=bool(row))
            for inline in page.get_inline_instances(request, row):
                formset = inline.get_formset(request, row)
                formset.form.base_fields.pop(formset.fk.name, None)  # the row itself
                yield f"{label} {inline.model._meta.model_name}", formset.form


def test_every_relation_to_a_long_list_is_searched(asked):
    counts, found = {}, {}
    for where, form in forms(asked):
        for name, field in form.base_fields.items():
            if isinstance(field, ModelChoiceField):
                other = field.queryset.model
                if other not in counts:
                    counts[other] = other._default_manager.count()
                if counts[other] > LONG or other in GROWING:
                    widget = getattr(field.widget, "widget", field.widget)
                    found[where, name] = isinstance(widget, AutocompleteMixin)
    assert {place for place, is_searched in found.items() if not is_searched} == set()
    assert len(found) > 60
    long = {model.__name__ for model, count in counts.items() if count > LONG}
    assert {"Country", "Term", "PublishedFigure", "Organisation"} <= long
