"""A day of an internet-size customer in minutes: `manage.py bench --load`. See `docs/promises.md`."""
