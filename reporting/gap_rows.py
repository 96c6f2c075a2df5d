"""The numbers of participation and gaps as rows of a table to take away. Words begin
with nothing a spreadsheet would take for a formula.
"""

from collections.abc import Iterator

from oneplanet.open_data.tables import safe
from oneplanet.text.languages import name_of

COLUMNS = ["table", "code", "label", "programme", "measure", "number", "before"]


def rows_of(turnout, gaps, languages) -> Iterator[list]:
    """Rows of COLUMNS; ``before`` is the number of the period before, or None."""
    regions = [(row.pk, row.code, row.label) for row in gaps.regions]
    yield from _groups("programme", turnout.by_programme)
    yield from _groups("region", turnout.by_region(regions))
    yield from _groups("network", [turnout.all])
    programmes = [column.code for column in gaps.columns]
    for line in (*gaps.by_region(), gaps.of_all()):
        for code, figure in zip([*programmes, ""], line.figures, strict=True):
            yield _row("activities by region", line, code, figure)
    names = [(code, name_of(code)) for code in languages]
    for line in gaps.by_language(names):
        yield _row("activities by language", line, "", line.figures[0])
    for line in gaps.by_stage():
        yield _row("activities by stage", line, "", line.figures[0])
    for one in gaps.silent():
        for country in one.countries:
            name = safe(country.name)
            yield ["countries with nothing", country.code, name, "", "", 0, None]


def _row(table, line, programme, figure) -> list:
    label = safe(line.label)
    number, before = figure.number, figure.before
    return [table, line.code, label, programme, "activities", number, before]


def _groups(table, groups) -> Iterator[list]:
    name = f"organisations by {table}" if table != "network" else "organisations"
    for group in groups:
        for measure in ("could", "reported", "nothing", "closed"):
            before = None
            if measure == "reported" and group.before is not None:
                before = len(group.before)
            number = len(group.of(measure))
            label = safe(str(group.label))
            yield [name, group.code, label, "", measure, number, before]
