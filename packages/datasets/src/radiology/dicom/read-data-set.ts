import { FormatError } from '@descent/core';
import { type DataSet, type DicomElement, type Fragment, showTag } from './element.js';
import { tags } from './tags.js';
import type { TransferSyntax } from './transfer-syntax.js';

/** What was read of a data set, and why no more. */
export interface ReadDataSet {
  readonly elements: DataSet;
  /** Where reading stopped. */
  readonly end: number;
  /** Why the rest could not be read. */
  readonly problem?: FormatError;
}

/** How deep sequences may lie in one another, and how many elements a file may have. */
const mostDepth = 64;
const mostElements = 2 ** 20;

const item = 0xfffee000;
const itemEnd = 0xfffee00d;
const sequenceEnd = 0xfffee0dd;
const unknownLength = 0xffffffff;

/** Kinds whose length takes four bytes, after two that are zero. */
const longKinds = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const shortKinds = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));

/** Sequences that are looked into where the file does not say what is one. */
const soughtSequences: ReadonlySet<number> = new Set([
  tags.modalityLutSequence,
  tags.voiLutSequence,
  tags.sharedFunctionalGroups,
  tags.perFrameFunctionalGroups,
  tags.pixelValueTransformation,
  tags.frameVoiLut,
]);

/** A data set or a sequence that is being read. */
interface Open {
  /** The elements of a data set; undefined for a sequence. */
  readonly elements?: Map<number, DicomElement>;
  /** The items of a sequence; undefined for a data set. */
  readonly items?: DataSet[];
  /** Where it ends; undefined where a delimiter says so. */
  readonly end: number | undefined;
  /** What it may not go beyond: its own end, or that of what it lies in. */
  readonly limit: number;
  readonly isExplicit: boolean;
}

/** The head of an element. */
interface Head {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  /** Where the value begins. */
  readonly offset: number;
}

/**
 * Reads the elements of a data set: where their values lie, not the values. Nothing is copied, and no function calls
 * itself, so that a file that is made to be bad costs no more than its own size.
 *
 * @param isWanted - ends the reading at the first element of which it is false
 * @throws nothing: what is wrong comes back with the elements before it: FormatError, E_LIMIT for sequences in
 * sequences, more than 64 deep, and for more than 2²⁰ elements
 * @see PS3.5, section 7
 */
export function readDataSet(
  bytes: Uint8Array,
  start: number,
  { isExplicit, isLittleEndian }: Pick<TransferSyntax, 'isExplicit' | 'isLittleEndian'>,
  name: string,
  isWanted?: (tag: number) => boolean,
): ReadDataSet {
  const reader = new Reader(bytes, start, isLittleEndian, name);
  const elements = new Map<number, DicomElement>();
  try {
    reader.read({ elements, end: bytes.length, limit: bytes.length, isExplicit }, isWanted);
    return { elements, end: reader.at };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { elements, end: reader.at, problem: error };
  }
}

class Reader {
  at: number;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;
  readonly #name: string;
  readonly #open: Open[] = [];
  #elementCount = 0;

  constructor(bytes: Uint8Array, start: number, isLittleEndian: boolean, name: string) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = start;
    this.#isLittleEndian = isLittleEndian;
    this.#name = name;
  }

  read(root: Open, isWanted: ((tag: number) => boolean) | undefined): void {
    this.#open.push(root);
    for (let top = this.#open.at(-1); top; top = this.#open.at(-1)) {
      if (this.at === top.end) {
        this.#open.pop();
        continue;
      }
      if (isWanted && top === root && !isWanted(this.#peekTag(root.limit))) return;
      if (++this.#elementCount > mostElements) {
        throw new FormatError(`${this.#name}: more than ${mostElements} elements`, {
          code: 'E_LIMIT',
          fix: 'look where the file comes from: no image needs as many',
        });
      }
      if (top.items) this.#readItem(top, top.items);
      else this.#readElement(top, top.elements as Map<number, DicomElement>);
    }
  }

  /** An item of a sequence, or its end. */
  #readItem(sequence: Open, items: DataSet[]): void {
    const { tag, length, offset } = this.#itemHead(sequence.limit);
    this.at = offset;
    if (tag === sequenceEnd && length === 0 && sequence.end === undefined) {
      this.#open.pop();
      return;
    }
    if (tag !== item) throw this.#bad(offset - 8, `${showTag(tag)} where an item of a sequence is expected`);
    const elements = new Map<number, DicomElement>();
    items.push(elements);
    this.#push({ elements, ...this.#extent(length, sequence.limit, tag), isExplicit: sequence.isExplicit });
  }

  #readElement(set: Open, elements: Map<number, DicomElement>): void {
    const start = this.at;
    const { tag, vr, length, offset } = this.#head(set);
    if (tag === itemEnd && set.end === undefined && length === 0) {
      this.at = offset;
      this.#open.pop();
      return;
    }
    if (tag >>> 16 === 0xfffe) throw this.#bad(start, `${showTag(tag)} where an element is expected`);
    this.at = offset;
    const isUnknown = length === unknownLength;
    const isRoot = this.#open.length === 1;
    if (isUnknown && isRoot && tag === tags.pixelData) {
      const fragments: Fragment[] = [];
      elements.set(tag, { tag, vr, offset, length: 0, fragments });
      this.#readFragments(set.limit, fragments);
      return;
    }
    const isSequence = vr === 'SQ' || (isUnknown && (vr === '' || vr === 'UN'));
    if (isSequence || (vr === '' && soughtSequences.has(tag))) {
      const items: DataSet[] = [];
      elements.set(tag, { tag, vr, offset, length: isUnknown ? 0 : length, items });
      // What is of unknown kind and length is written without kinds, wherever it stands.
      const isExplicit = set.isExplicit && vr !== 'UN';
      this.#push({ items, ...this.#extent(length, set.limit, tag), isExplicit });
      return;
    }
    if (isUnknown) throw this.#bad(start, `${showTag(tag)} of kind ${vr} has no length`);
    if (isRoot && tag === tags.pixelData && offset + length > set.limit) {
      elements.set(tag, { tag, vr, offset, length: set.limit - offset });
    }
    this.#checkLength(length, offset, set.limit, tag);
    elements.set(tag, { tag, vr, offset, length });
    this.at = offset + length;
  }

  /** The pieces of packed pixels, up to the delimiter. */
  #readFragments(limit: number, fragments: Fragment[]): void {
    for (;;) {
      const { tag, length, offset } = this.#itemHead(limit);
      this.at = offset;
      if (tag === sequenceEnd && length === 0) return;
      if (tag !== item)
        throw this.#bad(offset - 8, `${showTag(tag)} where a piece of the pixels is expected`);
      this.#checkLength(length, offset, limit, tag);
      if (++this.#elementCount > mostElements) throw this.#bad(offset - 8, 'too many pieces of pixels');
      fragments.push({ offset, length });
      this.at = offset + length;
    }
  }

  #head({ isExplicit, limit }: Open): Head {
    const { at } = this;
    this.#need(8, limit);
    const tag = this.#peekTag(limit);
    if (!isExplicit || tag >>> 16 === 0xfffe) {
      return { tag, vr: '', length: this.#view.getUint32(at + 4, this.#isLittleEndian), offset: at + 8 };
    }
    const vr = String.fromCharCode(this.#view.getUint8(at + 4), this.#view.getUint8(at + 5));
    if (shortKinds.has(vr)) {
      return { tag, vr, length: this.#view.getUint16(at + 6, this.#isLittleEndian), offset: at + 8 };
    }
    if (!longKinds.has(vr)) {
      throw this.#bad(
        at,
        `${showTag(tag)} is of the kind '${vr.replace(/[^ -~]/g, '?')}', which there is not`,
      );
    }
    this.#need(12, limit);
    return { tag, vr, length: this.#view.getUint32(at + 8, this.#isLittleEndian), offset: at + 12 };
  }

  #itemHead(limit: number): Omit<Head, 'vr'> {
    this.#need(8, limit);
    const { at } = this;
    return {
      tag: this.#peekTag(limit),
      length: this.#view.getUint32(at + 4, this.#isLittleEndian),
      offset: at + 8,
    };
  }

  #peekTag(limit: number): number {
    this.#need(4, limit);
    const group = this.#view.getUint16(this.at, this.#isLittleEndian);
    return group * 0x10000 + this.#view.getUint16(this.at + 2, this.#isLittleEndian);
  }

  /** Where something ends that begins here. */
  #extent(length: number, limit: number, tag: number): Pick<Open, 'end' | 'limit'> {
    if (length === unknownLength) return { end: undefined, limit };
    this.#checkLength(length, this.at, limit, tag);
    return { end: this.at + length, limit: this.at + length };
  }

  #push(open: Open): void {
    if (this.#open.length >= 2 * mostDepth) {
      throw new FormatError(`${this.#name}: sequences lie in one another more than ${mostDepth} deep`, {
        code: 'E_LIMIT',
        fix: 'look where the file comes from: no image needs as many',
      });
    }
    this.#open.push(open);
  }

  #checkLength(length: number, offset: number, limit: number, tag: number): void {
    if (length % 2 !== 0) throw this.#bad(offset, `${showTag(tag)} has the odd length ${length}`);
    if (offset + length <= limit) return;
    throw this.#bad(offset, `${showTag(tag)} has ${length} bytes, of which ${limit - offset} are there`);
  }

  #need(count: number, limit: number): void {
    if (this.at + count <= limit) return;
    throw this.#bad(
      this.at,
      `cut short: ${count} bytes of an element are expected, ${limit - this.at} are there`,
    );
  }

  #bad(at: number, problem: string): FormatError {
    return new FormatError(`${this.#name}: byte ${at}: ${problem}`, {
      fix: 'the file is damaged or cut short: fetch it again',
    });
  }
}
