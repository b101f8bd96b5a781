"""Published items on other people's pages: a small card, and oEmbed to find it."""
