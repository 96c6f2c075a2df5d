"""Which codes a list may be narrowed by; a FilterSet names them beside its filters.

``CODES`` of a FilterSet: name of a filter → function of the model it narrows, giving
every code that filter knows. A range stands for years.
"""

from collections.abc import Callable, Iterable

LONGEST = 2000  # signs of a list of choices in an answer
YEARS = range(1900, 2101)


def codes_of(model, field="code", **wanted) -> Callable[[type], Iterable[str]]:
    """Those of the rows of a model, wherever they are asked for."""
    return lambda _narrowed: (
        model.objects.filter(**wanted)
        .order_by(field)
        .values_list(field, flat=True)
        .distinct()
    )


def fixed(codes) -> Callable[[type], Iterable[str]]:
    return lambda _narrowed: codes


def of_its_kind(narrowed) -> Iterable[str]:
    """The kinds a model has: words of a vocabulary, choices, or none."""
    fields = {field.name: field for field in narrowed._meta.fields}
    if "kind" not in fields:
        return ()
    if fields["kind"].is_relation:
        wanted = fields["kind"].get_limit_choices_to()
        return codes_of(fields["kind"].related_model, **wanted)(narrowed)
    return [code for code, _label in fields["kind"].choices]


def unknown(codes, given) -> list[str]:
    """Those given that are no codes, in their order."""
    if isinstance(codes, range):
        return [text for text in given if not _is_year(text, codes)]
    known = set(codes)
    return [text for text in given if text not in known]


def _is_year(text, years) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in years


def in_words(codes) -> str:
    """To choose from, in one line; where there are very many, the first of them."""
    if isinstance(codes, range):
        return f"{codes[0]}–{codes[-1]}"
    text = ", ".join(codes)
    if len(text) <= LONGEST:
        return text or "–"
    return text[:LONGEST].rpartition(", ")[0] + ", …"
