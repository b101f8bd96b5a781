"""Addresses of this app; ``cms.config.urls`` mounts them. The desk's are in the admin."""

from django.urls import path, re_path

from stories.views import app, coaching, earlier, officer

app_name = "stories"
urlpatterns = [
    path("lapor/", officer.report_list, name="report_list"),
    path("lapor/app/", app.shell, name="app"),
    path("lapor/sw.js", app.worker, name="app_worker"),
    path("lapor/app.webmanifest", app.manifest, name="app_manifest"),
    re_path(r"^lapor/ikon-(?P<shape>biasa|bulat)-(?P<size>\d{3})\.png$", app.icon, name="app_icon"),
    path("lapor/sesi/", app.session, name="app_session"),
    path("lapor/kabar/", app.notices_read, name="app_notices_read"),
    path("lapor/baru/", officer.report_new, name="report_new"),
    path("lapor/pembinaan/", coaching.coaching, name="coaching"),
    path("lapor/<uuid:report_id>/", officer.report_status, name="report_status"),
    path("lapor/<uuid:report_id>/ubah/", officer.report_edit, name="report_edit"),
    path("lapor/<uuid:report_id>/cukup/", officer.no_more_files, name="no_more_files"),
    re_path(
        r"^cerita/(?P<story>\d{4}/\d{2}/[\w-]{1,255})/teks-lama/(?P<number>\d{1,3})/$",
        earlier.earlier_text,
        name="earlier_text",
    ),
]
