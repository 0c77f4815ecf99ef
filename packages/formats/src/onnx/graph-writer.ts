import { type DType, sizeOf, type TypedArray } from '@descent/core';
import { hostTranspose } from './host-transpose.js';
import { attributeTypes, dataTypes, type Message, type OnnxType } from './proto/schema.js';
import { type Size, type Sizes, sizeName } from './size.js';
import { Unsupported } from './unsupported.js';
import {
  type Constant,
  isConstant,
  isOnlyFirst,
  keepsEnds,
  type Layout,
  type Value,
  withChannelsFirst,
} from './value.js';

/** An attribute of an operator: a whole number, whole numbers, a text, or real numbers marked as such. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly texts: readonly string[] };

/** A call of an operator, as it will be in the file. */
export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  inputs: string[];
  readonly outputs: string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** A tensor of numbers in the file. */
export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: OnnxType;
  readonly data: TypedArray | BigInt64Array;
}

/** What a graph is given or gives. */
export interface Port {
  readonly name: string;
  readonly shape: Sizes;
  readonly dtype: DType;
}

/** The graph of an ONNX file in the making. */
export class GraphWriter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, Initializer>();
  readonly inputs: Port[] = [];
  /** The place in the model whose operators are written now: what their names begin with. */
  place = '';
  readonly #names: Set<string>;
  readonly #small = new Map<string, string>();
  readonly #transposed = new WeakMap<Constant, Map<string, string>>();

  /** @param reserved - names of inputs and outputs */
  constructor(reserved: readonly string[]) {
    this.#names = new Set(reserved);
  }

  /** Adds an input. */
  input(name: string, shape: Sizes, dtype: DType): Value {
    this.inputs.push({ name, shape, dtype });
    return { shape, dtype, names: { last: name } };
  }

  /** Adds a call of an operator; an input that is '' is left out. */
  call(
    opType: string,
    inputs: readonly string[],
    attributes: OnnxNode['attributes'] = {},
    outputCount = 1,
  ): string[] {
    const name = this.#fresh(this.place === '' ? opType : `${this.place}/${opType}`);
    const outputs = Array.from({ length: outputCount }, (_, i) =>
      this.#fresh(i === 0 ? `${name}:out` : `${name}:out${i}`),
    );
    this.nodes.push({ name, opType, inputs: [...inputs], outputs, attributes });
    return outputs;
  }

  /** The one result of {@link call}. */
  op(opType: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string {
    return this.call(opType, inputs, attributes)[0] as string;
  }

  /** The name of a value with channels last, as it is here. */
  last(value: Value): string {
    this.#reshape(value);
    if (value.names.last !== undefined) return value.names.last;
    if (isConstant(value)) {
      value.names.last = this.constant(value.data, value.shape, value.dtype, value.label);
    } else {
      if (value.names.first === undefined) throw new Unsupported('has a result that ONNX does not give');
      const rank = value.shape.length;
      const axes = Array.from({ length: rank - 2 }, (_, i) => i + 2);
      value.names.last = this.op('Transpose', [value.names.first], { perm: [0, ...axes, 1] });
    }
    return value.names.last;
  }

  /** The name of a value of three axes or more with channels first. */
  first(value: Value): string {
    this.#reshape(value);
    if (value.names.first !== undefined) return value.names.first;
    const order = withChannelsFirst(value.shape.map((_, axis) => axis));
    value.names.first = isConstant(value)
      ? this.transposed(value, order)
      : this.op('Transpose', [this.last(value)], { perm: order });
    return value.names.first;
  }

  /** Gives a name to a value that is another one in a new shape. */
  #reshape({ shape, names, view }: Value): void {
    if (!view || names.last !== undefined || names.first !== undefined) return;
    const isFirst = isOnlyFirst(view) && keepsEnds(view.shape, shape);
    const inputs = isFirst
      ? [this.first(view), this.#shape(withChannelsFirst(shape))]
      : [this.last(view), this.#shape(shape)];
    const name = this.op('Reshape', inputs, shape.includes(0) ? { allowzero: 1 } : {});
    names[isFirst && shape.length > 2 ? 'first' : 'last'] = name;
  }

  /** The shape that Reshape is told: the one size that depends on the batch is left to it. */
  #shape(sizes: Sizes): string {
    const varying = sizes.filter((size) => typeof size === 'object').length;
    // A size of −1 cannot be worked out beside one of 0.
    if (varying > 1 || (varying === 1 && sizes.includes(0))) return this.sizes(sizes);
    return this.whole(sizes.map((size) => (typeof size === 'number' ? size : -1)));
  }

  /** The name of a value in a layout. */
  named(value: Value, layout: Layout): string {
    return layout === 'first' ? this.first(value) : this.last(value);
  }

  /**
   * The name of a value with its axes in another order, for weights: turned once, now, where it is a constant.
   * @param shape - what the result is reshaped to
   */
  transposed(value: Value, order: readonly number[], shape?: readonly number[]): string {
    if (!isConstant(value)) {
      const turned = this.op('Transpose', [this.last(value)], { perm: order });
      return shape ? this.op('Reshape', [turned, this.whole(shape)]) : turned;
    }
    const known = this.#transposed.get(value) ?? new Map<string, string>();
    this.#transposed.set(value, known);
    const dims = shape ?? order.map((axis) => value.shape[axis] as number);
    const key = `${order} ${dims}`;
    const name =
      known.get(key) ??
      this.constant(hostTranspose(value.data, value.shape, order), dims, value.dtype, value.label);
    known.set(key, name);
    return name;
  }

  /** A constant in the file; equal small ones are there once. */
  constant(
    data: TypedArray | BigInt64Array,
    dims: readonly number[],
    type: OnnxType,
    label = 'constant',
  ): string {
    const key =
      data.length <= 16 && label === 'constant' ? `${type} [${dims}] ${Array.from(data, keyOf)}` : undefined;
    const same = key === undefined ? undefined : this.#small.get(key);
    if (same !== undefined) return same;
    const name = this.#fresh(label);
    this.initializers.set(name, { name, dims, type, data });
    if (key !== undefined) this.#small.set(key, name);
    return name;
  }

  /** A list of whole numbers as the input of an operator. */
  whole(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], 'int64');
  }

  /** A whole number as the input of an operator. */
  wholeNumber(value: number): string {
    return this.constant(BigInt64Array.of(BigInt(value)), [], 'int64');
  }

  /** A number of a dtype as the input of an operator. */
  number(value: number, dtype: DType = 'float32'): string {
    const data = dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value);
    return this.constant(dtype === 'bool' ? Uint8Array.of(value) : data, [], dtype);
  }

  /** Sizes as the input of an operator: worked out at run time where the batch has a part in them. */
  sizes(sizes: Sizes): string {
    if (sizes.every((size) => typeof size === 'number')) return this.whole(sizes as readonly number[]);
    const parts: string[] = [];
    let together: number[] = [];
    const flush = (): void => {
      if (together.length > 0) parts.push(this.whole(together));
      together = [];
    };
    for (const size of sizes) {
      if (typeof size === 'number') together.push(size);
      else {
        flush();
        parts.push(this.#batchSize(size));
      }
    }
    flush();
    return parts.length === 1 ? (parts[0] as string) : this.op('Concat', parts, { axis: 0 });
  }

  /** Gives a result the name that the graph's output has, and what does it is named after it. */
  output(value: Value, name: string): Port {
    const from = this.last(value);
    const maker = this.nodes.find(({ outputs }) => outputs.includes(from));
    if (maker && !this.#isOutput(from)) {
      maker.outputs[maker.outputs.indexOf(from)] = name;
      for (const node of this.nodes)
        node.inputs = node.inputs.map((input) => (input === from ? name : input));
      value.names.last = name;
    } else {
      this.nodes.push({
        name: this.#fresh(`${name}/Identity`),
        opType: 'Identity',
        inputs: [from],
        outputs: [name],
        attributes: {},
      });
    }
    this.#outputs.add(name);
    return { name, shape: value.shape, dtype: value.dtype };
  }

  readonly #outputs = new Set<string>();

  #isOutput(name: string): boolean {
    return this.#outputs.has(name);
  }

  /** A size by the batch, [1]. */
  #batchSize({ times, plus }: Exclude<Size, number>): string {
    const from = this.inputs.find(({ shape }) => typeof shape[0] === 'object') as Port;
    let size = this.op('Shape', [from.name], { start: 0, end: 1 });
    if (times !== 1) size = this.op('Mul', [size, this.whole([times])]);
    return plus === 0 ? size : this.op('Add', [size, this.whole([plus])]);
  }

  #fresh(name: string): string {
    let free = name;
    for (let i = 1; this.#names.has(free); i++) free = `${name}_${i}`;
    this.#names.add(free);
    return free;
  }
}

/** Tells all numbers apart. */
function keyOf(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A node as a message. */
export function nodeMessage({ name, opType, inputs, outputs, attributes }: OnnxNode): Message {
  const attribute = Object.entries(attributes).map(([key, value]) => ({
    name: key,
    ...attributeMessage(value),
  }));
  return { input: inputs, output: outputs, name, opType, attribute };
}

function attributeMessage(value: AttributeValue): Message {
  const encoder = new TextEncoder();
  if (typeof value === 'number') return { i: value, type: attributeTypes.i };
  if (typeof value === 'string') return { s: encoder.encode(value), type: attributeTypes.s };
  if (Array.isArray(value)) return { ints: value, type: attributeTypes.ints };
  if ('float' in value) return { f: value.float, type: attributeTypes.f };
  const { texts } = value as { readonly texts: readonly string[] };
  return { strings: texts.map((text) => encoder.encode(text)), type: attributeTypes.strings };
}

/** An initializer as a message; numbers little-endian, as every machine has them that runs this. */
export function initializerMessage({ name, dims, type, data }: Initializer): Message {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (rawData.length !== sizeOf(dims) * dataTypes[type].bytes)
    throw new RangeError(`${name}: ${dims}, ${data.length}`);
  return { dims, dataType: dataTypes[type].number, name, rawData };
}

/** An input or output as a message. */
export function portMessage({ name, shape, dtype }: Port): Message {
  const dim = shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: sizeName(size) },
  );
  return { name, type: { tensorType: { elemType: dataTypes[dtype].number, shape: { dim } } } };
}
