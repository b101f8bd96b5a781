"""Use-cases of people."""
