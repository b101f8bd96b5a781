"""Addresses that tusd and the nginx before it ask; ``cms.config.urls`` mounts them under
``/tusd/``, outside the API: nobody else may know that they are there."""

from django.urls import path

from cms.media.api.tusd import AccessView, HooksView

app_name = "tusd"
urlpatterns = [
    path("hooks", HooksView.as_view(), name="hooks"),
    path("access", AccessView.as_view(), name="access"),
]
