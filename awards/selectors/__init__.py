"""Reading of editions, nominations, panels and standings."""
