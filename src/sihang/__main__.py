"""`python -m sihang` is `sihang`."""

from sihang.cli.main import main

if __name__ == "__main__":
    main()
