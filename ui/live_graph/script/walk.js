// Walk the graph by keyboard: from the chosen node to the nearest in a direction.

const DIRECTIONS = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };

/** The node that lies nearest from `from` in a direction, or `from` where there is none. */
function neighbour(view, from, direction) {
  const [dx, dy] = DIRECTIONS[direction];
  let best = from, least = Infinity;
  for (const node of view.nodes) {
    const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    if (node === from || along < 4 || !node.holds) continue;
    const distance = along + 2.5 * aside;
    if (distance < least) [best, least] = [node, distance];
  }
  return best;
}
