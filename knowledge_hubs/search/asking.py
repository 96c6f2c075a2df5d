"""What somebody asks for, read from the address."""

from dataclasses import dataclass

from django.http import QueryDict

from oneplanet.text.fields import readable
from oneplanet.text.folding import fold

MAX_LENGTH = 200
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """``text`` as typed, for the field; ``words`` folded, to be found; ``kind`` by name
    or "". ``left_out`` says that there were more words than are looked for.
    """

    text: str
    words: tuple[str, ...]
    kind: str
    left_out: bool

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        whole = readable(query.get("q", "")).strip()
        words = fold(whole[:MAX_LENGTH]).split()
        return cls(
            text=whole[:MAX_LENGTH],
            words=tuple(dict.fromkeys(words[:MAX_WORDS])),
            kind=query.get("kind", ""),
            left_out=len(words) > MAX_WORDS or len(whole) > MAX_LENGTH,
        )
