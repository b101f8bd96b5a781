"""Which kinds of content exist: filled by each content app in ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from typing import Any, Protocol

from publishing.item import PublicItem


class Adapter(Protocol):
    """How publishing sees one kind of page. One per kind, in its app's ``publishable.py``."""

    kind: str

    def to_item(self, page: Any) -> PublicItem:
        """The page as the public will read it; also used for previews. No side effect."""
        ...

    def prepare(self, page: Any) -> None:
        """Make what :meth:`to_item` refers to public (copy derivatives). Idempotent.

        Raises cms.base.errors.DomainError, in plain words, when the page must not be released:
        publishing then rolls back.
        """
        ...

    def retract(self, page: Any) -> None:
        """Undo :meth:`prepare`: remove public files that no other released page uses."""
        ...

    def released(self, page: Any, path: str) -> None:
        """Called in the same transaction after the item was written: tell the content app."""
        ...

    def withdrawn(self, page: Any) -> None:
        """Called in the same transaction after the item was withdrawn."""
        ...

    def pages(self) -> Iterable[Any]:
        """Every page of this kind that is releasable now, for ``rebuild_items``, oldest first."""
        ...


_adapters: dict[type, Adapter] = {}


def register(model: type, adapter: Adapter) -> None:
    """Register ``adapter`` for ``model``. Raises ValueError for a second one, or a taken kind."""
    if model in _adapters or any(a.kind == adapter.kind for a in _adapters.values()):
        raise ValueError(f"{model.__name__} or kind {adapter.kind!r} is registered already")
    _adapters[model] = adapter


def adapter_for(page: Any) -> Adapter | None:
    """The adapter of ``page``'s class, or None when that class is not published content."""
    return _adapters.get(type(page))


def all_adapters() -> tuple[tuple[type, Adapter], ...]:
    """Every (model, adapter), in order of registration."""
    return tuple(_adapters.items())


@contextmanager
def registered_temporarily(model: type, adapter: Adapter):
    """For tests: register, and forget again at the end."""
    register(model, adapter)
    try:
        yield
    finally:
        del _adapters[model]
