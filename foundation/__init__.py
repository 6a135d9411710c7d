"""What every room stands on: tenancy (whose data), the ledger (what happened), the agenda (what is due)."""
