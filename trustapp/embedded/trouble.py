"""What can go wrong on somebody's machine, in one line with its remedy."""

import errno


class UnusableError(Exception):
    """A service or a folder cannot be used; the text says why and what to do."""


REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space and start again",
    errno.EDQUOT: "your disk quota is used up: free some space and start again",
    errno.EACCES: "no permission: run as the user who owns it, or set TRUSTAPP_VAR to a folder of your own",
    errno.EPERM: "no permission: run as the user who owns it, or set TRUSTAPP_VAR to a folder of your own",
    errno.EROFS: "the disk is read-only: set TRUSTAPP_VAR to a folder that can be written",
}


def explain(error: OSError) -> UnusableError:
    """The one line for an error of the operating system."""
    what = REMEDIES.get(error.errno or 0, error.strerror or str(error))
    return UnusableError(f"{error.filename}: {what}." if error.filename else f"{what[0].upper()}{what[1:]}.")
