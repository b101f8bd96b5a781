"""Hostile and odd files, made here: small, real, and each with a private word to lose."""
