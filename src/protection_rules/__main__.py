"""`python -m protection_rules`: the command line."""

from protection_rules.cli import main

main()
