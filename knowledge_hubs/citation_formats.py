"""A work as programs for references read it: BibTeX, RIS, CSL-JSON. All are UTF-8."""

import json
import re
from datetime import date
from urllib.parse import quote

from knowledge_hubs.citations import Work
from oneplanet.text.languages import tag

BIBTEX_TYPES = {
    "report": "techreport",
    "dataset": "misc",
    "law": "misc",
    "film": "misc",
    "page": "misc",
}
RIS_TYPES = {
    "report": "RPRT",
    "dataset": "DATA",
    "law": "STAT",
    "film": "VIDEO",
    "page": "ELEC",
}
CSL_TYPES = {
    "report": "report",
    "dataset": "dataset",
    "law": "legislation",
    "film": "motion_picture",
    "page": "webpage",
}
BABEL = {  # languages by the names biblatex knows
    "ar": "arabic",
    "zh-hans": "chinese",
    "en": "english",
    "fr": "french",
    "ru": "russian",
    "es": "spanish",
}
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&#_%"},
}
_TEX_SIGNS = str.maketrans(_TEX)
_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9:_-]")


def bibtex(work: Work, accessed: date) -> str:
    """For BibTeX and biblatex. Names of bodies stand in braces of their own, so that
    nobody takes them apart into first and last names."""
    kind = BIBTEX_TYPES[work.genre]
    publishers = " and ".join(map(_tex, work.publishers))
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in work.authors),
        "title": f"{{{_tex(work.title)}}}",
        "year": str(work.year or ""),
        "date": work.on.isoformat() if work.on else "",
        "institution" if kind == "techreport" else "publisher": publishers,
        "number": _tex(work.number),
        "doi": _braces_apart(work.doi),
        "isbn": _tex(work.isbn),
        "url": _braces_apart(work.url),
        "urldate": accessed.isoformat(),
        "langid": BABEL.get(work.language, ""),
        "language": tag(work.language) if work.language else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    key = _NOT_IN_A_KEY.sub("-", work.key)
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def ris(work: Work, accessed: date) -> str:
    """Lines end as the format wants them; a text is one line."""
    lines = [
        ("TY", RIS_TYPES[work.genre]),
        ("ID", work.key),
        *(("AU", name) for name in work.authors),
        ("TI", work.title),
        ("PY", str(work.year or "")),
        ("DA", f"{work.on:%Y/%m/%d}" if work.on else ""),
        *(("PB", name) for name in work.publishers),
        ("M1", work.number),
        ("DO", work.doi),
        ("SN", work.isbn),
        ("LA", tag(work.language) if work.language else ""),
        ("UR", work.url),
        ("Y2", f"{accessed:%Y/%m/%d}"),
    ]
    said = [f"{name}  - {_line(value)}" for name, value in lines if value]
    return "".join(f"{line}\r\n" for line in [*said, "ER  - "])


def csl(work: Work, accessed: date) -> str:
    """One item of CSL-JSON, in a list."""
    issued = [work.on.year, work.on.month, work.on.day] if work.on else [work.year]
    item = {
        "id": work.key,
        "type": CSL_TYPES[work.genre],
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "issued": {"date-parts": [issued]} if issued[0] else None,
        "publisher": ", ".join(work.publishers),
        "number": work.number,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "language": tag(work.language) if work.language else "",
        "URL": work.url,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }
    given = {name: value for name, value in item.items() if value}
    return json.dumps([given], ensure_ascii=False, indent=1) + "\n"


# Ending of the file → its type and who writes it.
FORMATS = {
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", csl),
}


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _line(text).translate(_TEX_SIGNS)


def _braces_apart(text: str) -> str:
    """An address as it is, but for signs that would end its field."""
    return "".join(quote(char) if char in "{}\\ \n\r\t" else char for char in text)
