"""Addresses of the hero desk inside the Wagtail admin."""

from django.urls import path

from local_heroes.admin import views

app_name = "hero_admin"
urlpatterns = [
    path("", views.index, name="index"),
    path("pilih/", views.choose, name="choose"),
    path("pilih/<int:officer_id>/", views.build, name="build"),
    path("<int:page_id>/", views.detail, name="detail"),
    path("<int:page_id>/<slug:name>/", views.step, name="step"),
]
