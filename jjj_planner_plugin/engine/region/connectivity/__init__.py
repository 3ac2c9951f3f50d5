"""Connectivity: flows between places, their network, gravity, and what the plan's axes carry of them."""
