"""The benchmark suite: each path beside its own limit, in one run, as a ratio. See `docs/performance.md`."""
