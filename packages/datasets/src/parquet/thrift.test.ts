import { FormatError } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readThrift, type ThriftFields, type ThriftStruct, writeThrift } from './thrift.js';

const read = (bytes: number[]) => readThrift(Uint8Array.from(bytes), 0, 'file').struct;

/** Fields as they are written, of a struct that was read. */
function fieldsOf(struct: ThriftStruct): ThriftFields {
  return [...struct].map(([id, value]) => [
    id,
    value instanceof Map ? fieldsOf(value) : (value as number | boolean),
  ]);
}

describe('readThrift', () => {
  it('reads values of every kind', () => {
    const struct = read([
      ...[0x11, 0x12], // 1: true, 2: false
      ...[0x13, 0xff], // 3: byte -1
      ...[0x15, 0x95, 0x9a, 0xef, 0x3a], // 4: int -61,728,395
      ...[0x16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], // 5: long -2^63
      ...[0x17, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f], // 6: double 1.5
      ...[0x18, 2, 104, 105], // 7: 'hi'
      ...[0x19, 0x25, 2, 3], // 8: [1, -2]
      ...[0x1c, 0x15, 2, 0], // 9: { 1: 1 }
      ...[0x05, 0xd0, 0x0f, 2], // 1000: 1
      0,
    ]);
    expect([...struct]).toEqual([
      [1, true],
      [2, false],
      [3, -1],
      [4, -61728395],
      [5, -(2n ** 63n)],
      [6, 1.5],
      [7, Uint8Array.of(104, 105)],
      [8, [1, -2]],
      [9, new Map([[1, 1]])],
      [1000, 1],
    ]);
  });

  it('reads back what writeThrift writes', () => {
    const value = fc.oneof(fc.integer(), fc.boolean());
    const flat = fc
      .array(value, { maxLength: 6 })
      .map((values) => values.map((one, i) => [2 * i + 1, one] as const));
    const nested = fc
      .tuple(flat, flat)
      .map(([outer, inner]) => [...outer, [15, inner] as const] as ThriftFields);
    fc.assert(
      fc.property(nested, (fields) => {
        const bytes = writeThrift(fields);
        const { struct, end } = readThrift(Uint8Array.from([7, ...bytes, 7]), 1, 'file');
        expect(end).toBe(1 + bytes.length);
        expect(fieldsOf(struct)).toEqual(fields);
      }),
      { numRuns: process.env.DESCENT_FULL === '1' ? 10_000 : 500 },
    );
  });

  it.each([
    ['nothing', []],
    ['no end', [0x15, 2]],
    ['a number that does not end', [0x15, 255, 255, 255, 255, 255, 0, 0]],
    ['a long number that does not end', [0x16, ...new Array(11).fill(255), 0, 0]],
    ['a number above 32 bits', [0x15, 255, 255, 255, 255, 0x7f, 0]],
    ['two fields of one number', [0x15, 2, 0x05, 2, 2, 0]],
    ['a text longer than what is left', [0x18, 9, 104, 0]],
    ['a value of a kind that is none', [0x1a, 0]],
    ['a number of a field below 0', [0x05, 1, 2, 0]],
  ])('F95: refuses %s', (_, bytes) => {
    expect(() => read(bytes)).toThrow(FormatError);
  });

  it('F95: refuses a list longer than what is left before it makes room for it', () => {
    expect(() => read([0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f, 2, 0])).toThrow(
      'a list of 4294967295 elements does not fit',
    );
  });

  it('F95: refuses structs and lists within others without end', () => {
    expect(() => read(new Array(100_000).fill(0x1c))).toThrow('nested too deep');
    expect(() => read([0x19, ...new Array(100_000).fill(0x19)])).toThrow('nested too deep');
  });
});
