"""What of a plan touches the protection of drinking-water sources: strips by class, and catchments."""
