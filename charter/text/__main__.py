"""`python -m charter.text` is the command."""

import sys

from charter.text.command import main

if __name__ == "__main__":
    sys.exit(main())
