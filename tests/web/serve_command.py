"""The real command in a process of its own: ``python serve_command.py POLICY``."""

import sys

from belofte.cli.main import main

main(["serve", "--policy", sys.argv[1]])
