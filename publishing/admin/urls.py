"""Addresses of the integrations inside the Wagtail admin."""

from django.urls import path

from publishing.admin import deliveries, subscriptions, where

app_name = "integrations"
urlpatterns = [
    path("di-mana/<int:page_id>/", where.show, name="where"),
    path("langganan/", subscriptions.index, name="subscriptions"),
    path("langganan/<int:subscription_id>/", subscriptions.detail, name="subscription"),
    path(
        "langganan/<int:subscription_id>/<slug:name>/",
        subscriptions.step,
        name="subscription_step",
    ),
    path("pengiriman/", deliveries.index, name="deliveries"),
    path("pengiriman/<int:delivery_id>/", deliveries.detail, name="delivery"),
    path("pengiriman/<int:delivery_id>/kirim-ulang/", deliveries.replay, name="replay"),
]
