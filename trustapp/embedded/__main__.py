"""`python -m trustapp.embedded ARGUMENTS…` becomes `python ARGUMENTS…` with a database and a broker at hand.

The locks on the services go along and end with that program, however it ends.
"""

import os
import sys

from trustapp.embedded.environment import enter
from trustapp.embedded.trouble import UnusableError, explain

try:
    environment = enter()
except (UnusableError, OSError) as trouble:
    sys.exit(str(explain(trouble) if isinstance(trouble, OSError) else trouble))
except KeyboardInterrupt:
    sys.exit(130)
for descriptor in environment.holds.values():
    os.set_inheritable(descriptor, True)
os.execve(sys.executable, [sys.executable, *sys.argv[1:]], environment.variables)  # noqa: S606 # no shell on purpose
