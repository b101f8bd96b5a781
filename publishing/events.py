"""What can happen to an item, as receivers and the audit hear it."""

from publishing.models import ItemState

RELEASED = "item.released"
UPDATED = "item.updated"
CORRECTED = "item.corrected"
RESTORED = "item.restored"
GONE = {
    ItemState.WITHDRAWN: "item.withdrawn",
    ItemState.UNPUBLISHED: "item.unpublished",
    ItemState.EXPIRED: "item.expired",
}
EVENTS = (RELEASED, UPDATED, CORRECTED, RESTORED, *GONE.values())
# Still public, but no longer what this receiver asked for.
LEFT = "item.left"
# Sent by hand, to see whether a receiver answers.
TEST = "test.ping"
# After one of these a receiver must not show the item any more.
REMOVALS = (*GONE.values(), LEFT)
