#!/usr/bin/env python
"""Run a management command. `bin/manage` does the same in the project's own environment."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustapp.settings")
    execute_from_command_line(sys.argv)
