"""Saving the draft of an initiative, by the rules of reporting/drafts.py."""

import json

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from oneplanet.text import dates
from reporting.choices import NETWORK_WIDE
from reporting.drafts import EditConflict, may_move, move, refuse
from reporting.initiative_form import InitiativeForm
from reporting.models import Initiative
from reporting.naming import organisations_named
from reporting.organisations_field import names_meant
from reporting.posted import DATES, DraftForms, plain_text, readable_copy
from reporting.workflow import StepRefused

TEXTS = ("title", "objectives", "language")
FACETS = ("countries", "regions", "sectors")


@transaction.atomic
def save_initiative(initiative: Initiative, *, by, data, counter: int):
    """Store what was posted; the version. Raises EditConflict and StepRefused.

    ``counter`` is the version's ``edit_count`` the form started from. The same content
    over a newer counter is no conflict, nor is what follows on a page's own save.
    """
    locked = Initiative.objects.select_for_update(of=("self",))
    initiative = locked.get(pk=initiative.pk)
    if not Initiative.objects.editable_by(by).filter(pk=initiative.pk).exists():
        raise StepRefused(_("This initiative can no longer be edited."))
    version = initiative.versions.select_for_update().get(sealed_at=None)
    movable = may_move(initiative)
    if counter != version.edit_count:
        stored = normal(data_of(version), may_move=movable)
        if normal(data, may_move=movable) == stored:
            return version.heard_of(data)
        if not version.follows(data):
            raise EditConflict
    form = bind(data, may_move=movable).form
    version.refused_fields.all().delete()
    _keep(version, form)
    move(initiative, form)
    version.entered_by = by
    version.edit_count += 1
    version.note_page(data)
    version.save()
    return version


def _keep(version, form):
    """Each valid field as data, each refused one as typed."""
    words = form.words.rows
    for name in form.fields:
        if name in form.errors:
            refuse(version, name, _as_typed(form.data, name))
            if name in DATES:  # the day before may contradict the other one now
                setattr(version, name, None)
            continue
        value = form.cleaned_data.get(name)
        if name == "owners":
            own = version.initiative.organisation_id
            version.owners.set(body for body in value if body.pk != own)
        elif name in FACETS:
            getattr(version, name).set([words[name][code] for code in value])
        elif name == "type":
            version.type = words["type"].get(value)
        elif name != "programme" and not (name == "language" and not value):
            setattr(version, name, value)


def _as_typed(data, name) -> list[str]:
    return names_meant(data, name) if name == "owners" else data.getlist(name)


def bind(data, *, may_move=True) -> DraftForms:
    """The form bound to posted data; retired words the draft names stay offered."""
    data = readable_copy(data)
    chosen = {name: data.getlist(name) for name in ("type", *FACETS)}
    form = InitiativeForm(data, may_move=may_move, chosen=chosen)
    return DraftForms(form, rows={}, counts={})


def data_of(version) -> QueryDict:
    """The draft as posted data: what is stored, overlaid by what was refused."""
    data = QueryDict(mutable=True)
    for name in TEXTS:
        data[name] = getattr(version, name)
    data["type"] = version.type.code if version.type else ""
    for name in DATES:
        day = getattr(version, name)
        data[name] = dates.for_input(day) if day else ""
    for name in FACETS:
        codes = getattr(version, name).values_list("code", flat=True)
        data.setlist(name, sorted(codes))
    data.setlist("owners", [str(body) for body in version.owners.order_by("pk")])
    programme = version.initiative.programme
    data["programme"] = programme.code if programme else NETWORK_WIDE
    for refused in version.refused_fields.all():
        if refused.field in InitiativeForm.base_fields:
            data.setlist(refused.field, json.loads(refused.text))
    return data


def normal(data, *, may_move=True) -> dict:
    """Posted data in one comparable shape, however days and names are written."""
    data = readable_copy(data)
    plain = {
        name: sorted({plain_text(name, text) for text in data.getlist(name)} - {""})
        for name in InitiativeForm.base_fields
        if may_move or name != "programme"
    }
    owners = [plain_text("owners", text) for text in names_meant(data, "owners")]
    plain["owners"] = sorted(set(owners) - {""})
    named = organisations_named(plain["owners"])
    plain["owners"] = sorted(str(named.get(n, n)) for n in plain["owners"])
    return plain
