"""The command line: ``python -m graphviz_rnn``."""

import sys

from graphviz_rnn.command_line import main

if __name__ == "__main__":
    sys.exit(main())
