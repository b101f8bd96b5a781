"""Who holds what, from the deliveries so far; and why a receiver is paused."""

from django.db import migrations

CONTENT = ["item.released", "item.updated", "item.corrected", "item.restored"]


def remember(apps, schema_editor):
    Delivery = apps.get_model("publishing", "Delivery")
    HeldItem = apps.get_model("publishing", "HeldItem")
    Subscription = apps.get_model("publishing", "Subscription")
    last = {}
    rows = Delivery.objects.order_by("seq").values_list("subscription_id", "item_id", "event")
    for subscription_id, item_id, event in rows.iterator(chunk_size=2000):
        last[subscription_id, item_id] = event
    HeldItem.objects.bulk_create(
        [
            HeldItem(subscription_id=subscription_id, item_id=item_id)
            for (subscription_id, item_id), event in last.items()
            if event in CONTENT
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    Subscription.objects.filter(is_active=False, paused_reason="").update(paused_reason="manual")


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_fair_deliveries")]
    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
