"""Pages of sign-in and notices."""
