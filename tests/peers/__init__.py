"""Real peers that the tests talk to."""
