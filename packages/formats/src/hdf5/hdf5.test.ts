import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DescentError } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hdf5Group, openHdf5 } from './open-hdf5.js';
import { type Hdf5Array, type Hdf5Content, writeHdf5 } from './write-hdf5.js';

interface Golden {
  readonly name: string;
  readonly gzip: string;
  readonly refused?: string;
  readonly arrays: Record<string, { readonly shape: number[]; readonly values: number[] }>;
  readonly texts: Record<string, string | string[]>;
  /** That many numbers of zero in `vars/0`. */
  readonly zeros?: number;
}

const url = new URL('../../../../goldens/hdf5.json', import.meta.url);
const goldens = JSON.parse(readFileSync(url, 'utf8')).cases as readonly Golden[];

function bytesOf(name: string): Uint8Array {
  return gunzipSync(Buffer.from(goldens.find((golden) => golden.name === name)?.gzip as string, 'base64'));
}

/** Reads all that can be reached in a few steps. */
function readAll(bytes: Uint8Array): number {
  let numbers = 0;
  const visit = (group: Hdf5Group, depth: number): void => {
    for (const name of ['name', 'text', 'model_config']) group.text(name);
    for (const name of ['fixed', 'long', 'part']) group.texts(name);
    for (const name of group.names) {
      let inner: Hdf5Group | undefined;
      try {
        numbers += group.dataset(name)?.read().length ?? 0;
      } catch (error) {
        inner = group.group(name);
        if (inner?.names.length === 0) throw error;
      }
      if (inner && depth > 0) visit(inner, depth - 1);
    }
  };
  visit(openHdf5(bytes, 'a.h5'), 4);
  return numbers;
}

describe('openHdf5', () => {
  it.each(goldens.filter(({ refused }) => !refused))('reads what h5py wrote: $name', (golden) => {
    const root = openHdf5(bytesOf(golden.name), 'a.h5');
    for (const [path, { shape, values }] of Object.entries(golden.arrays)) {
      const dataset = root.dataset(path.slice(1));
      expect(dataset?.shape, path).toEqual(shape);
      expect([...(dataset?.read() ?? [])], path).toEqual(values);
    }
    for (const [place, text] of Object.entries(golden.texts ?? {})) {
      const [path, name] = place.split('@') as [string, string];
      const group = path === '' ? root : root.group(path.slice(1));
      expect(typeof text === 'string' ? group?.text(name) : group?.texts(name), place).toEqual(text);
    }
    if (golden.zeros) {
      const zeros = root.dataset('vars/0')?.read();
      expect(zeros?.length).toBe(golden.zeros);
      expect(zeros?.every((value) => value === 0)).toBe(true);
    }
  });

  it('joins texts that stand in several attributes', () => {
    expect(openHdf5(bytesOf('attributes'), 'a.h5').texts('part')).toHaveLength(12);
  });

  it.each(goldens.filter(({ refused }) => refused))('F89: refuses $name: $refused', ({ name, refused }) => {
    const read = (): number => readAll(bytesOf(name));
    expect(read).toThrow(expect.objectContaining({ name: 'FormatError', code: refused }));
    expect(read).toThrow(/^a\.h5: /);
  });

  it('F89: ends in a tree of names that leads back to itself', () => {
    const bytes = bytesOf('groups');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const tree = Number(view.getBigUint64(80, true));
    // One level up, with itself as all of its children.
    bytes[tree + 5] = 3;
    view.setUint16(tree + 6, 32, true);
    for (let i = 0; i < 32; i++) view.setBigUint64(tree + 32 + 16 * i, BigInt(tree), true);
    expect(() => readAll(bytes)).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
  });

  it('F89: ends in a header that continues in itself', () => {
    const bytes = writeHdf5({ members: new Map() });
    const view = new DataView(bytes.buffer);
    const header = Number(view.getBigUint64(64, true));
    view.setUint16(header + 16, 0x10, true);
    view.setBigUint64(header + 24, BigInt(header + 16), true);
    view.setBigUint64(header + 32, 24n, true);
    expect(() => readAll(bytes)).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
  });

  it('says that a file is cut short, at any byte', () => {
    const bytes = bytesOf('superblock 2');
    for (let length = 0; length < bytes.length; length++)
      expect(() => readAll(bytes.subarray(0, length)), `${length}`).toThrow(
        expect.objectContaining({ name: 'FormatError', code: 'E_FORMAT' }),
      );
  });
});

describe('writeHdf5', () => {
  const array = (...values: number[]): Hdf5Array => ({
    shape: [values.length],
    values: Float32Array.from(values),
  });
  const many = new Map(Array.from({ length: 300 }, (_, i) => [String(i), array(i, i / 7)] as const));
  const content: Hdf5Content = {
    texts: { about: 'ä'.repeat(5000) },
    members: new Map<string, Hdf5Content | Hdf5Array>([
      ['vars', { texts: { name: '' }, members: new Map() }],
      ['layers', { members: new Map([['dense é', { texts: { name: 'dense' }, members: many }]]) }],
      ['iteration', { shape: [], values: Int32Array.of(-7) }],
      ['matrix', { shape: [2, 3], values: Float32Array.of(1, 2, 3, Number.NaN, -0, 1e-45) }],
      ['nothing', { shape: [0, 3], values: new Float32Array(0) }],
    ]),
  };

  it('writes what is read again, to the bit', () => {
    const root = openHdf5(writeHdf5(content), 'a.h5');
    expect(root.names).toEqual(['iteration', 'layers', 'matrix', 'nothing', 'vars']);
    expect(root.text('about')).toBe('ä'.repeat(5000));
    expect(root.group('vars')?.text('name')).toBe('');
    expect(root.dataset('iteration')?.read()).toEqual(Int32Array.of(-7));
    expect(root.dataset('matrix')?.shape).toEqual([2, 3]);
    expect(root.dataset('matrix')?.read()).toEqual(Float32Array.of(1, 2, 3, Number.NaN, -0, 1e-45));
    expect(root.dataset('nothing')?.shape).toEqual([0, 3]);
    for (const [name, { values }] of many)
      expect(root.dataset(`layers/dense é/${name}`)?.read()).toEqual(values);
  });

  it("writes what the format's own library reads", async () => {
    const h5wasm = await import('h5wasm/node');
    const { FS } = await h5wasm.ready;
    const path = `/tmp/descent-hdf5-${process.pid}.h5`;
    FS.writeFile(path, writeHdf5(content));
    const file = new h5wasm.File(path, 'r');
    expect(file.keys()).toEqual(['iteration', 'layers', 'matrix', 'nothing', 'vars']);
    expect(file.attrs.about?.value).toBe('ä'.repeat(5000));
    const group = file.get('layers/dense é') as InstanceType<typeof h5wasm.Group>;
    expect(group.attrs.name?.value).toBe('dense');
    for (const [name, { values }] of many) {
      const dataset = group.get(name) as InstanceType<typeof h5wasm.Dataset>;
      expect(dataset.value).toEqual(values);
    }
    expect((file.get('matrix') as InstanceType<typeof h5wasm.Dataset>).shape).toEqual([2, 3]);
    file.close();
    FS.unlink(path);
  });
});

it('F89: bytes that were changed give numbers or a FormatError, in a time and memory that end', () => {
  const seeds = ['groups', 'latest', 'attributes', 'chunks', 'superblock 2'].map(bytesOf);
  const runs = process.env.DESCENT_FULL === '1' ? 10_000 : 500;
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) });
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(change, { minLength: 1, maxLength: 8 }),
      (seed, changes) => {
        const bytes = Uint8Array.from(seed);
        for (const { at, byte } of changes) bytes[Math.floor(at * (bytes.length - 1))] = byte;
        try {
          expect(readAll(bytes)).toBeLessThan(1032 * bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(DescentError);
          expect(error).toMatchObject({ name: 'FormatError', message: expect.stringMatching(/^a\.h5: /) });
        }
      },
    ),
    { numRuns: runs },
  );
});
