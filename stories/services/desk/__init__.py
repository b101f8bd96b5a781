"""What the desk does with a report: one module a matter."""
