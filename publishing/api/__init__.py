"""The public API, read side: prepared documents from the read model, never serialised again."""

from ninja import Router

from publishing.api import changes, items, media, search, terms

router = Router()
for resource in (items, terms, media, search, changes):
    router.add_router("", resource.router)

__all__ = ["router"]
