"""The public API, read side: prepared documents from the read model, never serialised again."""

from ninja import Router

from publishing.api import changes, items

router = Router()
for resource in (items, changes):
    router.add_router("", resource.router)

__all__ = ["router"]
