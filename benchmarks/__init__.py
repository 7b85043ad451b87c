"""Us and a peer, the same work, one run, ratios."""
