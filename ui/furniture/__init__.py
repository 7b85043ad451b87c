"""What every page has: the frame, controls, plots on cards, the legend of symbols, and what can be taken away."""
