"""The API's description (OpenAPI 3.1), made truthful where ninja's own leaves something out.

Parameters say one example and never null (a query has no null), problems have their media type,
HEAD has an identity of its own, and answers name their headers.
"""

from __future__ import annotations

import copy
from typing import Any

from ninja import NinjaAPI

PROBLEM_TYPE = "application/problem+json"
SENTENCES = {
    "200": "As asked.",
    "201": "Made.",
    "304": "The reader has it already (`If-None-Match`).",
    "400": "It cannot be read, or a header is missing or none.",
    "401": "Credentials are missing where some are needed, or open nothing.",
    "403": "The token lacks a scope (`WWW-Authenticate` names it), or its owner may not do this.",
    "404": "There is nothing at that address.",
    "409": "The state no longer allows it, or the same request is under way.",
    "410": "It was public and no longer is; `state` says why.",
    "412": "It changed since; `ETag` says what it is now.",
    "413": "More bytes than allowed.",
    "415": "Of a type that is not taken.",
    "422": "A parameter or member is unknown, out of range, or contradicts another; `errors` names "
    "each. Or the key was used for another request.",
    "428": "`If-Match` is missing.",
    "429": "Too many requests; `Retry-After` says when to come back.",
}
HEADERS = {
    "ETag": "Strong validator, made from the bytes of the answer.",
    "Cache-Control": "How long anybody may keep the answer.",
    "Cache-Tag": "What the answer is made of, for caches that clear by tag.",
}
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API token (`sbg_…`) with the scope that is named. "
    "For what is public it is optional, with `read`.",
}


def describe(api: NinjaAPI, *, server: str) -> dict[str, Any]:
    """The whole description of ``api`` at ``server`` (scheme and host)."""
    # Copied by text: ninja shares one description between the methods of an operation.
    schema = copy.deepcopy(_plain(api.get_openapi_schema(path_prefix="/api/v1/")))
    schema["servers"] = [{"url": server}]
    schema["components"]["securitySchemes"] = {"token": TOKEN}
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            _mend(method, operation)
    return schema


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    return value


def _mend(method: str, operation: dict[str, Any]) -> None:
    if method == "head":
        operation["operationId"] += "_head"
    # Anybody may read, with or without a token; the rest names the scope that it needs.
    is_open = "security" not in operation
    operation.setdefault("security", [{}, {"token": []}])
    for parameter in operation.get("parameters", []):
        _mend_parameter(parameter)
    for status, answer in operation["responses"].items():
        answer["description"] = SENTENCES.get(status, answer["description"])
        content = answer.get("content")
        if content and status >= "400":
            answer["content"] = {PROBLEM_TYPE: next(iter(content.values()))}
        if status in ("200", "304") and method in ("get", "head") and is_open:
            answer["headers"] = {
                name: {"description": text, "schema": {"type": "string"}}
                for name, text in HEADERS.items()
            }
        if status == "429":
            answer["headers"] = {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
            }
        if method == "head":
            answer.pop("content", None)


def _mend_parameter(parameter: dict[str, Any]) -> None:
    schema = parameter["schema"]
    choices = [choice for choice in schema.pop("anyOf", []) if choice.get("type") != "null"]
    if len(choices) == 1:
        schema |= choices[0]
    elif choices:
        schema["anyOf"] = choices
    if schema.get("default", 0) is None:
        del schema["default"]
    schema.pop("title", None)
    schema.pop("description", None)
    if examples := parameter.pop("examples", None):
        parameter["example"] = examples[0]
