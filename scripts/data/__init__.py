"""What `scripts/build_data.py` is made of: sources, units and land, water, elevation."""
