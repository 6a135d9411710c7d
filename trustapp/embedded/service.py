"""What the keeper needs to know of a service."""

import signal
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path


class Service(ABC):
    """One server process with its folder. Every step is safe to repeat after being killed half-way."""

    name: str
    """Its word in messages and file names."""
    stop_signal: signal.Signals
    """Ends it soon and in good order."""

    def __init__(self, var: Path) -> None:
        self.var = var

    @abstractmethod
    def prepare(self) -> None:
        """Make what the server needs before it starts. Raises UnusableError or OSError."""

    @abstractmethod
    def start(self) -> subprocess.Popen[bytes]:
        """Start the server."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether the server answers."""

    @abstractmethod
    def settle(self) -> None:
        """Make what clients need, once the server answers."""

    @abstractmethod
    def variables(self) -> dict[str, str]:
        """The environment variables that lead clients to it."""
