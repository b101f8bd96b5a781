"""Addresses of this app; ``cms.config.urls`` mounts them."""

app_name = "media"
urlpatterns: list = []
