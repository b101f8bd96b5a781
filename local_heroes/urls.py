"""Addresses of this app; ``cms.config.urls`` mounts them."""

from django.urls import path

from local_heroes import views

app_name = "local_heroes"
urlpatterns = [
    path("local-heroes/", views.index, name="index"),
    path("local-heroes/persetujuan/", views.consent, name="consent"),
]
