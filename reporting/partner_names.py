"""Partners written nearly as an organisation of the network is called.

Those like a name are offered beside it; what is chosen is sent as ``partners-…-meant``
and takes the place of what was typed. Any other name stays as it is written. All of it
works without scripts.
"""

import re
from collections import Counter
from difflib import get_close_matches

from oneplanet.text.folding import fold
from programmes.models import Organisation, OrganisationName
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
    ``bodies`` (see :func:`named`) that are, or were, called nearly as it says. One
    query, where a name is not theirs of today."""
    texts = [(row, str(row["name"].value() or "").strip()) for row in rows]
    folded = {code: [fold(name)] for name, _acronym, code in bodies} if texts else {}
    known = {name for names in folded.values() for name in names}
    texts = [(row, text) for row, text in texts if fold(text) not in {"", *known}]
    if not texts:
        return
    for name, code in _other_names():
        folded.get(code, []).append(name)
    known, asked = Counter(n for names in folded.values() for n in set(names)), 0
    for row, text in texts:
        if known[fold(text)] == 1 or asked == MOST_ASKED:  # saving it will know whose
            continue
        row.asked = [
            (f"{code} {text}", f"{name} ({acronym})" if acronym else name)
            for name, acronym, code in _alike(fold(text), bodies, folded)
        ]
        asked += bool(row.asked)


def _other_names():
    """(folded name, code) of former, alternative and further official names."""
    standing = Organisation.objects.order_by()
    rows = OrganisationName.objects.filter(organisation__in=standing)
    return rows.values_list("name_folded", "organisation__code")


def _alike(text, bodies, folded) -> list:
    """Those one name of which has every word of it, or with that acronym; else those
    spelled so."""
    words = text.split()
    by_acronym = [body for body in bodies if fold(body[1]) == text]
    says_enough = any(len(word) > SHORT for word in words)
    by_words = [b for b in bodies if says_enough and _has(folded[b[2]], words)]
    if found := (by_acronym + [b for b in by_words if b not in by_acronym])[:MOST]:
        return found
    every = [name for names in folded.values() for name in names]
    near = set(get_close_matches(text, every, n=MOST, cutoff=NEAR))
    return [body for body in bodies if near.intersection(folded[body[2]])][:MOST]


def _has(names, words) -> bool:
    """Whether one of the names has each word, or one that begins so."""
    return any(
        all(any(part.startswith(word) for part in parts) for word in words)
        for parts in map(str.split, names)
    )


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
