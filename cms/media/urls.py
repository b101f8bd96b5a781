"""Addresses of this app; ``cms.config.urls`` mounts them."""

from django.core.files.storage import FileSystemStorage, storages
from django.urls import path

from cms.media import views

app_name = "media"
urlpatterns = [path("berkas/<path:path>", views.private, name="private")]
# On S3 (or behind a CDN that reads it) public files have their own address.
if isinstance(storages["public"], FileSystemStorage):
    urlpatterns.append(path("media/<path:path>", views.public, name="public"))
