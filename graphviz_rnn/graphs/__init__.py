"""From a definition to its folded and unfolded graphs."""
