import { readFileSync } from 'node:fs';
import { layerContract } from '@descent/testing';
import { expect, expectTypeOf, it } from 'vitest';
import { radial } from './custom-layer.example.js';
import { dense, sequential } from './index.js';

layerContract(() => radial(4), { input: [2, 3], output: [2, 4], params: 12 });

it('a layer of your own carries its shape and takes part in errors', () => {
  using model = sequential({ input: [3] }, radial(4), dense(1));
  expectTypeOf(model.outputShape).toEqualTypeOf<readonly [1]>();
  expect(model.parameters.map(({ name }) => name)).toEqual(['radial/centres', 'dense/kernel', 'dense/bias']);
  // @ts-expect-error layer 1 (radial) expects [features], got [2, 3]
  expect(() => sequential({ input: [2, 3] }, radial(4))).toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: radial: expects [features], got [2, 3]
      in sequential: layers[0] radial(4)]
  `);
});

it('a layer of your own is that of the README, in fewer than 30 lines', () => {
  const [own, readme] = ['./custom-layer.example.ts', '../README.md'].map((file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8'),
  ) as [string, string];
  const code = own.replace("'./index.js'", "'@descent/layers'");
  expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``);
  expect(code.split('\n').filter((line) => line !== '').length).toBeLessThan(30);
});
