import { describe, expect, it } from 'vitest';
import { describeValue, tensor } from './index.js';

class Custom {}

describe('describeValue', () => {
  it.each([
    ["'784'", '784'],
    [`'${'a'.repeat(80)}'`, 'a'.repeat(80)],
    [`'${'a'.repeat(80)}…', 81 characters`, 'a'.repeat(81)],
    ['784', 784],
    ['NaN', Number.NaN],
    ['5n', 5n],
    ['true', true],
    ['null', null],
    ['undefined', undefined],
    ['Symbol(axis)', Symbol('axis')],
    ['a function', () => 1],
    ['a function', Custom],
    ['[]', []],
    ['[1, 2.5]', [1, 2.5]],
    ['[1, 2, 3, 4, 5, 6, 7, 8]', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['an array of 9', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['an array of 2', ['1', '2']],
    ['an array of 1', [[1, 2]]],
    ['an object with no fields', {}],
    ['an object with x, y', { x: 1, y: [2] }],
    ['an object with no fields', Object.create(null)],
    ['a Float32Array', new Float32Array(2)],
    ['an Int32Array', new Int32Array(2)],
    ['a Uint8Array', new Uint8Array(2)],
    ['a Promise', Promise.resolve(1)],
    ['a Tensor', tensor([1])],
    ['a Custom', new Custom()],
  ])('says %s', (text, value) => {
    expect(describeValue(value)).toBe(text);
  });
});
