"""Shapes that every resource of the API shares: what may be asked of a list, and problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field


def _sparse(schema: dict[str, Any]) -> None:
    """``fields`` leaves members out: none of them is promised."""
    schema.pop("required", None)


class Exact(Schema):
    """A shape that has these members and no others."""

    model_config = ConfigDict(extra="forbid")


class Sparse(Schema):
    """A resource: these members, or those that ``fields`` names."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_sparse)


class Paging(BaseModel):
    """How much of a list, and from where.

    Not a Schema: that would read each parameter through a wrapper for objects, which queries
    are not.
    """

    cursor: str | None = Field(
        None,
        max_length=500,
        min_length=1,
        description="From `next` or `prev` of an answer; keep the other parameters as they were.",
    )
    limit: int = Field(20, ge=1, le=100, description="How many at most.")


class Listed(Exact):
    """What every page of a list has beside its rows."""

    next: str | None = Field(None, description="Address of the next page; null on the last one.")
    prev: str | None = Field(None, description="Address of the page before; null on the first.")


class Problem(Schema):
    """RFC 9457 problem details. `errors` names each parameter that is at fault."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:sambang:problem:invalid"])
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["Parameter tidak dikenal: warna."])
    errors: dict[str, str] | None = Field(None, examples=[{"warna": "tidak dikenal"}])


def answers(model: type[Schema], *others: int) -> dict[int, Any]:
    """The answers of a reading operation that gives ``model``, with problems of ``others`` too."""
    problems = dict.fromkeys((401, 403, 422, 429, *others), Problem)
    return {200: model, 304: None, **problems}


def private_answers(models: Mapping[int, Any], *others: int) -> dict[int, Any]:
    """The answers of an operation that needs a token, with problems of ``others`` too."""
    problems = dict.fromkeys((400, 401, 403, 422, 429, *others), Problem)
    return {**models, **problems}


def once() -> dict[str, Any]:
    """The description of the header that makes a request happen once."""
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Yours to choose. The same request with it is answered the same for 48 h.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": 128,
            "pattern": "^[a-zA-Z0-9-]+$",
        },
    }


def needs(scope: str, *headers: dict[str, Any]) -> dict[str, Any]:
    """What ``openapi_extra`` says of an operation for holders of ``scope``."""
    extra: dict[str, Any] = {"security": [{"token": [scope]}]}
    return extra | ({"parameters": list(headers)} if headers else {})
