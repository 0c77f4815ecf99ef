import { exponential } from './exponential.js';
import { faults } from './fault.js';
import { numbers } from './numbers.js';
import { order } from './order.js';
import { pairs } from './pairs.js';
import { random } from './random.js';
import { trigonometry } from './trigonometry.js';

/** WGSL functions by name. */
const functions: Readonly<Record<string, string>> = {
  ...faults,
  ...numbers,
  ...exponential,
  ...trigonometry,
  ...order,
  ...random,
  ...pairs,
};

/** Puts in front of WGSL the functions that it calls, and those that they call. */
export function withFunctions(code: string): string {
  const needed = new Set<string>();
  const visit = (text: string): void => {
    for (const [, name] of text.matchAll(/\b([a-z][a-z0-9_]*)\(/g)) {
      const body = functions[name as string];
      if (body === undefined || needed.has(name as string)) continue;
      needed.add(name as string);
      visit(body);
    }
  };
  visit(code);
  return [...[...needed].map((name) => functions[name] as string), code].join('\n');
}
