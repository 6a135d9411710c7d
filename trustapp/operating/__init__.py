"""The operator's pages: who is stuck, what bounces, what is late. See `docs/adr/0008-the-operators-pages.md`."""
