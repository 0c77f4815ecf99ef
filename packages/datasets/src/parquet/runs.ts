/** Numbers stored as runs of equal ones and groups of eight packed by bits, as levels and indices are. */
export interface Runs {
  /** The page. */
  readonly bytes: Uint8Array;
  /** Where they begin, and the end of what they may take. */
  readonly start: number;
  readonly end: number;
  /** Bits of a number. */
  readonly width: number;
  /** How many there are. */
  readonly count: number;
}

/**
 * Checks that there are as many numbers as there should be, where they should be.
 *
 * @param wanted - a number to count
 * @returns what is wrong, or how many numbers are `wanted`
 * @see Apache Parquet, Encodings.md, RLE/Bit-Packing Hybrid
 */
export function checkRuns({ bytes, start, end, width, count }: Runs, wanted = 0): string | number {
  if (width > 32) return `numbers of ${width} bits`;
  let at = start;
  let equal = 0;
  for (let left = count; left > 0; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end) return `${count} numbers do not fit`;
      const byte = bytes[at++] as number;
      // 31 bits, so that no reader takes it for less than nothing.
      if (shift > 28 || (shift === 28 && byte > 7)) return 'a run without end';
      header |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    const isPacked = (header & 1) === 1;
    const size = header >>> 1;
    if (size === 0) return 'an empty run';
    if (!isPacked && size > left) return `more than ${count} numbers`;
    const inRun = isPacked ? Math.min(8 * size, left) : size;
    // Some writers leave out what the last group is filled up with, others add groups: those must be there, and take
    // bytes, so that reading over them ends.
    const isLonger = isPacked && 8 * (size - 1) >= left;
    if (isLonger && width === 0) return `more than ${count} numbers`;
    const packedSize = isLonger ? size * width : (inRun * width + 7) >> 3;
    const next = at + (isPacked ? packedSize : (width + 7) >> 3);
    if (next > end) return `${count} numbers do not fit`;
    if (!isPacked) equal += numberAt(bytes, 8 * at, width) === wanted ? size : 0;
    else
      for (let i = 0; i < inRun; i++) equal += numberAt(bytes, 8 * at + i * width, width) === wanted ? 1 : 0;
    at = next;
    left -= inRun;
  }
  return equal;
}

/** A number of `width` bits, the lowest first. */
function numberAt(bytes: Uint8Array, bit: number, width: number): number {
  let value = 0;
  for (let k = 0; k < width; k++) value |= (((bytes[(bit + k) >> 3] as number) >> ((bit + k) & 7)) & 1) << k;
  return value;
}
