"""A worker process of its own, to be killed: it does all that is due, with the purpose `test` known.

Run as `python -m tests.mail_worker`; database and mail server come from the environment.
"""

import django

django.setup()

from foundation.agenda.runner import drain  # noqa: E402 # models need Django set up first
from letters import tasks  # noqa: E402 # the same
from tests.factories.letters import register_test_purpose  # noqa: E402 # the same

if __name__ == "__main__":
    assert tasks.SLICE_SECONDS
    register_test_purpose()
    drain()
