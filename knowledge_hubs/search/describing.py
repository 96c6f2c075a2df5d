"""The search as the OpenAPI description says it."""

from knowledge_hubs.search.answering import SORTS
from knowledge_hubs.search.asking import LAST_PAGE, MAX_LENGTH, PER_PAGE
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.vocabulary import FACETS
from oneplanet.open_data.describing import LANG, LICENCE, operation, parameter

TEXT, NUMBER, YES = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
MAYBE = {"type": ["string", "null"]}


def described() -> dict:
    """path → operation."""
    return {"/search/": _search(), "/search/suggestions/": _suggestions()}


def _search() -> dict:
    like = "Instead of words: a record, as results name it under “like”."
    page = f"{PER_PAGE} results each."
    pages = {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}
    parameters = [
        parameter("q", TEXT | {"maxLength": MAX_LENGTH}, "Words, in any language."),
        parameter("like", TEXT, like),
        *map(_facet, FACETS),
        parameter("sort", {"type": "string", "enum": list(SORTS)}, "Else best first."),
        parameter("page", pages, page),
        LANG,
    ]
    about = "What is found, ranked, with how often each value of each facet stands."
    answer = _object(
        data_licence=LICENCE,
        query=_object(q=TEXT, like=MAYBE, language=TEXT, ignored=_list(TEXT))
        | {"description": "As it was read."},
        total=NUMBER,
        any_word=YES | {"description": "Nothing has all the words; these have some."},
        page=NUMBER,
        pages=NUMBER,
        next=MAYBE,
        results=_list(_result()),
        facets=_list(_object(name=TEXT, label=TEXT, values=_list(_value()))),
    )
    answer["properties"]["query"]["properties"]["did_you_mean"] = MAYBE
    return {"get": operation("search", None, about, answer, parameters)}


def _facet(name) -> dict:
    schema = _list(
        {"type": "string", "enum": list(BY_NAME)} if name == "kind" else TEXT
    )
    several = "Any of these; may be given several times. Answers list the values."
    return parameter(name, schema, several, explode=True)


def _result() -> dict:
    marked = "HTML: the words that were found stand in <mark>."
    return _object(
        kind=TEXT | {"enum": list(BY_NAME)},
        kind_label=TEXT,
        title=TEXT,
        title_language=TEXT,
        title_marked=TEXT | {"description": marked},
        text=TEXT | {"description": "The best stretch of its text."},
        text_language=MAYBE,
        text_marked=TEXT | {"description": marked},
        is_meant=YES | {"description": "Found by its subject, not by its words."},
        is_chosen=YES | {"description": "Editors let it lead these words."},
        like=TEXT | {"description": "What to ask with for others like it."},
        page=TEXT | {"description": "The address of its page."},
    )


def _value() -> dict:
    return _object(value=TEXT, label=TEXT, count=NUMBER, is_selected=YES)


def _suggestions() -> dict:
    about = "What was typed, its last word completed in ways that find something."
    typed = parameter("q", TEXT | {"maxLength": MAX_LENGTH}, "What was typed.")
    answer = _object(data_licence=LICENCE, suggestions=_list(TEXT))
    return {"get": operation("suggestions", None, about, answer, [typed, LANG])}


def _object(**properties) -> dict:
    required = list(properties)
    return {"type": "object", "required": required, "properties": properties}


def _list(items) -> dict:
    return {"type": "array", "items": items}
