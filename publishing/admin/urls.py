"""Addresses of the integrations inside the Wagtail admin."""

from django.urls import path

from publishing.admin import views

app_name = "integrations"
urlpatterns = [
    path("langganan/", views.subscriptions, name="subscriptions"),
    path(
        "langganan/<int:subscription_id>/<slug:name>/",
        views.subscription_step,
        name="subscription_step",
    ),
    path("pengiriman/", views.deliveries, name="deliveries"),
    path("pengiriman/<int:delivery_id>/", views.delivery, name="delivery"),
    path("pengiriman/<int:delivery_id>/kirim-ulang/", views.replay, name="replay"),
]
