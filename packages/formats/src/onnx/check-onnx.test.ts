import { FormatError, ValueError } from '@descent/core';
import * as layers from '@descent/layers';
import { isFull } from '@descent/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkOnnx, writeOnnx } from './index.js';
import { decode } from './proto/decode.js';
import { encode } from './proto/encode.js';
import type { Message } from './proto/schema.js';

let valid: Uint8Array;
let model: Message;

beforeAll(async () => {
  using net = layers.sequential(
    { input: [4, 4, 1], seed: 1 },
    layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu' }),
    layers.flatten(),
    layers.dense(2),
  );
  valid = await writeOnnx(net);
  model = decode('Model', valid, 'net.onnx');
});

/** The valid file with its graph changed. */
const withGraph = (change: (graph: Message) => Message): Uint8Array =>
  encode('Model', { ...model, graph: { ...(model.graph as Message), ...change(model.graph as Message) } });

const list = (value: unknown): readonly Message[] => value as readonly Message[];

/** The valid file with something else for its first initializer. */
const withTensor = (change: Message): Uint8Array =>
  withGraph(({ initializer }) => ({
    initializer: list(initializer).map((each, i) => (i === 0 ? { ...each, ...change } : each)),
  }));

/** The valid file with something else for its i-th node. */
const withNode = (at: number, change: (node: Message) => Message): Uint8Array =>
  withGraph(({ node }) => ({
    node: list(node).map((each, i) => (i === at ? { ...each, ...change(each) } : each)),
  }));

const errorOf = (bytes: Uint8Array): FormatError => {
  try {
    checkOnnx(bytes, 'net.onnx');
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).message).toContain('net.onnx');
    return error as FormatError;
  }
  throw new Error('the check passed');
};

/** Bytes of a message inside others, `numbers` from the innermost field to the outermost, written from the end. */
const nested = (numbers: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(numbers.length * 4);
  let at = bytes.length;
  for (const number of numbers) {
    const length = bytes.length - at;
    const varint = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
    const tagged =
      length < 2 ** 14 ? varint : [(length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14];
    at -= tagged.length + 1;
    bytes.set([(number << 3) | 2, ...tagged], at);
  }
  return bytes.subarray(at);
};

describe('checkOnnx', () => {
  it('reads what was written, to the last byte', () => {
    const names = [...checkOnnx(valid).operators.keys()];
    expect(names).toEqual(['Transpose', 'Conv', 'Relu', 'Reshape', 'Gemm']);
    expect(encode('Model', model)).toEqual(valid);
  });

  it('F91: tensors in other files, wherever they are, are E_UNSAFE, and are not looked for', () => {
    for (const location of ['../secret', '/etc/passwd', 'C:\\x', 'a-link', 'weights.bin']) {
      const entries = { location, offset: '0', length: String(2 ** 40) };
      const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
      expect(errorOf(withTensor({ externalData, dataLocation: 1, rawData: undefined })).code).toBe(
        'E_UNSAFE',
      );
    }
    expect(errorOf(withTensor({ dataLocation: 1 })).code).toBe('E_UNSAFE');
  });

  it('F91: messages that are 10,000 deep end at the first', () => {
    // Graphs in attributes of nodes of graphs, …
    const numbers = Array.from({ length: 9_999 }, (_, i) => [1, 6, 5][i % 3] as number);
    const bytes = Uint8Array.of(
      ...encode('Model', { ...model, graph: undefined }),
      ...nested([...numbers, 1, 7]),
    );
    expect(errorOf(bytes)).toMatchObject({
      code: 'E_UNSUPPORTED',
      message: expect.stringContaining('attribute[0]'),
    });
    const groups = new Uint8Array(10_000).fill((7 << 3) | 3);
    expect(errorOf(groups).code).toBe('E_FORMAT');
  });

  it('F91: a varint of 11 bytes is E_FORMAT', () => {
    expect(errorOf(Uint8Array.of(8, ...Array<number>(10).fill(255), 1)).code).toBe('E_FORMAT');
    expect(errorOf(Uint8Array.of(...Array<number>(10).fill(255), 1)).code).toBe('E_FORMAT');
  });

  it('F91: sizes below 0, or of more elements than there can be, never become memory', () => {
    expect(errorOf(withTensor({ dims: [-1] })).code).toBe('E_FORMAT');
    expect(errorOf(withTensor({ dims: [2 ** 40] })).code).toBe('E_LIMIT');
    expect(errorOf(withTensor({ dims: [0, 2 ** 40] })).code).toBe('E_LIMIT');
    expect(errorOf(withTensor({ dims: [2 ** 20, 2 ** 20, 2 ** 20] })).code).toBe('E_LIMIT');
    expect(errorOf(withTensor({ dims: Array(100).fill(1) })).code).toBe('E_LIMIT');
    expect(errorOf(withTensor({ dims: [3, 3] })).message).toMatch(/is 36 bytes, the file has \d+$/);
    const dim = [{ dimValue: -1 }];
    const input = [{ name: 'input', type: { tensorType: { elemType: 1, shape: { dim } } } }];
    expect(errorOf(withGraph(() => ({ input }))).code).toBe('E_FORMAT');
  });

  it('F91: a cycle, and a value that nothing makes', () => {
    const last = list((model.graph as Message).node).at(-1) as Message;
    const cycle = withNode(0, () => ({ input: last.output as readonly string[] }));
    expect(errorOf(cycle).message).toContain('node[0].input[0] is "dense", which is made there or later');
    expect(errorOf(withGraph(({ node }) => ({ node: list(node).toReversed() }))).message).toContain(
      'out of order',
    );
    const missing = withGraph(({ initializer }) => ({ initializer: list(initializer).slice(1) }));
    expect(errorOf(missing)).toMatchObject({
      code: 'E_FORMAT',
      message: expect.stringContaining('which nothing makes'),
    });
    expect(
      errorOf(withGraph(() => ({ output: [{ ...list((model.graph as Message).output)[0], name: 'y' }] })))
        .code,
    ).toBe('E_FORMAT');
  });

  it('F91: other operators, and other versions of them', () => {
    const opset = (domain: string, version: number): FormatError =>
      errorOf(encode('Model', { ...model, opsetImport: [{ domain, version }] }));
    expect(opset('', 999).code).toBe('E_UNSUPPORTED');
    expect(opset('', 16).code).toBe('E_UNSUPPORTED');
    expect(opset('com.microsoft', 1).code).toBe('E_UNSUPPORTED');
    expect(errorOf(encode('Model', { ...model, irVersion: 99 })).code).toBe('E_UNSUPPORTED');
    for (const opType of ['Loop', 'If', 'toString', '__proto__', '']) {
      expect(errorOf(withNode(0, () => ({ opType }))).code).toBe('E_UNSUPPORTED');
    }
    expect(errorOf(withNode(0, () => ({ domain: 'ai.example' }))).code).toBe('E_UNSUPPORTED');
  });

  it('values that are made twice, calls with other inputs, outputs or attributes', () => {
    expect(errorOf(withNode(1, () => ({ output: ['input'] }))).message).toContain('is a second "input"');
    expect(
      errorOf(withNode(2, ({ input }) => ({ input: [...(input as string[]), ...(input as string[])] })))
        .message,
    ).toContain('has 2 inputs');
    expect(errorOf(withNode(2, () => ({ output: ['a', 'b'] }))).message).toContain('has 2 outputs');
    const attributes = (attribute: readonly Message[]) => errorOf(withNode(0, () => ({ attribute })));
    const perm = { name: 'perm', ints: [0, 3, 1, 2], type: 7 };
    expect(attributes([perm, perm]).message).toContain('is a second "perm"');
    expect(attributes([{ ...perm, type: 2 }]).code).toBe('E_FORMAT');
    expect(attributes([{ ...perm, i: 1 }]).code).toBe('E_FORMAT');
    expect(attributes([{ ...perm, name: 'body' }]).code).toBe('E_UNSUPPORTED');
    expect(errorOf(withTensor({ dataType: 8 })).code).toBe('E_UNSUPPORTED');
    expect(errorOf(withGraph(() => ({ name: undefined }))).code).toBe('E_FORMAT');
  });

  it('more messages, texts and numbers than a file of ours has are E_LIMIT, before they are memory', () => {
    const dims = new Array<number>(1_000_100).fill(1);
    expect(errorOf(withTensor({ dims }))).toMatchObject({
      code: 'E_LIMIT',
      message: expect.stringContaining('model.graph.initializer[0].dims'),
    });
  });

  it('F92: pointers of Git LFS, pages of HTML and nothing at all are named', () => {
    const text = (content: string) => errorOf(new TextEncoder().encode(content)).message;
    expect(text('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')).toContain('Git LFS');
    expect(text('\n<!DOCTYPE html><html></html>')).toContain('HTML');
    expect(text('')).toContain('empty');
    expect(() => checkOnnx('net.onnx' as never)).toThrow(ValueError);
  });

  it('a file that is cut anywhere is an error', () => {
    for (let length = 0; length < valid.length; length++) errorOf(valid.subarray(0, length));
  });

  it('changed anywhere, a file passes whole or is a FormatError', () => {
    const change = fc.record({
      at: fc.nat(),
      byte: fc.nat(255),
      kind: fc.constantFrom('set', 'drop', 'add', 'swap'),
      to: fc.nat(),
    });
    let refused = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = [...valid];
        for (const { at, byte, kind, to } of changes) {
          const place = at % bytes.length;
          if (kind === 'set') bytes[place] = byte;
          else if (kind === 'drop') bytes.splice(place, 1 + (byte % 8));
          else if (kind === 'add') bytes.splice(place, 0, byte, byte);
          else
            [bytes[place], bytes[to % bytes.length]] = [
              bytes[to % bytes.length] as number,
              bytes[place] as number,
            ];
        }
        try {
          checkOnnx(Uint8Array.from(bytes), 'net.onnx');
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          expect((error as FormatError).message).toContain('net.onnx');
          refused++;
        }
      }),
      { numRuns: isFull ? 10_000 : 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('random bytes are a FormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        errorOf(bytes);
      }),
      { numRuns: isFull ? 10_000 : 500 },
    );
  });
});
