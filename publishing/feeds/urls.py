"""Addresses of the feeds; ``cms.config.urls`` mounts them."""

from django.urls import path

from publishing.feeds import views

app_name = "feeds"
urlpatterns = [
    path("feeds/<slug:slug>.<slug:extension>", views.feed, name="feed"),
]
