// Colours of values: diverging for signed numbers, sequential for magnitudes on a log scale.

const NEGATIVE = [0, 114, 178];
const POSITIVE = [213, 94, 0];
const MAGNITUDE = { light: [91, 42, 134], dark: [201, 166, 245] };
const MIDDLE = { light: [255, 255, 255], dark: [38, 42, 51] };

const mixed = (from, to, part) => from.map((c, i) => Math.round(c + (to[i] - c) * part));
const css = (rgb) => `rgb(${rgb.join(",")})`;

/** Colour of a signed value, `most` being the largest magnitude; not-a-number has its own. */
function signedColour(value, most, theme) {
  if (Number.isNaN(value)) return "#8a6fb0";
  const part = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
  return css(mixed(MIDDLE[theme], value < 0 ? NEGATIVE : POSITIVE, 0.85 * part));
}

/** Where a norm lies between `least` and `most` on a log scale, from 0 to 1. */
function logPart(norm, least, most) {
  if (!(norm > 0)) return 0;
  if (!(most > least)) return 1;
  return Math.min(1, Math.max(0, Math.log(norm / least) / Math.log(most / least)));
}

function magnitudeColour(part, theme) {
  return css(mixed(MIDDLE[theme], MAGNITUDE[theme], 0.12 + 0.88 * part));
}

/** A number in four significant digits, as a person writes it. */
function spoken(value) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "+∞" : "−∞";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : value.toPrecision(3);
  return text.replace("-", "−");
}
