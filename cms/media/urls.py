"""Addresses of this app; ``cms.config.urls`` mounts them."""

from django.urls import path

from cms.media import views

app_name = "media"
urlpatterns = [
    path("berkas/asli/<str:token>/", views.original, name="original"),
    path("berkas/<path:path>", views.private, name="private"),
    path("media/<path:path>", views.public, name="public"),
]
