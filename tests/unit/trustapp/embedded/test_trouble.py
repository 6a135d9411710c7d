"""One line for what the operating system refuses."""

import errno

from trustapp.embedded.trouble import explain


def test_a_full_disk_is_named_with_its_remedy() -> None:
    trouble = explain(OSError(errno.ENOSPC, "No space left on device", "/srv/var/log"))
    assert str(trouble) == "/srv/var/log: the disk is full: free some space and start again."


def test_an_error_without_a_file_is_a_sentence_too() -> None:
    assert str(explain(OSError(errno.EMFILE, "Too many open files"))) == "Too many open files."
