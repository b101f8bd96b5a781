"""The readable reference of the API, drawn from its description."""

from __future__ import annotations

import functools
import json
import re
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cms.config import openapi
from publishing.site.pages import public_page

METHODS = ("get", "post", "put", "patch", "delete")
_REF = "#/components/schemas/"
_TICKED = re.compile(r"`([^`\n]+)`")


@require_safe
def reference(request):
    """Every resource with its parameters, answers and an example to copy."""
    context = {"groups": groups(), "base": f"{settings.BASE_URL}/api/v1/"}
    return public_page(request, "site/api.html", context, tags=["openapi"])


@functools.cache
def groups() -> list[dict[str, Any]]:
    """The operations by tag, in the order of the description, ready for the template."""
    schema = orjson.loads(openapi.prepared())
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if operation := methods.get(method):
                tag = (operation.get("tags") or ["api"])[0]
                found.setdefault(tag, []).append(_operation(schema, path, method, operation))
    return [{"name": name, "operations": operations} for name, operations in found.items()]


def _operation(schema: dict, path: str, method: str, operation: dict) -> dict[str, Any]:
    parameters = [_parameter(parameter) for parameter in operation.get("parameters", [])]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": _prose(operation.get("summary", "")),
        "description": _prose(operation.get("description", "")),
        "parameters": parameters,
        "scope": _scope(operation),
        "sent": _sent(schema, operation),
        "members": _members(schema, operation["responses"]),
        "answers": [
            {"status": status, "text": _prose(answer["description"])}
            for status, answer in operation["responses"].items()
        ],
        "curl": _curl(path, method, operation),
    }


def _parameter(parameter: dict) -> dict[str, Any]:
    schema = parameter["schema"]
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    limits = [
        f"{sign} {schema[key]}"
        for key, sign in (("minimum", "≥"), ("maximum", "≤"), ("default", "="))
        if key in schema
    ]
    return {
        "name": parameter["name"],
        "where": parameter["in"],
        "required": parameter.get("required", False),
        "type": schema.get("format") or schema.get("type", ""),
        "values": values,
        "limits": ", ".join(limits),
        "text": _prose(parameter.get("description", "")),
        "example": parameter.get("example", ""),
    }


def _prose(text: str) -> SafeString:
    """A text of the description, which is Markdown in OpenAPI; ours marks nothing but code."""
    return mark_safe(_TICKED.sub(r"<code>\1</code>", escape(text)))  # escaped


def _scope(operation: dict) -> str:
    """The scope without which it does not open; blank where nobody has to show a token."""
    needed = operation.get("security", [{}])
    return "" if {} in needed else ", ".join(name for one in needed for name in one["token"])


def _sent(schema: dict, operation: dict) -> list[dict[str, Any]]:
    """The members of what is sent, one level deep."""
    content = operation.get("requestBody", {}).get("content", {})
    shape = _resolve(schema, next(iter(content.values()), {}).get("schema", {}))
    required = shape.get("required", [])
    return [
        {
            "name": name,
            "type": _type(member),
            "text": _prose(member.get("description", "")),
            "required": name in required,
        }
        for name, member in shape.get("properties", {}).items()
    ]


def _members(schema: dict, answers: dict) -> list[dict[str, str]]:
    """The members of the successful answer, one level deep."""
    content = next(
        (a["content"] for status, a in answers.items() if status < "300" and "content" in a), {}
    )
    shape = _resolve(schema, next(iter(content.values()), {}).get("schema", {}))
    return [
        {"name": name, "type": _type(member), "text": _prose(member.get("description", ""))}
        for name, member in shape.get("properties", {}).items()
    ]


def _resolve(schema: dict, shape: dict) -> dict:
    reference = shape.get("$ref", "")
    return schema["components"]["schemas"][reference.removeprefix(_REF)] if reference else shape


def _type(shape: dict) -> str:
    """A type as people write it: ``Media[]``, ``string | null``."""
    if "$ref" in shape:
        return shape["$ref"].removeprefix(_REF)
    if "anyOf" in shape:
        return " | ".join(_type(choice) for choice in shape["anyOf"])
    if shape.get("type") == "array":
        return f"{_type(shape.get('items', {}))}[]"
    return shape.get("format") or shape.get("type", "object")


def _curl(path: str, method: str, operation: dict) -> str:
    """A command to copy: the example values of parameters; a stand-in where there are none."""
    query, headers = {}, []
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", f"<{parameter['name']}>")
        elif parameter["in"] == "header":
            if parameter.get("required"):
                headers.append(f"-H '{parameter['name']}: …'")
        elif "example" in parameter and len(query) < 2:
            query[parameter["name"]] = parameter["example"]
    address = f"{settings.BASE_URL}{path}" + (f"?{urlencode(query, safe=',')}" if query else "")
    parts = ["curl"] + ([f"-X {method.upper()}"] if method != "get" else [])
    if _scope(operation):
        parts.append("-H 'Authorization: Bearer <token>'")
    parts += headers
    if "requestBody" in operation:
        content, body = next(iter(operation["requestBody"]["content"].items()))
        if content == "multipart/form-data":
            parts += [f"-F '{name}=…'" for name in body["schema"]["properties"]]
        else:
            parts.append(f"-H 'Content-Type: {content}' -d {json.dumps('…', ensure_ascii=False)}")
    return " ".join([*parts, f"'{address}'"])
