"""Addresses of the feeds; ``cms.config.urls`` mounts them."""

from django.urls import path, re_path

from publishing.feeds import opml, views

ADDRESS = r"(?P<address>[a-z-]{1,40}(?:/[A-Za-z0-9_.-]{1,80})?)"
NUMBER = r"(?P<number>[1-9][0-9]{0,8})"
EXTENSION = r"\.(?P<extension>[a-z]{3,4})"

app_name = "feeds"
urlpatterns = [
    path("feeds/umpan.opml", opml.whole, name="opml"),
    path("feeds/umpan/<slug:province>.opml", opml.of_province, name="opml_province"),
    re_path(rf"^feeds/{ADDRESS}/arsip/{NUMBER}{EXTENSION}$", views.archive_view, name="archive"),
    re_path(rf"^feeds/{ADDRESS}{EXTENSION}$", views.feed, name="feed"),
]
