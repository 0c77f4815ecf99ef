// Writes src/types/digit-tables.ts: the one-digit addition, multiplication and halving tables that
// type-level arithmetic looks results up in. Run: node scripts/make-digit-tables.mjs
import { writeFileSync } from 'node:fs';

const digits = [...'0123456789'];
const entry = (key, value) => `${/^\d$/.test(key) ? key : `'${key}'`}: ${value}`;
const object = (rows) => `{ ${rows.join('; ')} }`;
const text = (value) => `'${value}'`;
/** Units first, carry second: 17 is '71'. */
const unitsAndCarry = (n) => text(`${n % 10}${Math.floor(n / 10)}`);

const sums = [0, 1].map((carry) =>
  digits
    .map((a) => `    ${entry(a, object(digits.map((b) => entry(b, unitsAndCarry(+a + +b + carry)))))};`)
    .join('\n'),
);
const products = digits
  .map((a) => `  ${entry(a, object(digits.map((b) => entry(b, unitsAndCarry(+a * +b)))))};`)
  .join('\n');
const halves = [0, 1].map((carry) =>
  object(digits.map((a) => entry(a, text(`${Math.floor((+a + 10 * carry) / 2)}${+a % 2}`)))),
);

writeFileSync(
  new URL('../src/types/digit-tables.ts', import.meta.url),
  `// Written by scripts/make-digit-tables.mjs.

/** \`DigitSum[carry][a][b]\`: units digit, then carry digit, of a + b + carry. */
export interface DigitSum {
  0: {
${sums[0]}
  };
  1: {
${sums[1]}
  };
}

/** \`DigitProduct[a][b]\`: units digit, then tens digit, of a × b. */
export interface DigitProduct {
${products}
}

/** \`DigitHalf[carry][a]\`: quotient digit, then remainder, of (10 carry + a) / 2. */
export interface DigitHalf {
  0: ${halves[0]};
  1: ${halves[1]};
}

/** 9 − digit. */
export interface NinesComplement ${object(digits.map((d) => entry(d, text(9 - d)))).replaceAll('; ', '; ')}

/** digit + 1. */
export interface NextDigit ${object(digits.slice(0, 9).map((d) => entry(d, text(+d + 1))))}
`,
);
