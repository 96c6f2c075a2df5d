"""Partners written nearly as an organisation of the network is called.

Those like a name are offered beside it; what is chosen is sent as ``partners-…-meant``
and takes the place of what was typed. Any other name stays as it is written. All of it
works without scripts.
"""

import re
from difflib import get_close_matches

from oneplanet.text.folding import fold
from programmes.models import Organisation
from reporting.naming import SHORT

MOST = 5  # offered for a name
MOST_ASKED = 5  # names that are asked about at a time
NEAR = 0.75  # as difflib counts
_MEANT = re.compile(r"partners-([0-9]{1,4})-meant", re.ASCII)


def named():
    """(name, acronym, code) of every organisation of the network."""
    return Organisation.objects.values_list("name", "acronym", "code")


def offer(rows, bodies) -> None:
    """Give each filled row ``asked``: (what is sent, what is read) of those of the
    ``bodies`` (see :func:`named`) that are called nearly as it says."""
    texts = [(row, str(row["name"].value() or "").strip()) for row in rows]
    folded = {code: fold(name) for name, _acronym, code in bodies} if texts else {}
    known, asked = set(folded.values()), 0
    for row, text in texts:
        if not fold(text) or fold(text) in known or asked == MOST_ASKED:
            continue
        row.asked = [
            (f"{code} {text}", f"{name} ({acronym})" if acronym else name)
            for name, acronym, code in _alike(fold(text), bodies, folded)
        ]
        asked += bool(row.asked)


def _alike(text, bodies, folded) -> list:
    """Those that have every word of it, or that acronym; else those spelled so."""
    words = text.split()
    by_acronym = [body for body in bodies if fold(body[1]) == text]
    says_enough = any(len(word) > SHORT for word in words)
    by_words = [b for b in bodies if says_enough and _has(folded[b[2]], words)]
    if found := (by_acronym + [b for b in by_words if b not in by_acronym])[:MOST]:
        return found
    near = get_close_matches(text, folded.values(), n=MOST, cutoff=NEAR)
    return [body for body in bodies if folded[body[2]] in near][:MOST]


def _has(name, words) -> bool:
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def put_in_place(data) -> None:
    """What was chosen takes the place of the name it was offered for, in posted data
    that may be changed."""
    meant = {}
    for name in data:
        if (match := _MEANT.fullmatch(name)) and data[name].strip():
            meant[f"partners-{match[1]}-name"] = data[name].partition(" ")
    if not meant:
        return
    codes = {code for code, _space, _text in meant.values()}
    chosen = Organisation.objects.filter(code__in=codes)
    names = {body.code: str(body) for body in chosen}
    for name, (code, _space, text) in meant.items():
        if code in names and data.get(name, "").strip() == text:
            data[name] = names[code]
