"""Measurements: ``make bench`` prints ratios, which hold when the machine's speed does not."""
