"""Dialogs and commands: what a planner clicks."""
