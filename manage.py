#!/usr/bin/env python
"""Django's command line for Sambang."""

import os
import sys

from django.core.management import execute_from_command_line

from cms.config.env import InvalidEnvironment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    try:
        execute_from_command_line(sys.argv)
    except InvalidEnvironment as mistakes:
        sys.exit(str(mistakes))
