"""The write side of the API: an officer's reports, and what a publisher does with a story."""

from ninja import Router

from stories.api import publication, reports

router = Router()
for resource in (reports, publication):
    router.add_router("", resource.router)

__all__ = ["router"]
