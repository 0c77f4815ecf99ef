// Prints the polynomial coefficients that wasm/math.ts uses, lowest power first.
// Each is the interpolation of a smooth function at Chebyshev nodes, which is near the best possible
// polynomial of its degree; the error printed is the largest found on a fine grid.

/** Sums a power series until its terms no longer count. */
function series(term) {
  let sum = 0;
  for (let k = 0; k < 200; k++) {
    const t = term(k);
    sum += t;
    if (k > 3 && Math.abs(t) < 1e-20 * Math.abs(sum)) break;
  }
  return sum;
}

const factorial = (n) => (n < 2 ? 1 : n * factorial(n - 1));

/** erf by its Taylor series, which converges everywhere and is accurate enough below 2. */
const erfSmall = (x) => {
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};

/** exp(x²)·erfc(x) by its continued fraction, for x ≥ 1.5. */
const scaledErfc = (x) => {
  let f = x;
  for (let k = 400; k >= 1; k--) f = x + k / 2 / f;
  return 1 / (f * Math.sqrt(Math.PI));
};

/** −ln(erfc(x)). */
const minusLogErfc = (x) => (x < 1.5 ? -Math.log(1 - erfSmall(x)) : x * x - Math.log(scaledErfc(x)));

/** Coefficients of the polynomial of `degree` through f at Chebyshev nodes of [from, to]. */
function interpolate(f, from, to, degree) {
  const count = degree + 1;
  const nodes = Array.from(
    { length: count },
    (_, i) => (from + to) / 2 + ((to - from) / 2) * Math.cos((Math.PI * (i + 0.5)) / count),
  );
  const newton = nodes.map(f);
  for (let level = 1; level < count; level++) {
    for (let i = count - 1; i >= level; i--) {
      newton[i] = (newton[i] - newton[i - 1]) / (nodes[i] - nodes[i - level]);
    }
  }
  let powers = [newton[count - 1]];
  for (let i = count - 2; i >= 0; i--) {
    const next = new Array(powers.length + 1).fill(0);
    powers.forEach((c, k) => {
      next[k] -= c * nodes[i];
      next[k + 1] += c;
    });
    next[0] += newton[i];
    powers = next;
  }
  return powers;
}

/** Central binomial coefficient over 4ᵏ(2k + 1): the k-th coefficient of arcsine. */
const arcsineTerm = (k) => (k === 0 ? 1 : (arcsineTerm(k - 1) * (2 * k - 1) ** 2) / (2 * k * (2 * k + 1)));

const rows = [
  ['exp: (e^r − 1 − r) / r²', (r) => series((k) => r ** k / factorial(k + 2)), -0.35, 0.35, 4],
  ['expm1: (e^x − 1 − x) / x²', (x) => series((k) => x ** k / factorial(k + 2)), -0.5, 0.5, 6],
  ['log: (ln(1+t) − t + t²/2) / t³', (t) => series((k) => (-t) ** k / (k + 3)), -0.2929, 0.4143, 8],
  ['sin: (sin r / r − 1) / r², in r²', (z) => series((k) => -((-z) ** k) / factorial(2 * k + 3)), 0, 0.62, 3],
  ['cos: (cos r − 1 + r²/2) / r⁴, in r²', (z) => series((k) => (-z) ** k / factorial(2 * k + 4)), 0, 0.62, 2],
  [
    'erf: erf(x) / x, in x²',
    (z) => (z === 0 ? 2 / Math.sqrt(Math.PI) : erfSmall(Math.sqrt(z)) / Math.sqrt(z)),
    0,
    1,
    7,
  ],
  ['atan: (atan t / t − 1) / t², in t²', (z) => series((k) => -((-z) ** k) / (2 * k + 3)), 0, 0.1716, 4],
  ['asin: (asin t / t − 1) / t², in t²', (z) => series((k) => arcsineTerm(k + 1) * z ** k), 0, 0.25, 4],
  ['sinh: (sinh x / x − 1) / x², in x²', (z) => series((k) => z ** k / factorial(2 * k + 3)), 0, 1, 3],
  ['−ln erfc, in x − 1', (s) => minusLogErfc(s + 1), 0, 3, 9],
];

for (const [name, f, from, to, degree] of rows) {
  const powers = interpolate(f, from, to, degree).map(Math.fround);
  let worst = 0;
  for (let i = 0; i <= 4000; i++) {
    const x = from + ((to - from) * i) / 4000;
    const value = powers.reduceRight((sum, c) => sum * x + c, 0);
    worst = Math.max(worst, Math.abs(value - f(x)) / Math.max(Math.abs(f(x)), 1e-3));
  }
  process.stdout.write(`${name} on [${from}, ${to}], relative error ${worst.toExponential(1)}\n`);
  process.stdout.write(`  ${powers.join(', ')}\n`);
}
