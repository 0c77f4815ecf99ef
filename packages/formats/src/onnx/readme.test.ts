import { readFileSync } from 'node:fs';
import { kernels } from '@descent/core';
import { expect, it } from 'vitest';
import { withoutRule } from './rules/index.js';

/** The list of what cannot be exported, as the README has it. */
function list(): string {
  const reasons = [...new Set(Object.values(withoutRule))];
  const opOf = (kernel: string): string => kernels.find(({ name }) => name === kernel)?.op ?? kernel;
  const lines = reasons.map((reason) => {
    const ops = Object.keys(withoutRule).filter((kernel) => withoutRule[kernel] === reason);
    return `- ${ops.map(opOf).join(', ')}: ${reason}.`;
  });
  return ['What cannot be exported, and makes an error that lists all of it:', '', ...lines].join('\n');
}

it('the README has the whole list of what cannot be exported', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, between] = readme.split(/<!-- \/?without ONNX -->/);
  expect(between?.trim()).toBe(list());
});
