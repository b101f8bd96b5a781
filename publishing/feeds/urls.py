"""Addresses of this part; ``cms.config.urls`` mounts them."""

app_name = "feeds"
urlpatterns: list = []
