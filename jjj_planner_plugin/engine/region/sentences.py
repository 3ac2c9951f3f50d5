"""The sentences of the region's tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {
}

NOTES: dict[str, tuple[str, str]] = {
}
