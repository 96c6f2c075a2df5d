"""Which texts of hubs have no translation yet, language by language: the rows of the
translation board, which says what is missing.
"""

from collections import defaultdict

from knowledge_hubs.translating.board import Line, lines
from knowledge_hubs.translating.kinds import KINDS
from oneplanet.desk import OTHERS
from oneplanet.translations import State

OF_HUBS = tuple(kind for kind in KINDS if kind.is_of_hubs)


def lacking(user=None) -> dict[int, dict[str, list[Line]]]:
    """Of the key of each hub somebody may write (of nobody: of all): language → its
    rows (itself, its blocks, their items) that lack a text; complete languages are left
    out. Two queries, and one for each kind where not all hubs are theirs.
    """
    found = defaultdict(lambda: defaultdict(list))
    rows = lines(user, OF_HUBS)
    for code in OTHERS:
        for row in rows:
            if State.MISSING in row.states[code]:
                found[row.hub][code].append(row)
    return {hub: dict(languages) for hub, languages in found.items()}
