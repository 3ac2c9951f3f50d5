"""Water: where it flows, what drains into what, and whose ground that is."""
