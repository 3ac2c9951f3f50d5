"""Figures of the plan while it is edited: a baseline at load, then each change by what it adds and takes away."""
