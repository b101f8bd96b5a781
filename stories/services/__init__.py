"""What may be done with reports and stories, one module a matter."""
