"""Addresses of this app; ``cms.config.urls`` mounts them. The office's are in the admin."""

from django.urls import path

from awards.views import nominating, panel, public

app_name = "awards"
urlpatterns = [
    path("penghargaan/", public.index, name="index"),
    path("penghargaan/<slug:slug>/usulkan/", nominating.nominate, name="nominate"),
    path("penghargaan/<slug:slug>/periksa/", public.check, name="check"),
    path(
        "penghargaan/<slug:slug>/usulkan/<uuid:public_id>/tarik/",
        nominating.withdraw,
        name="withdraw",
    ),
    path("juri/", panel.home, name="panel_home"),
    path("juri/panel/<int:panelist_id>/", panel.sign, name="sign"),
    path("juri/<uuid:public_id>/", panel.review, name="review"),
    path("juri/<uuid:public_id>/hubungan/", panel.declare, name="declare"),
    path("juri/<uuid:public_id>/bukti/<int:evidence_id>/", panel.evidence, name="evidence"),
]
