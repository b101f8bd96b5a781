"""What the desk reads: one module a matter."""
