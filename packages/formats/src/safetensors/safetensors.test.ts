import { describe, expect, it } from 'vitest';
import { fuzz, spoilt } from '../testing/fuzz.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';

/** A file of a header as it stands and some bytes. */
function fileOf(header: string | object, data = new Uint8Array(0)): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

const f32 = (from: number, to: number): object => ({
  dtype: 'F32',
  shape: [(to - from) / 4],
  data_offsets: [from, to],
});

describe('safetensors', () => {
  it('give back every bit of every kind of array, and the texts', () => {
    const nan = new Float32Array(new Uint32Array([0x7fc00001, 0xff800000, 0x80000000, 1]).buffer);
    const tensors = new Map([
      ['a', { shape: [2, 2], values: nan }],
      ['empty', { shape: [0, 3], values: new Float32Array(0) }],
      ['scalar', { shape: [], values: new Float64Array([Math.PI]) }],
      ['b', { shape: [3], values: new Int8Array([-1, 2, 3]) }],
      ['c', { shape: [2], values: new BigInt64Array([-1n, 2n ** 62n]) }],
      ['d', { shape: [2], values: new Uint16Array([65535, 1]) }],
      ['mask', { shape: [2], values: new Uint8Array([0, 1]), dtype: 'BOOL' as const }],
      ['ä/0', { shape: [1], values: new Int32Array([-7]) }],
    ]);
    const metadata = { format: 'pt', note: 'zwölf' };
    const read = readSafetensors(writeSafetensors({ tensors, metadata }));
    expect(read.metadata).toEqual(metadata);
    expect([...read.tensors.keys()]).toEqual([...tensors.keys()]);
    for (const [name, { shape, values }] of tensors) {
      const got = read.tensors.get(name);
      expect(got?.shape).toEqual(shape);
      expect(got?.values.constructor).toBe(values.constructor);
      expect(Buffer.from(got?.values.buffer as ArrayBuffer)).toEqual(
        Buffer.from(values.buffer, values.byteOffset, values.byteLength),
      );
    }
    expect(read.tensors.get('mask')?.dtype).toBe('BOOL');
  });

  it('are the bytes that the format says, aligned', () => {
    const bytes = writeSafetensors({
      tensors: new Map([['w', { shape: [1], values: new Float32Array([1]) }]]),
    });
    const header = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const length = Math.ceil(header.length / 8) * 8;
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      `${String.fromCharCode(length)}${'\0'.repeat(7)}${header.padEnd(length)}\0\0\x80\x3f`,
    );
  });

  it('widen half floats exactly', () => {
    const halves = new Uint8Array(new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00, 0x8000]).buffer);
    const brains = new Uint8Array(new Uint16Array([0x3f80, 0xc049]).buffer);
    const { tensors } = readSafetensors(
      fileOf(
        {
          h: { dtype: 'F16', shape: [6], data_offsets: [0, 12] },
          b: { dtype: 'BF16', shape: [2], data_offsets: [12, 16] },
        },
        Buffer.concat([halves, brains]),
      ),
    );
    expect([...(tensors.get('h')?.values ?? [])]).toEqual([
      1,
      -2,
      2 ** -24,
      65504,
      Number.NEGATIVE_INFINITY,
      -0,
    ]);
    expect([...(tensors.get('b')?.values ?? [])]).toEqual([1, -3.140625]);
  });

  const four = new Uint8Array(4);
  const endless = Buffer.alloc(16);
  endless.writeBigUInt64LE(2n ** 63n);
  it.each([
    ['a header of 2^63 bytes', endless, 'says that its header has 9223372036854775808 bytes'],
    ['a header that is no object', fileOf('[1]'), 'does not begin with {'],
    ['spaces before the header', fileOf(' {}'), 'does not begin with {'],
    ['no JSON', fileOf('{"a":'), 'is not JSON'],
    ['no UTF-8', fileOf('{"\ud800":1}').map((b, i) => (i === 10 ? 0xff : b)), 'is not UTF-8'],
    [
      '100 000 tensors',
      fileOf(Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`t${i}`, f32(0, 0)]))),
      'has 100000 tensors',
    ],
    [
      'a name that is there twice',
      fileOf(`{"a":${JSON.stringify(f32(0, 4))},"\\u0061":1}`, four),
      "has 'a' twice",
    ],
    ['an overlap', fileOf({ a: f32(0, 8), b: f32(4, 12) }, new Uint8Array(12)), "'b' overlaps"],
    ['a hole', fileOf({ a: f32(0, 4), b: f32(8, 12) }, new Uint8Array(12)), 'leaves a hole of 4 bytes'],
    ['bytes behind the last', fileOf({ a: f32(0, 4) }, new Uint8Array(5)), '1 bytes belong to no tensor'],
    ['too few bytes', fileOf({ a: f32(0, 4) }, new Uint8Array(3)), '1 bytes are missing'],
    ['negative offsets', fileOf({ a: { ...f32(0, 4), data_offsets: [-4, 0] } }, four), 'data_offsets'],
    [
      'offsets that are not whole',
      fileOf({ a: { ...f32(0, 4), data_offsets: [0.5, 4.5] } }, four),
      'data_offsets',
    ],
    ['one offset', fileOf({ a: { ...f32(0, 4), data_offsets: [4] } }, four), 'data_offsets'],
    [
      'a shape of other bytes',
      fileOf({ a: { ...f32(0, 4), shape: [2] } }, four),
      'has 4 bytes, its shape needs 8',
    ],
    ['a shape of 2^80', fileOf({ a: { ...f32(0, 4), shape: [2 ** 40, 2 ** 40] } }, four), 'its shape needs'],
    ['a negative shape', fileOf({ a: { ...f32(0, 4), shape: [-1] } }, four), 'has the shape'],
    [
      'an empty tensor inside another',
      fileOf({ a: f32(0, 4), z: { ...f32(0, 0), data_offsets: [2, 2] } }, four),
      "'z' overlaps",
    ],
    ['an unknown dtype', fileOf({ a: { ...f32(0, 4), dtype: 'toString' } }, four), 'unknown dtype'],
    ['metadata that is no text', fileOf({ __metadata__: { a: 1 } }), '__metadata__ is not texts'],
    ['__proto__', fileOf(`{"__proto__":${JSON.stringify(f32(0, 4))}}`, four), 'may not be called so'],
    ['an entry that is null', fileOf('{"a":null}'), 'unknown dtype'],
    ['seven bytes', new Uint8Array(7), 'has 7 bytes'],
    [
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:1'),
      'pointer of Git LFS',
    ],
    ['a page', Buffer.from('<!DOCTYPE html><html>'), 'web page'],
  ])('refuse %s', (_name, bytes, message) => {
    let error: unknown;
    try {
      readSafetensors(bytes, { file: 'w.safetensors' });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'FormatError', code: 'E_FORMAT' });
    expect((error as Error).message).toMatch(/^w\.safetensors: /);
    expect((error as Error).message).toContain(message);
  });

  it('spoilt ones are read or refused', async () => {
    const tensors = new Map(
      ['a', 'b'].map((name, i) => [name, { shape: [2, 3], values: new Float32Array(6).fill(i) }] as const),
    );
    const bytes = writeSafetensors({ tensors, metadata: { a: 'b' } });
    await fuzz('w.safetensors', (all) => readSafetensors(spoilt(bytes, all, 170), { file: 'w.safetensors' }));
  });
});
