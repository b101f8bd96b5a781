"""Addresses of the upload server; ``cms.config.urls`` mounts them under ``/api/v1/uploads/``."""

from django.urls import path

from cms.media.api.views import ProofView, QuestionView, UploadsView, UploadView

app_name = "uploads"
urlpatterns = [
    path("", UploadsView.as_view(), name="all"),
    path("question", QuestionView.as_view(), name="question"),
    path("proof", ProofView.as_view(), name="proof"),
    path("<uuid:key>", UploadView.as_view(), name="one"),
]
