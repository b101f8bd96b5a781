"""The public list, the nomination form, and the panelist's screens."""
