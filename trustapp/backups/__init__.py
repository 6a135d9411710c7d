"""Backups: one sealed file that holds everything that must not be lost. See `docs/operating.md`."""
