"""The OpenAPI description of the API, made from the list of kinds."""

from django.conf import settings
from django.utils import translation

from oneplanet.limits import WINDOW
from oneplanet.open_data.asking import MANY, MOST
from oneplanet.open_data.columns import Head
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.licence import licence

LANGUAGES = [code for code, _name in settings.LANGUAGES]
STORED = {  # type of a column: what JSON Schema calls it
    "string": {"type": "string"},
    "uri": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
}
FAILURES = {
    "400": "A parameter or a code is unknown, given twice, or makes no sense.",
    "401": "The token is unknown or has been ended.",
    "404": "There is no public record with this code.",
    "429": "Too many requests. Retry-After says how many seconds to wait.",
}
TOLD = {  # header: what it says
    "RateLimit-Limit": "Requests allowed in a window of ten minutes.",
    "RateLimit-Policy": "The same, with the seconds of the window.",
    "ETag": "Sent back as If-None-Match, an unchanged answer is 304.",
    "Link": "The licence, and the next page.",
}


@translation.override("en")
def describe(kinds: tuple[Kind, ...], besides: dict) -> dict:
    """The whole description as OpenAPI 3.1; ``besides``: path → what else is there."""
    paths = {"/": {"get": _index()}, **besides}
    for kind in kinds:
        paths[f"/{kind.name}/"] = {"get": _list_of(kind)}
        paths[f"/{kind.name}/{{code}}/"] = {"get": _record_of(kind)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "One Planet network portal: open data",
            "version": "1",
            "description": "Everything public on the portal, read-only.",
            "license": licence(),
        },
        "servers": [{"url": f"{settings.SITE_URL}/api/v1"}],
        "security": [{}, {"token": []}],
        "tags": [{"name": k.name, "description": str(k.about)} for k in kinds],
        "paths": paths,
        "components": {
            "schemas": _shared() | {k.one: _schema(k.heads) for k in kinds},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Raises the limits. It opens nothing else.",
                }
            },
        },
    }


def _shared() -> dict:
    licence_of = {"type": "object", "required": ["name", "url"]}
    licence_of["properties"] = {name: STORED["string"] for name in ("name", "url")}
    failure = {
        "type": "object",
        "required": ["detail"],
        "properties": {
            "detail": STORED["string"] | {"description": "What is wrong, in words."},
            "parameter": STORED["string"] | {"description": "The one to blame."},
        },
    }
    left = {
        "type": "object",
        "description": "What is left of a record that was public.",
        "required": ["code", "withdrawn_at"],
        "properties": {
            "code": STORED["string"],
            "withdrawn_at": STORED["date-time"],
            "merged_into": STORED["string"]
            | {"description": "The record it was merged into, if it was."},
            "detail": STORED["string"],
        },
    }
    return {"licence": licence_of, "failure": failure, "withdrawn": left}


def _schema(heads: tuple[Head, ...]) -> dict:
    return {
        "type": "object",
        "required": [head.name for head in heads],
        "properties": {head.name: _value(head) for head in heads},
    }


def _value(head: Head) -> dict:
    if head.type == "rows":
        value = {"type": "array", "items": _schema(head.parts)}
    else:
        value = dict(STORED[head.type])
    if head.choices:
        value["enum"] = list(head.choices)
    if head.is_empty:
        value["type"] = [value["type"], "null"]
        if head.choices:
            value["enum"].append(None)
    more = f" Codes of {head.words}." if head.words else ""
    return value | {"description": f"{head.meaning}{more}"}


def parameter(name, schema, description, **more) -> dict:
    found = {"name": name, "in": "query", "schema": schema, "description": description}
    return found | more


LANG = parameter(
    "lang",
    {"type": "string", "enum": LANGUAGES, "default": "en"},
    "The language of labels and of translated texts.",
)
PAGING = [
    parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST},
        "How many records one answer holds.",
    ),
    parameter(
        "cursor",
        {"type": "string"},
        "Where the last answer ended: follow its “next” and never make one up.",
    ),
    parameter(
        "updated_since",
        {"anyOf": [STORED["date-time"], STORED["date"]]},
        "Only what changed since then; also, as code and moment, what was withdrawn, "
        "and into which record it was merged, if it was.",
    ),
]


UNKNOWN = "An unknown one is refused, with those that are known."


def _filter(name, narrowing) -> dict:
    if type(narrowing.field.widget).__name__ == MANY:
        several = f"Codes; may be given several times. {UNKNOWN}"
        return parameter(name, STORED["list"], several, explode=True)
    schema = dict(STORED["string"])
    if most := getattr(narrowing.field, "max_length", None):
        return parameter(name, schema | {"maxLength": most}, "Words, all of them.")
    return parameter(name, schema, f"A code. {UNKNOWN}")


LICENCE = {"$ref": "#/components/schemas/licence"}


def _list_of(kind: Kind) -> dict:
    either = [{"$ref": _to(kind.one)}, {"$ref": _to("withdrawn")}]
    answer = {
        "type": "object",
        "required": ["data_licence", "next", "results"],
        "properties": {
            "data_licence": {"$ref": _to("licence")},
            "next": {"type": ["string", "null"], "description": "The next page."},
            "results": {"type": "array", "items": {"anyOf": either}},
        },
    }
    filters = [_filter(name, found) for name, found in kind.filters.items()]
    return operation(
        f"list_{kind.name}", kind, str(kind.about), answer, [*filters, LANG, *PAGING]
    )


def _record_of(kind: Kind) -> dict:
    extra = {"data_licence": {"$ref": _to("licence")}}
    answer = {"allOf": [{"$ref": _to(kind.one)}, {"properties": extra}]}
    code = {"name": "code", "in": "path", "required": True, "schema": STORED["string"]}
    found = operation(f"get_{kind.one}", kind, "One record.", answer, [code, LANG])
    if kind.may_be_merged:
        text = "It was merged into another record, whose address “Location” names."
        found["responses"]["301"] = {"description": text}
    found["responses"]["410"] = _answer("It is no longer public.", _to("withdrawn"))
    return found


def _index() -> dict:
    answer = {"type": "object", "required": ["data_licence", "kinds"]}
    return operation("list_kinds", None, "Where everything is.", answer, [LANG])


def operation(name, kind, summary, schema, parameters) -> dict:
    headers = {
        header: {"description": text, "schema": STORED["string"]}
        for header, text in TOLD.items()
    }
    answers = {"200": _body("The records asked for.", schema) | {"headers": headers}}
    answers["304"] = {"description": "Unchanged since the ETag that was sent."}
    for status, text in FAILURES.items():
        answers[status] = _answer(text, _to("failure"))
    answers["429"]["description"] += f" The window is {WINDOW} seconds."
    return {
        "operationId": name.replace("-", "_"),
        "summary": summary,
        "tags": [kind.name] if kind else [],
        "parameters": parameters,
        "responses": answers,
    }


def _to(name) -> str:
    return f"#/components/schemas/{name}"


def _answer(description, reference) -> dict:
    return _body(description, {"$ref": reference})


def _body(description, schema) -> dict:
    content = {"application/json": {"schema": schema}}
    return {"description": description, "content": content}
