"""Our API: versioned, one router an app, composed here."""

from ninja import NinjaAPI

from cms.base.api.access import reader
from cms.base.problem import register_handlers
from cms.people.api import router as people_router
from cms.places.api import router as places_router
from publishing.api import router as publishing_router
from stories.api import router as stories_router


class Api(NinjaAPI):
    """Operations are named after their views, as a client generated from the schema shows them."""

    def get_openapi_operation_id(self, operation):
        return operation.view_func.__name__


api = Api(
    title="Sambang API",
    version="1",
    description="What is published, for programs, and what trusted programs may change.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    auth=reader,
)
for router in (publishing_router, people_router, places_router, stories_router):
    api.add_router("", router)
register_handlers(api)
