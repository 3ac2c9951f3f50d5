"""The layer doctor: what is wrong with a layer before anyone measures it, and a copy with chosen faults fixed."""
