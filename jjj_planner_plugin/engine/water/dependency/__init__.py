"""Who depends on whom upstream: ground outside a jurisdiction whose water runs through it."""
