"""Every address of Sambang. Indonesian pages have no prefix; English ones begin with ``/en/``."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cms.config.api import api
from cms.config.openapi import openapi_json
from cms.config.reference import reference
from cms.people.views.signin import home_for_user
from publishing.embed.views import oembed_answer
from publishing.feeds import pages as feed_pages
from publishing.feeds.urls import ADDRESS

urlpatterns = [
    path("admin/", include("cms.people.admin.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/openapi.json", openapi_json, name="openapi"),
    path("api/v1/uploads/", include("cms.media.api.urls")),
    path("api/v1/", api.urls),
    path("tusd/", include("cms.media.api.tusd_urls")),
    path("oembed/", oembed_answer, name="oembed"),
    path("", include("publishing.feeds.urls")),
    path("", include("publishing.sitemaps.urls")),
    path("", include("cms.places.urls")),
    path("", include("cms.media.urls")),
]
urlpatterns += i18n_patterns(
    path("api/", reference, name="api_reference"),
    path("umpan/", feed_pages.index, name="feed_index"),
    re_path(rf"^umpan/{ADDRESS}/$", feed_pages.one, name="feed_page"),
    path("", include("cms.people.urls")),
    path("ruang-kerja/", home_for_user, name="home_for_user"),
    path("", include("stories.urls")),
    path("", include("local_heroes.urls")),
    path("", include("awards.urls")),
    path("", include("publishing.site.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
