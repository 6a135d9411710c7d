"""Whose data: four walls, each enough on its own for most faults. See `docs/architecture.md`."""
