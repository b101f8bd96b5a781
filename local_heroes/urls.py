"""Addresses of this app; ``cms.config.urls`` mounts them."""

app_name = "local_heroes"
urlpatterns: list = []
