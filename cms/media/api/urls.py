"""Addresses of the upload server; ``cms.config.urls`` mounts them under ``/api/v1/uploads/``."""

from django.urls import path

from cms.media.api.views import UploadsView, UploadView

app_name = "uploads"
urlpatterns = [
    path("", UploadsView.as_view(), name="all"),
    path("<uuid:key>", UploadView.as_view(), name="one"),
]
