// Where the two halves of a live graph meet: each place on the page, and the numbers that came for it.

function stages() {
  globalThis.liveGraphStages ??= new Map();
  return globalThis.liveGraphStages;
}
