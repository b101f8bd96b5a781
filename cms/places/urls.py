"""Addresses of this app; ``cms.config.urls`` mounts them."""

from django.urls import path

from cms.places import views

app_name = "places"
urlpatterns = [path("wilayah/cari/", views.village_search, name="village_search")]
