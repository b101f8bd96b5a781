"""Our API: versioned, one router an app, composed here."""

from ninja import NinjaAPI

from cms.base.api.access import reader
from cms.base.problem import register_handlers
from publishing.api import router as publishing_router

api = NinjaAPI(
    title="Sambang API", version="1", docs_url=None, urls_namespace="api-v1", auth=reader
)
api.add_router("", publishing_router)
register_handlers(api)
