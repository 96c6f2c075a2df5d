"""Which published figures are made from which answer of the report form.

One table, by the codes of programmes.models.PublishedFigure. A question without a row
is in no published figure.
"""

from collections import defaultdict

from programmes.models import PublishedFigure

BY_REGION = (
    *("PF-14-2", "PF-14-3", "PF-14-4", "PF-14-5"),
    *("PF-67-5", "PF-67-6", "PF-67-7"),
)
USED_IN = {
    "type": (
        *("PF-12-1", "PF-12-2", "PF-12-3", "PF-12-4"),
        *("PF-59-2", "PF-59-3", "PF-59-4", "PF-59-5"),
        *("PF-67-2", "PF-67-3", "PF-67-4", "PF-82-1"),
    ),
    "started_on": ("PF-10-2", "PF-10-3"),
    "scope": ("PF-14-6",),
    "countries": ("PF-14-1", *BY_REGION),
    "regions": BY_REGION,
    "programme": ("PF-59-6", "PF-59-7", "PF-59-8"),
    "sectors": (
        *("PF-13-1", "PF-13-2", "PF-13-3", "PF-13-4", "PF-13-5", "PF-13-6", "PF-13-7"),
        "PF-59-1",
        "PF-67-1",
    ),
    "stages": (
        *("PF-63-1", "PF-63-2", "PF-63-3"),
        *("PF-67-8", "PF-67-9", "PF-67-10"),
    ),
    "impacts": ("PF-13-8", "PF-13-9", "PF-13-10", "PF-18-1", "PF-18-2", "PF-18-3"),
}


def figures_by_question() -> dict[str, list[PublishedFigure]]:
    """Question → the first figure of each paragraph it is used in. One query."""
    codes = {code for row in USED_IN.values() for code in row}
    rows = PublishedFigure.objects.in_force().filter(code__in=codes)
    figures = {row.code: row for row in rows.select_related("document")}
    answer = defaultdict(list)
    for field, used in USED_IN.items():
        paragraphs = set()
        for figure in filter(None, map(figures.get, used)):
            if figure.paragraph not in paragraphs:
                paragraphs.add(figure.paragraph)
                answer[field].append(figure)
    return answer
