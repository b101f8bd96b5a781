"""Addresses of sitemaps; ``cms.config.urls`` mounts them at the root, where they must be."""

from django.urls import path, re_path

from publishing.sitemaps import views

PART = r"(?P<part>0|[1-9][0-9]{0,11})"

app_name = "sitemaps"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.index, name="index"),
    path("sitemap-halaman.xml", views.pages, name="pages"),
    path("sitemap-berita.xml", views.news_index, name="news_index"),
    re_path(rf"^sitemap-berita-{PART}\.xml$", views.news, name="news"),
    re_path(rf"^sitemap-terbitan-{PART}\.xml$", views.items, name="items"),
    re_path(rf"^sitemap-petugas-{PART}\.xml$", views.officers, name="officers"),
]
