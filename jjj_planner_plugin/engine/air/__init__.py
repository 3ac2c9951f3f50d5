"""Air: series of concentrations, the standards they are judged by, and who breathes what."""
