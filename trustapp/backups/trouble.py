"""Why a backup was not made, or not restored."""


class BackupError(RuntimeError):
    """One clear line for the operator: what stands in the way, and what to do."""
