"""What is due: durable rows in PostgreSQL; the broker is a doorbell, never a store. See `docs/architecture.md`."""
