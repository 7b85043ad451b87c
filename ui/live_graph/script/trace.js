// What comes from the server: a picture and, apart from it, the numbers of a run; each a JSON header and float32 numbers.

/** Read the bytes: u32 header length, JSON header, padding to 4 bytes, float32 numbers. */
function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const start = Math.ceil((4 + length) / 4) * 4;
  const numbers = new Float32Array(bytes.slice(start).buffer);
  return { ...header, numbers };
}

/** A variable's values at an index (outside of its axes: its boundary's), or null where there are none. */
function valuesAt(model, name, index, what = "value") {
  const one = model.variables[name];
  if (!one || one[what] === null) return null;
  let at = 0;
  for (const [axis, extent] of one.extents.entries()) {
    if (!(index[axis] >= 1 && index[axis] <= extent)) return boundaryAt(model, name, index, what);
    at = at * extent + index[axis] - 1;
  }
  const start = one[what] + at * one.size;
  return model.numbers.subarray(start, start + one.size);
}

function boundaryAt(model, name, index, what) {
  const start = what === "value" ? model.boundaries[`${name}:${index.join(",")}`] : undefined;
  return start === undefined ? null : model.numbers.subarray(start, start + model.variables[name].size);
}

const norm = (values) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
