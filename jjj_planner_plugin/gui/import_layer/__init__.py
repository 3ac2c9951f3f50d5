"""*Import my own layer*: any vector layer into any table of the plan, with a mapping of fields that is remembered."""

from .dialog import ImportLayerDialog

__all__ = ["ImportLayerDialog"]
