"""Finding anything public by words: the visible list of kinds, and what was found.

Until the engine comes (docs/decisions/0014): every word must occur, folded, in what a
thing is found by. Large tables are asked through their folded columns; short lists are
read whole once a minute.
"""

from knowledge_hubs.search.asking import MAX_WORDS, Asked
from knowledge_hubs.search.finding import Results, results
from knowledge_hubs.search.kinds import KINDS, Kind

__all__ = ["KINDS", "MAX_WORDS", "Asked", "Kind", "Results", "results"]
