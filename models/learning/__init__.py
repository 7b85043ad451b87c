"""Learning by gradient: batches in, progress out, to be stopped and taken up again at any update."""
