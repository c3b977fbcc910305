// Whether two outputs are the same, with numbers compared as numbers: agree of
// publish/blocks.py, which says why. A test holds the two to the same cases.
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g;

export function agree(printed, shown) {
  const [texts, others] = [printed, shown].map((output) =>
    output.split(NUMBER).map((text) => text.trim().split(/\s+/).join(" ")),
  );
  if (texts.join("\0") !== others.join("\0")) return false;
  const numbers = shown.match(NUMBER) ?? [];
  return (printed.match(NUMBER) ?? []).every((number, i) =>
    near(read(number), read(numbers[i])),
  );
}

// A number as digits, an integer, times ten to a power. Its last place counts
// as uncertain when it has four decimals or more.
function read(number) {
  const [decimal, exponent = "0"] = number.split("e");
  const [whole, decimals = ""] = decimal.split(".");
  const power = Number(exponent) - decimals.length;
  const unit = decimals.length >= 4 ? 1n : 0n;
  return { digits: BigInt(whole + decimals), power, unit };
}

function near(a, b) {
  const [low, high] = a.power < b.power ? [a, b] : [b, a];
  const zero = !low.digits || !high.digits;
  if (high.power - low.power > 5000) return zero && low.digits === high.digits;
  const shift = 10n ** BigInt(high.power - low.power);
  const apart = low.digits - high.digits * shift;
  const unit = high.unit ? shift : low.unit;
  return (apart < 0n ? -apart : apart) <= unit;
}
