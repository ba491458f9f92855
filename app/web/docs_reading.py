"""From the OpenAPI document to what its readable page shows: groups, calls, rows of a schema. Draws nothing."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
_METHODS = ("get", "post", "patch", "put", "delete")
_CODE = re.compile(r"`([a-z_]+)`")
_MAX_DEPTH = 4
#: Every call takes it: said once, among the conventions.
_EVERYWHERE = "Accept-Language"


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a member of a body. ``depth``: how far inside, from 0. ``place``: path, query, header, body."""

    name: str
    kind: str
    required: bool
    says: str
    depth: int = 0
    place: str = "body"


@dataclass(frozen=True, slots=True)
class Answer:
    """One status a call may answer, with the problem codes behind it."""

    status: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One method of one path. ``token``: required, optional or none. ``examples``: (name, JSON text)."""

    anchor: str
    method: str
    path: str
    title_zh: str
    title: str
    says: str
    token: str
    parameters: tuple[Row, ...]
    body: tuple[Row, ...]
    examples: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    answered: tuple[Row, ...]
    answered_status: str


@dataclass(frozen=True, slots=True)
class Group:
    """The calls of one resource, with its name in Chinese and English."""

    name: str
    title_zh: str
    title: str
    calls: tuple[Call, ...]


def groups(document: Document, titles_zh: Mapping[str, str]) -> tuple[Group, ...]:
    """The document's resources in their order. titles_zh: "GET /api/v1/scenes" -> what it does, in Chinese."""
    calls: dict[str, list[Call]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = {
                    **item[method],
                    "parameters": [*item.get("parameters", ()), *item[method].get("parameters", ())],
                }
                name = operation["tags"][0]
                calls.setdefault(name, []).append(_call(document, path, method, operation, titles_zh))
    made = []
    for tag in document["tags"]:
        title_zh, _, title = tag.get("description", tag["name"]).partition(" · ")
        made.append(Group(tag["name"], title_zh, title or tag["name"], tuple(calls.get(tag["name"], ()))))
    return tuple(group for group in made if group.calls)


def _call(
    document: Document, path: str, method: str, operation: Mapping[str, Any], titles_zh: Mapping[str, str]
) -> Call:
    key = f"{method.upper()} {path}"
    security = operation.get("security")
    token = "none" if security is None else "optional" if {} in security else "required"
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    status = min((code for code in operation["responses"] if code.startswith("2")), default="")
    answered = operation["responses"].get(status, {}).get("content", {}).get("application/json", {})
    parameters = (_parameter(document, parameter) for parameter in operation["parameters"])
    return Call(
        anchor=re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-"),
        method=method.upper(),
        path=path,
        title_zh=titles_zh.get(key, ""),
        title=_prose(operation.get("summary", "")),
        says=_prose(operation.get("description", "")),
        token=token,
        parameters=tuple(row for row in parameters if row.name != _EVERYWHERE),
        body=tuple(_members(document, body.get("schema", {}), 0)),
        examples=tuple(_examples(body)),
        answers=tuple(
            Answer(code, tuple(_CODE.findall(answer.get("description", ""))))
            for code, answer in sorted(operation["responses"].items())
        ),
        answered=tuple(_members(document, answered.get("schema", {}), 0)),
        answered_status=status,
    )


def _examples(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    named = body.get("examples") or ({"": {"value": body["example"]}} if "example" in body else {})
    for name, example in named.items():
        yield name, json.dumps(example["value"], ensure_ascii=False, indent=2)


def _parameter(document: Document, parameter: Mapping[str, Any]) -> Row:
    found = _resolved(document, parameter)
    return Row(
        name=found["name"],
        kind=_kind(document, found.get("schema", {})),
        required=found.get("required", False),
        says=_prose(found.get("description", "")),
        place=found["in"],
    )


def _members(document: Document, schema: Mapping[str, Any], depth: int) -> Iterator[Row]:
    """The members of an object schema, those of its objects and lists of objects below them, indented."""
    found = _resolved(document, schema)
    if found.get("type") == "array":
        found = _resolved(document, found.get("items", {}))
    if depth > _MAX_DEPTH:
        return
    needed = set(found.get("required", ()))
    for name, member in found.get("properties", {}).items():
        yield Row(name, _kind(document, member), name in needed, _prose(_says(document, member)), depth)
        yield from _members(document, member, depth + 1)


def _says(document: Document, schema: Mapping[str, Any]) -> str:
    return str(schema.get("description") or _resolved(document, schema).get("description", ""))


def _kind(document: Document, schema: Mapping[str, Any]) -> str:
    """``integer 1–100 = 20``, ``conference | mall``, ``[object]``: a schema in a few characters."""
    found = _resolved(document, schema)
    values = [str(value) for value in found.get("enum", ()) if value is not None]
    kind = " | ".join(values) or str(found.get("type", "any"))
    if kind == "array":
        kind = f"[{_kind(document, found.get('items', {}))}]"
    if found.get("format"):
        kind += f" ({found['format']})"
    low, high = found.get("minimum", found.get("minLength")), found.get("maximum", found.get("maxLength"))
    if high is not None:
        kind += f" {low if low is not None else ''}–{high}"
    if found.get("nullable"):
        kind += " | null"
    if found.get("default") not in (None, ""):
        kind += f" = {found['default']}"
    return kind


def _resolved(document: Document, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a ``$ref`` (also a lone one inside ``allOf``) points at; anything else as it is."""
    wrapped = schema.get("allOf")
    if wrapped and len(wrapped) == 1:
        return {**_resolved(document, wrapped[0]), **{name: value for name, value in schema.items() if name != "allOf"}}
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return _resolved(document, found)


def _prose(text: str) -> str:
    """A docstring's words without its markup."""
    return " ".join(text.replace("``", "").split())
