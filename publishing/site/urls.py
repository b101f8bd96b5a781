"""Addresses of this part; ``cms.config.urls`` mounts them."""

app_name = "site"
urlpatterns: list = []
