import { type DeviceCall, type ProgramValue, sizeOf } from '@descent/core';
import {
  bytesOf,
  type Call,
  chunkElements,
  chunksOf,
  floatWord,
  type Operand,
  operand,
  type RowFunction,
} from '../call.js';
import { broadcastSteps, collapse } from '../strides.js';

/** How an operand lies beside the elements of a chain; the numbers are those of wasm/chain.ts. */
export const kinds = { whole: 0, scalar: 1, numbers: 2, space: 3, row: 4, column: 5 } as const;

/** One call of a chain, with the function that does it. */
export interface Link {
  readonly call: DeviceCall;
  readonly output: ProgramValue;
  readonly function: RowFunction;
  /** Of each input. */
  readonly kinds: readonly number[];
  /** Elements of a row where an input is stretched; 0 where none is. */
  readonly rowLength: number;
}

/** Elements of a tile, about: a few operands of it fit the fastest cache. */
const tileElements = 512;

/** Most elements of a tile; rows that make longer ones are not stretched inside of chains. */
const mostTileElements = 4096;

/** Bytes that a vector may write behind what it makes. */
const slack = 64;

/** A call as part of a chain; undefined for one that no chain can take. */
export function linkOf(call: DeviceCall, function_: RowFunction | undefined): Link | undefined {
  const output = call.outputs[0] as ProgramValue;
  const size = sizeOf(output.shape);
  if (!function_ || size === 0) return undefined;
  let rowLength = 0;
  const inputKinds: number[] = [];
  for (const { shape, dtype } of call.inputs) {
    if (sizeOf(shape) === size) inputKinds.push(kinds.whole);
    else if (sizeOf(shape) === 1) inputKinds.push(kinds.scalar);
    else {
      const { sizes, steps } = collapse(output.shape, [broadcastSteps(shape, output.shape)]);
      const [rows, columns] = sizes as [number, number];
      const isRow = steps[0]?.[0] === 0;
      const fits = rowLength === 0 || rowLength === columns;
      if (sizes.length !== 2 || !fits || bytesOf(dtype) !== 4 || rows * columns !== size) return undefined;
      if (tileOf(columns) > mostTileElements) return undefined;
      rowLength = columns;
      inputKinds.push(isRow ? kinds.row : kinds.column);
    }
  }
  return { call, output, function: function_, kinds: inputKinds, rowLength };
}

/** Elements of a tile: whole rows and whole vectors of bytes. */
function tileOf(rowLength: number): number {
  let unit = Math.max(1, rowLength);
  while (unit % 16 !== 0) unit *= 2;
  return unit * Math.max(1, Math.floor(tileElements / unit));
}

/** Emits a chain of links, in order, as one instruction. */
export function lowerChain(
  call: Call,
  links: readonly Link[],
  inputs: readonly ProgramValue[],
  outputs: readonly ProgramValue[],
): void {
  const size = sizeOf((links[0] as Link).output.shape);
  const rowLength = Math.max(...links.map((link) => link.rowLength));
  const tile = tileOf(rowLength);
  const operands = new Operands(call, tile, inputs, outputs);
  const functions: number[] = [];
  links.forEach((link, i) => {
    const { name, numbers } = link.function;
    const from = link.call.inputs.map((input, k) => operands.read(input, link.kinds[k] as number));
    if (numbers) from.push(operands.numbers(numbers));
    const steps = from.reduce((bits, at, k) => bits | (operands.isSingle(at) ? 0 : 1 << k), 0);
    const isLast = (value: number) =>
      !links.slice(i + 1).some((later) => later.call.inputs.some((input) => input.value === value));
    const dying = new Map(link.call.inputs.map((input) => [input.value, input]));
    for (const value of [...dying.keys()].filter((value) => !isLast(value))) dying.delete(value);
    const to = operands.make(link.output, [...dying.values()]);
    const [x = 0, y = 0, z = 0] = from;
    functions.push(call.place(name), from.length, x, y, z, to, steps);
  });
  call.threadSpace(operands.spaceBytes);
  // A chunk does about as much as one of a single function.
  const tiles = Math.max(1, Math.floor((4 * chunkElements) / (links.length + 3) / tile));
  const words = [size, tiles * tile, tile, rowLength, operands.count, links.length];
  call.emit('chain', chunksOf(size, tiles * tile), [...words, ...operands.words, ...functions]);
}

/** The operands of a chain that is being lowered. */
class Operands {
  readonly #slotBytes: number;
  readonly #addresses = new Map<number, Operand>();
  readonly #outputs: ReadonlySet<number>;
  /** Places among the operands, by value and kind. */
  readonly #places = new Map<string, number>();
  readonly #operands: (readonly [kind: number, first: number, second: number])[] = [];
  /** Slots of spaces that nobody needs any more. */
  readonly #spare: number[] = [];
  #slots = 0;

  constructor(call: Call, tile: number, inputs: readonly ProgramValue[], outputs: readonly ProgramValue[]) {
    this.#slotBytes = 4 * tile + slack;
    inputs.forEach(({ value }, i) => {
      this.#addresses.set(value, operand(call.inputs, i));
    });
    outputs.forEach(({ value }, i) => {
      this.#addresses.set(value, operand(call.outputs, i));
    });
    this.#outputs = new Set(outputs.map(({ value }) => value));
  }

  get count(): number {
    return this.#operands.length;
  }

  /** Bytes of workspace: an address per operand, then the slots. */
  get spaceBytes(): number {
    return this.#slotsAt + this.#slots * this.#slotBytes;
  }

  get words(): number[] {
    return this.#operands.flatMap(([kind, first, second]) => {
      if (kind === kinds.space) return [kind, this.#slotsAt + first * this.#slotBytes, 0];
      const isCopied = kind === kinds.row || kind === kinds.column;
      return [kind, first, isCopied ? this.#slotsAt + second * this.#slotBytes : second];
    });
  }

  /** True for operands of one element. */
  isSingle(place: number): boolean {
    const kind = this.#operands[place]?.[0];
    return kind === kinds.scalar || kind === kinds.numbers;
  }

  /** Place of an operand that a function reads. */
  read({ value, dtype }: ProgramValue, kind: number): number {
    const made = this.#places.get(`${value}`);
    if (made !== undefined) return made;
    return this.#once(`${value} ${kind}`, () => {
      const { address } = this.#addresses.get(value) as Operand;
      const isCopied = kind === kinds.row || kind === kinds.column;
      return [kind, address, isCopied ? this.#slots++ : bytesOf(dtype)];
    });
  }

  /** Place of numbers that are part of the instruction. */
  numbers([first = 0, second = 0]: readonly number[]): number {
    this.#operands.push([kinds.numbers, floatWord(first), floatWord(second)]);
    return this.count - 1;
  }

  /** Place of what a function makes; `dying` are values that it is the last to read. */
  make({ value, dtype }: ProgramValue, dying: readonly ProgramValue[]): number {
    const free = dying.filter((input) => this.#operands[this.#placeOf(input)]?.[0] === kinds.space);
    const slotOf = (input: ProgramValue) => this.#operands[this.#placeOf(input)]?.[1] as number;
    // At another width, what is written would spoil what is still to be read.
    const isNarrow = (input: ProgramValue) => bytesOf(input.dtype) !== bytesOf(dtype);
    this.#spare.push(...free.filter((input) => !isNarrow(input)).map(slotOf));
    const place = this.#once(`${value}`, () => {
      const address = this.#outputs.has(value) ? this.#addresses.get(value)?.address : undefined;
      if (address !== undefined) return [kinds.whole, address, bytesOf(dtype)];
      return [kinds.space, this.#spare.pop() ?? this.#slots++, 0];
    });
    this.#spare.push(...free.filter(isNarrow).map(slotOf));
    return place;
  }

  #placeOf({ value }: ProgramValue): number {
    return this.#places.get(`${value}`) ?? -1;
  }

  get #slotsAt(): number {
    return Math.ceil((4 * this.count) / slack) * slack;
  }

  #once(key: string, make: () => readonly [number, number, number]): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.count);
    this.#operands.push(make());
    return this.count - 1;
  }
}
