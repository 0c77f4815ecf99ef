import { describe, expect, it } from 'vitest';
import { currentBackend, einsum, scope, type Tensor, tensor } from '../index.js';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
const made = (seed: number, ...shape: number[]): Tensor =>
  tensor(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(seed + i * i)),
    shape,
  );

/** The definition: a sum over all positions of all letters. Explicit equations of letters alone. */
function byDefinition(equation: string, ...tensors: readonly Tensor[]): number[] {
  const [left, right] = equation.split('->') as [string, string];
  const terms = left.split(',');
  const sizes = new Map<string, number>();
  terms.forEach((term, t) => {
    [...term].forEach((letter, axis) => {
      sizes.set(letter, tensors[t]?.shape[axis] as number);
    });
  });
  const letters = [...sizes.keys()];
  const values = tensors.map((x) => x.dataSync());
  const result = new Array<number>(sizeOf([...right].map((letter) => sizes.get(letter) as number))).fill(0);
  const place = (at: ReadonlyMap<string, number>, term: string): number =>
    [...term].reduce((sum, letter) => sum * (sizes.get(letter) as number) + (at.get(letter) as number), 0);
  const walk = (at: Map<string, number>, depth: number): void => {
    const letter = letters[depth];
    if (letter === undefined) {
      const product = terms.reduce((p, term, t) => p * (values[t]?.[place(at, term)] as number), 1);
      const to = place(at, right);
      result[to] = (result[to] as number) + product;
      return;
    }
    for (let i = 0; i < (sizes.get(letter) as number); i++) walk(new Map(at).set(letter, i), depth + 1);
  };
  walk(new Map(), 0);
  return result;
}

describe('einsum', () => {
  it.each([
    ['ij->ji', [[2, 3]]],
    ['iij->ji', [[3, 3, 2]]],
    ['iii->i', [[3, 3, 3]]],
    ['ii->', [[4, 4]]],
    ['i,j->ji', [[3], [4]]],
    [
      'ij,jk->ki',
      [
        [2, 3],
        [3, 4],
      ],
    ],
    [
      'bqhd,bkhd->bhqk',
      [
        [2, 3, 2, 4],
        [2, 5, 2, 4],
      ],
    ],
    [
      'ijk,kjl->il',
      [
        [2, 3, 4],
        [4, 3, 5],
      ],
    ],
    [
      'ii,ij->j',
      [
        [3, 3],
        [3, 2],
      ],
    ],
    [
      'ij,jk,kl->il',
      [
        [2, 3],
        [3, 4],
        [4, 2],
      ],
    ],
    [
      'ij,ik,il->jkl',
      [
        [3, 2],
        [3, 4],
        [3, 2],
      ],
    ],
    [
      'abcdefgh,abcdefgi->hi',
      [
        [1, 2, 1, 2, 1, 2, 2, 2],
        [1, 2, 1, 2, 1, 2, 2, 3],
      ],
    ],
  ] as const)('%s equals the sum that defines it', (equation, shapes) => {
    scope(() => {
      const tensors = shapes.map((shape, i) => made(i, ...shape));
      const expected = byDefinition(equation, ...tensors);
      const actual = [...einsum(equation, ...tensors).dataSync()];
      expect(actual.length).toBe(expected.length);
      actual.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i] as number, 5);
      });
    });
  });

  it('leaves nothing but its result', () => {
    const before = currentBackend().memory().buffers;
    const x = made(0, 3, 3);
    const y = einsum('ij->ij', x);
    y.dispose();
    expect([...x.dataSync()].length).toBe(9);
    x.dispose();
    expect(currentBackend().memory().buffers).toBe(before);
  });

  it('says what is wrong with an equation, and what does not fit', () => {
    const [x, y] = [made(0, 2, 3), made(0, 4, 5)];
    const refused = (equation: unknown, ...tensors: Tensor[]) =>
      expect(() => scope(() => void einsum(equation as string, ...tensors)));
    refused(7, x).toThrowErrorMatchingInlineSnapshot(
      `
      [ValueError: einsum: the equation must be a string, got 7
        fix: write it first, such as einsum('ij,jk->ik', a, b)]
    `,
    );
    refused('ij,jk->ik', [x, y] as never).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: einsum: tensors must be given one by one, got an array of them
        fix: spread it: einsum(equation, ...tensors)]
    `);
    refused('ij->k->l', x).toThrowErrorMatchingInlineSnapshot(
      `
      [ValueError: einsum: 'ij->k->l' has 2 arrows, expects one at most
        fix: write one '->', in front of the axes of the result]
    `,
    );
    refused('i1,jk', x, y).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: einsum: 'i1' in 'i1,jk' is not a list of letters
        fix: write a letter per axis and at most one '...' per operand, such as 'bij,jk->bik']
    `);
    refused('ij,jk', x).toThrowErrorMatchingInlineSnapshot(
      `
      [ValueError: einsum: 'ij,jk' names operands for 2 tensors, got 1
        fix: write the axes of each tensor, with a comma between two tensors]
    `,
    );
    refused('ijk', x).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: einsum: 'ijk' names 3 axes, tensors[0] is [2, 3]
        fix: write a letter for each axis, or '...' for those that go together by themselves]
    `,
    );
    refused('ijk...', x).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: einsum: 'ijk...' names 3 axes at least, tensors[0] is [2, 3]
        fix: write a letter for each axis, or '...' for those that go together by themselves]
    `,
    );
    refused('ij,jk', x, y).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: einsum: 'j' is 3 in tensors[0] and 4 in tensors[1]
        fix: give one of the axes another letter: those of one letter have one size]
    `,
    );
    refused('...i,...i', x, y).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: einsum: axis 1 from the end of '...' is 2 in tensors[0] and 4 in tensors[1]
        fix: sizes behind '...' must be equal or 1: reshape one of the tensors]
    `,
    );
    refused('ij->ii', x).toThrowErrorMatchingInlineSnapshot(
      `
      [ValueError: einsum: 'i' stands twice in the result of 'ij->ii'
        fix: write each axis of the result once]
    `,
    );
    refused('ij->k', x).toThrowErrorMatchingInlineSnapshot(
      `
      [ValueError: einsum: 'k' of the result of 'ij->k' is in no operand
        fix: leave it out, or add an axis with expandDims afterwards]
    `,
    );
    refused('...i->i', x).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: einsum: the result of '...i->i' leaves out the axes that '...' stands for
        fix: write '...' behind the arrow too, and sum afterwards]
    `);
    x.dispose();
    y.dispose();
  });
});
