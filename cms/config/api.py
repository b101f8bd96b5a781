"""Our API: versioned, one router an app, composed here."""

from ninja import NinjaAPI

api = NinjaAPI(title="Sambang API", version="1", docs_url=None, urls_namespace="api-v1")
