"""Answers kept in one process: bounded in bytes, found by address, dropped by tag."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field

from publishing.edge import encodings

Header = tuple[str, str]
Key = tuple[str, ...]
# What one address with a question mark may take of all: nobody empties the cache by asking for
# ?x=1, ?x=2, …
QUERY_SHARE = 0.25
_WORDINGS = 8  # of Accept-Encoding that an entry remembers
_OVERHEAD = 1_500  # bytes that an entry costs besides its bodies, about


@dataclass(slots=True)
class Variant:
    """An answer in one encoding, ready to be given."""

    etag: str
    headers: list[Header]
    not_modified: list[Header]
    body: list[bytes]


@dataclass(slots=True)
class Entry:
    """An answer that was made once. Times are seconds of the monotonic clock."""

    status: str
    headers: tuple[Header, ...]
    body: bytes
    tags: frozenset[int]
    fresh_until: float
    stale_until: float
    was_asked: bool = False
    variants: dict[str, Variant] = field(default_factory=dict)
    # The same by the words of the client, of which there are few.
    by_accepted: dict[str, Variant] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return _OVERHEAD + len(self.body) * 2

    def variant_for(self, accepted: str) -> Variant:
        """The answer for a client that sent ``accepted`` as Accept-Encoding, remembered for it."""
        found = self.variant(encodings.choose(accepted) if accepted else encodings.IDENTITY)
        if len(self.by_accepted) < _WORDINGS:
            self.by_accepted[accepted] = found
        return found

    def variant(self, encoding: str) -> Variant:
        """The answer in ``encoding``; compressed the first time it is asked for."""
        found = self.variants.get(encoding)
        if found is None:
            found = self.variants[encoding] = self._make(encoding)
        return found

    def _make(self, encoding: str) -> Variant:
        kept = [(n, v) for n, v in self.headers if n.lower() not in {"content-length", "etag"}]
        values = {name.lower(): value for name, value in self.headers}
        body = self.body
        if encoding and encodings.is_compressible(values.get("content-type", ""), len(body)):
            body = encodings.compress(encoding, body)
            kept.append(("Content-Encoding", encoding))
        else:
            encoding = encodings.IDENTITY
        etag = values.get("etag", "")
        if etag and encoding:
            etag = f'{etag[:-1]}-{encoding}"'
        validators = [("ETag", etag)] if etag else []
        return Variant(
            etag=etag,
            headers=[*kept, *validators, ("Content-Length", str(len(body)))],
            not_modified=[
                *((n, v) for n, v in kept if not n.lower().startswith("content-")),
                *validators,
            ],
            body=[body],
        )


class Entries:
    """At most ``limit`` bytes. What nobody asked for since its last turn goes first."""

    def __init__(self, limit: int):
        self._limits = {True: int(limit * QUERY_SHARE), False: limit - int(limit * QUERY_SHARE)}
        self._sizes = {True: 0, False: 0}
        self._shelves: dict[bool, OrderedDict[Key, Entry]] = {
            True: OrderedDict(),
            False: OrderedDict(),
        }
        self._tagged: dict[int, set[Key]] = defaultdict(set)
        self._all: dict[Key, Entry] = {}
        self.get = self._all.get

    def __len__(self) -> int:
        return len(self._all)

    def put(self, key: Key, entry: Entry, *, has_query: bool) -> None:
        """Keep ``entry``, dropping others of its shelf when there is no room."""
        self.drop(key)
        shelf = self._shelves[has_query]
        if entry.size > self._limits[has_query] // 4:
            return
        shelf[key] = self._all[key] = entry
        self._sizes[has_query] += entry.size
        for tag in entry.tags:
            self._tagged[tag].add(key)
        while self._sizes[has_query] > self._limits[has_query]:
            first, candidate = next(iter(shelf.items()))
            if candidate.was_asked and first != key:
                # Another turn: cheaper at every answer than keeping them in order of use.
                candidate.was_asked = False
                shelf.move_to_end(first)
            else:
                self.drop(first)

    def drop(self, key: Key) -> None:
        """Forget ``key``, if it is here."""
        entry = self._all.pop(key, None)
        if entry is None:
            return
        for has_query, shelf in self._shelves.items():
            if shelf.pop(key, None) is not None:
                self._sizes[has_query] -= entry.size
        for tag in entry.tags:
            keys = self._tagged[tag]
            keys.discard(key)
            if not keys:
                del self._tagged[tag]

    def drop_tags(self, tags: set[int]) -> None:
        """Forget every entry with one of ``tags``."""
        for tag in tags:
            for key in list(self._tagged.get(tag, ())):
                self.drop(key)

    def clear(self) -> None:
        """Forget everything."""
        self._all.clear()
        self._tagged.clear()
        for has_query, shelf in self._shelves.items():
            shelf.clear()
            self._sizes[has_query] = 0
