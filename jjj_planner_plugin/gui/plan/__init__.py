"""The plan dock: the plan as a tree, the strip of live numbers, people joined to the units."""
