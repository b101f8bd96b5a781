"""Addresses of the public site; ``cms.config.urls`` mounts them last but for Wagtail's."""

from django.urls import path, re_path

from publishing.embed.views import card
from publishing.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("cerita/", views.stories, name="stories"),
    path("cari/", views.search, name="search"),
    path("bhabinkamtibmas/", views.officers, name="officers"),
    path("bhabinkamtibmas/<slug:slug>/", views.officer, name="officer"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("gaya/", views.style, name="style"),
    path("sematan/<uuid:public_id>/", card, name="embed_card"),
    # Every published item lives at its own path; what is none falls through to Wagtail's pages.
    re_path(r"^((?:[\w-]+/)+)$", views.item, name="item"),
]
