import { BackendError } from '@descent/core';

/** Granularity of addresses and sizes: one cache line. */
const unit = 64;

/** Free bytes kept behind every block, so that a vector may run over its end. */
const slack = 64;

/** Bins per doubling of the size. */
const binsPerOctave = 8;

/** Enough for sizes up to 2³³, twice what can be addressed. */
const binCount = 25 * binsPerOctave;

/** A stretch of wasm memory; the handle of a buffer. */
export class Block {
  /** First byte. */
  readonly address: number;
  /** Whole size, slack included. */
  size: number;
  /** Bytes that were asked for. */
  byteLength = 0;
  /** Whether the backend holds it for itself. */
  isOwn = false;
  isFree = false;
  /** Neighbours in memory. */
  before: Block | undefined;
  after: Block | undefined;
  /** Neighbours in the list of free blocks of its bin. */
  previousFree: Block | undefined;
  nextFree: Block | undefined;

  constructor(address: number, size: number) {
    this.address = address;
    this.size = size;
  }
}

/**
 * Hands out stretches of a growing memory: two-level segregated fit (Masmano et al. 2004). Taking and giving
 * back take constant time, and free neighbours are merged.
 */
export class Heap {
  readonly #start: number;
  readonly #limit: number;
  readonly #growTo: (end: number) => boolean;
  readonly #bins = new Array<Block | undefined>(binCount).fill(undefined);
  /** One bit for every bin that holds a block. */
  readonly #filled = new Int32Array(Math.ceil(binCount / 32));
  #last: Block | undefined;
  #blocks = 0;
  #ownBytes = 0;
  #bytes = 0;

  /**
   * @param start - first byte that may be used
   * @param limit - the most live bytes
   * @param growTo - makes the memory reach up to `end`; false when it cannot
   */
  constructor(start: number, limit: number, growTo: (end: number) => boolean) {
    this.#start = Math.ceil(start / unit) * unit;
    this.#limit = limit;
    this.#growTo = growTo;
  }

  /** Live blocks, those that the backend holds for itself left out. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Bytes asked for by those blocks. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes a block; its bytes are whatever was there. One of the backend's `isOwn` counts against the limit only.
   * @throws BackendError E_OOM beyond the limit, or when memory cannot grow
   */
  take(byteLength: number, purpose: string, isOwn = false): Block {
    const size = Math.ceil((byteLength + slack) / unit) * unit;
    const block =
      byteLength >= 0 && this.#bytes + this.#ownBytes + byteLength <= this.#limit
        ? (this.#reuse(size) ?? this.#extend(size))
        : undefined;
    if (!block) throw this.#outOfMemory(byteLength, purpose);
    this.#split(block, size);
    block.byteLength = byteLength;
    block.isOwn = isOwn;
    this.#count(block, 1);
    return block;
  }

  /** Gives a block back. */
  give(block: Block): void {
    if (block.isFree) throw new BackendError('cpu: a buffer was freed twice');
    this.#count(block, -1);
    this.#insert(this.#merge(block));
  }

  #count({ isOwn, byteLength }: Block, sign: 1 | -1): void {
    if (isOwn) {
      this.#ownBytes += sign * byteLength;
      return;
    }
    this.#blocks += sign;
    this.#bytes += sign * byteLength;
  }

  #outOfMemory(byteLength: number, purpose: string): BackendError {
    const [asked, live, limit] = [byteLength, this.#bytes + this.#ownBytes, this.#limit].map((n) =>
      n.toLocaleString('en-US'),
    );
    return new BackendError(
      `${purpose}: out of memory: asked for ${asked} bytes, ${live} are live, the limit is ${limit}`,
      {
        code: 'E_OOM',
        fix: 'free tensors (scope, using, dispose), take smaller batches, or raise maxBytes of cpu({ maxBytes })',
      },
    );
  }

  /** A free block of at least `size`, taken out of its bin. */
  #reuse(size: number): Block | undefined {
    // One bin up, where every block is large enough.
    const from = binOf(size - 1) + 1;
    let word = from >>> 5;
    let bits = (this.#filled[word] as number) & (-1 << (from & 31));
    while (bits === 0) {
      if (++word >= this.#filled.length) return undefined;
      bits = this.#filled[word] as number;
    }
    const block = this.#bins[32 * word + 31 - Math.clz32(bits & -bits)] as Block;
    this.#remove(block);
    return block;
  }

  /** A new block at the end of the memory, or the last one made longer if it is free. */
  #extend(size: number): Block | undefined {
    const last = this.#last;
    const start = last ? (last.isFree ? last.address : last.address + last.size) : this.#start;
    if (!this.#growTo(start + size)) return undefined;
    if (last?.isFree) {
      this.#remove(last);
      last.size = Math.max(last.size, size);
      return last;
    }
    const block = new Block(start, size);
    block.before = last;
    if (last) last.after = block;
    this.#last = block;
    return block;
  }

  /** Cuts what is too much off a block that is in no bin. */
  #split(block: Block, size: number): void {
    if (block.size - size < 2 * unit) return;
    const rest = new Block(block.address + size, block.size - size);
    block.size = size;
    rest.before = block;
    rest.after = block.after;
    if (rest.after) rest.after.before = rest;
    else this.#last = rest;
    block.after = rest;
    this.#insert(rest);
  }

  /** Joins a block with its free neighbours. */
  #merge(block: Block): Block {
    const { before, after } = block;
    if (after?.isFree) {
      this.#remove(after);
      this.#absorb(block, after);
    }
    if (!before?.isFree) return block;
    this.#remove(before);
    this.#absorb(before, block);
    block.isFree = true;
    return before;
  }

  #absorb(block: Block, next: Block): void {
    block.size += next.size;
    block.after = next.after;
    if (next.after) next.after.before = block;
    else this.#last = block;
  }

  #insert(block: Block): void {
    const bin = binOf(block.size);
    const next = this.#bins[bin];
    block.isFree = true;
    block.previousFree = undefined;
    block.nextFree = next;
    if (next) next.previousFree = block;
    this.#bins[bin] = block;
    (this.#filled[bin >>> 5] as number) |= 1 << (bin & 31);
  }

  #remove(block: Block): void {
    const { previousFree, nextFree } = block;
    block.isFree = false;
    if (nextFree) nextFree.previousFree = previousFree;
    if (previousFree) {
      previousFree.nextFree = nextFree;
    } else {
      const bin = binOf(block.size);
      this.#bins[bin] = nextFree;
      if (!nextFree) (this.#filled[bin >>> 5] as number) &= ~(1 << (bin & 31));
    }
    block.previousFree = undefined;
    block.nextFree = undefined;
  }
}

/** Bin of a size: exact up to 8 units, then 8 bins per doubling; sizes grow with bins. */
function binOf(size: number): number {
  const units = Math.floor(size / unit);
  if (units < binsPerOctave) return units;
  const octave = 31 - Math.clz32(units);
  return (octave - 2) * binsPerOctave + ((units >>> (octave - 3)) & (binsPerOctave - 1));
}
