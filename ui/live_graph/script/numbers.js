// The other half of a live graph: it shows nothing, and hands the numbers of a run to the drawing.

export default function ({ data }) {
  if (!data || !data.byteLength) return;
  const numbers = decode(data);
  stages().set(`numbers of ${numbers.stage}`, numbers);
  stages().get(numbers.stage)?.numbers(numbers);
}
