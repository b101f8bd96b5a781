"""Shapes that every resource of the API shares: what may be asked of a list, and problems."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


def _sparse(schema: dict[str, Any]) -> None:
    """``fields`` leaves members out: none of them is promised."""
    schema.pop("required", None)


class Exact(Schema):
    """A shape that has these members and no others."""

    model_config = ConfigDict(extra="forbid")


class Sparse(Schema):
    """A resource: these members, or those that ``fields`` names."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_sparse)


class Paging(Schema):
    """How much of a list, and from where."""

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
