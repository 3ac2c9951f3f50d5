"""The check of a plan: what is wrong with it, where, and what would put it right."""
