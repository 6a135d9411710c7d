"""What happened: an append-only line for each thing, sealed into a chain of hashes. See `docs/architecture.md`."""
