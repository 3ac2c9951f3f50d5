"""What differs between two plans, feature by feature and on the ground."""
