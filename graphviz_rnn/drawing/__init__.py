"""From a graph to a picture: plan one column, repeat it, route the edges, write the formats."""
