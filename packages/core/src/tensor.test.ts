import { describe, expect, it } from 'vitest';
import { ones, range, tensor, zeros } from './index.js';

describe('reading a tensor', () => {
  it('gives typed arrays, nested arrays and single numbers', async () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect([...(await x.data())]).toEqual([1, 2, 3, 4]);
    expect(await x.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tensor(5).item()).toBe(5);
    expect(zeros([2, 0]).arraySync()).toEqual([[], []]);
    expect([x.rank, x.size, x.dtype]).toEqual([2, 4, 'float32']);
    expect(() => x.item()).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: item: expects one element, got shape [2, 2]
        fix: reduce it first, for example with mean(), or read all values with arraySync()]
    `);
  });

  it('copies: changing what was read changes nothing', () => {
    const x = tensor([1, 2]);
    x.dataSync()[0] = 9;
    expect(x.arraySync()).toEqual([1, 2]);
  });
});

describe('a tensor as text', () => {
  it('shows shape, dtype and rows', () => {
    expect(
      String(
        tensor([
          [1, 2.5],
          [-3, 1 / 3],
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "Tensor [2, 2] float32
      [[1, 2.5],
       [-3, 0.33333]]"
    `);
    expect(String(tensor([true, false]))).toBe('Tensor [2] bool\n[true, false]');
    expect(String(tensor(Number.NaN))).toBe('Tensor [] float32\nNaN');
  });

  it('cuts long axes', () => {
    expect(String(range(0, 2000))).toBe('Tensor [2000] float32\n[0, 1, 2, …, 1997, 1998, 1999]');
    expect(String(ones([40, 40])).split('\n')).toHaveLength(8);
  });
});

describe('a tensor used as a number', () => {
  it('is refused', () => {
    expect(() => (tensor([1]) as unknown as number) > 0).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: a tensor of shape [1] was used as a number
        fix: read it with item(), or use ops: add(a, b), greater(a, b), where(condition, a, b)]
    `);
    expect(`${tensor(1)}`).toContain('Tensor []');
  });
});
