// The trace as it comes from the server: a JSON header, then numbers.

/** Read the bytes: u32 header length, JSON header, padding to 4 bytes, float32 numbers. */
function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const start = Math.ceil((4 + length) / 4) * 4;
  const numbers = new Float32Array(bytes.slice(start).buffer);
  return { ...header, numbers };
}

/** The values of a variable at a step (0 is its boundary), or null where there are none. */
function valuesAt(model, name, step, what = "value") {
  const one = model.variables[name];
  if (!one || one[what] === null) return null;
  const at = one.stepped ? step - one.first : 0;
  if (at < 0 || at >= one.steps) return null;
  const start = one[what] + at * one.size;
  return model.numbers.subarray(start, start + one.size);
}

const norm = (values) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
