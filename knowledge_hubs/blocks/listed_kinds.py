"""The kinds an automatic list of a hub may be narrowed to."""

from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models import HubBlock
from programmes.models import ActivityType, Term

MODELS = {kind.name: kind.model for kind in KINDS}
Of = HubBlock.Of


def kinds_in(name: str) -> list[tuple]:
    """(code, words) of the kinds in the list of that name, in their order; none where
    its records have no kind, or nothing is listed.
    """
    if name == Of.ACTIVITY:
        return _coded(ActivityType.objects.all())
    if name == Of.POLICY:
        return _coded(Term.objects.filter(vocabulary="policy_type"))
    model = MODELS.get(name)
    fields = {field.name: field for field in model._meta.fields} if model else {}
    if "kind" not in fields:
        return []
    kind = fields["kind"]
    if not kind.is_relation:
        return list(kind.choices)
    wanted = kind.get_limit_choices_to()
    return _coded(kind.related_model.objects.filter(**wanted))


def _coded(rows) -> list[tuple]:
    return [(row.code, str(row)) for row in rows]
