"""The command line: it reads arguments and files, calls the rulebook, and writes what it answers. It decides nothing."""
