"""Many servers instead of one: what `manage.py distribute` checks and does. See `docs/scale.md`."""
