"""One folder a channel; adding one touches no other file."""
