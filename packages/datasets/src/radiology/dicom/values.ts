import { FormatError } from '@descent/core';
import { type DataSet, showTag } from './element.js';
import { tags } from './tags.js';

/** Encodings by the standard's names of character sets. @see PS3.3, C.12.1.1.2 */
const encodings: Readonly<Record<string, string>> = {
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  'ISO_IR 203': 'iso-8859-15',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Longest text that is read; all texts of interest are shorter by far. */
const mostText = 1024;

/** Reads values of elements. Elements that are absent or empty give undefined. */
export class Values {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;
  readonly #name: string;
  readonly #decoder: TextDecoder;

  /** @param root - says in which character set texts are */
  constructor(bytes: Uint8Array, isLittleEndian: boolean, name: string, root?: DataSet) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittleEndian = isLittleEndian;
    this.#name = name;
    this.#decoder = new TextDecoder('iso-8859-1');
    const [characterSet = ''] = (root && this.texts(root, tags.characterSet)) ?? [];
    this.#decoder = new TextDecoder(encodings[characterSet.replace('ISO 2022 IR', 'ISO_IR')] ?? 'iso-8859-1');
  }

  /** The first text, without the blanks and zeros around it. */
  text(set: DataSet, tag: number): string | undefined {
    return this.texts(set, tag)?.[0];
  }

  /** Texts that are parted by backslashes. */
  texts(set: DataSet, tag: number): readonly string[] | undefined {
    const bytes = this.bytes(set, tag);
    if (!bytes) return undefined;
    const trim = (text: string) => text.replace(/^[\0 ]+|[\0 ]+$/g, '');
    const all = this.#decoder.decode(bytes.subarray(0, mostText)).split('\\').map(trim);
    return all.every((text) => text === '') ? undefined : all;
  }

  /**
   * Decimal numbers that are written as text.
   * @throws FormatError for a text that is no number
   */
  decimals(set: DataSet, tag: number): readonly number[] | undefined {
    return this.texts(set, tag)?.map((text) => {
      const value = /^[-+\d.eE]+$/.test(text) ? Number(text) : Number.NaN;
      if (Number.isFinite(value)) return value;
      throw this.#bad(tag, `is '${text.slice(0, 32)}', expected a number`);
    });
  }

  /**
   * A whole number of 16 bits.
   * @throws FormatError for a value of fewer than 16 bits
   */
  short(set: DataSet, tag: number, isSigned = false): number | undefined {
    return this.shorts(set, tag, isSigned)?.[0];
  }

  /** Whole numbers of 16 bits. */
  shorts(set: DataSet, tag: number, isSigned = false): readonly number[] | undefined {
    const element = set.get(tag);
    if (!element || element.length === 0) return undefined;
    const { offset, length } = element;
    return Array.from({ length: Math.floor(Math.min(length, mostText) / 2) }, (_, i) =>
      isSigned
        ? this.#view.getInt16(offset + 2 * i, this.#isLittleEndian)
        : this.#view.getUint16(offset + 2 * i, this.#isLittleEndian),
    );
  }

  /** The bytes of a value, which stay the file's. */
  bytes(set: DataSet, tag: number): Uint8Array | undefined {
    const element = set.get(tag);
    if (!element || element.length === 0) return undefined;
    return this.#bytes.subarray(element.offset, element.offset + element.length);
  }

  /** Whole numbers of 16 bits out of bytes of the file. */
  words(bytes: Uint8Array, count: number): Uint16Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, this.#isLittleEndian));
  }

  #bad(tag: number, problem: string): FormatError {
    return new FormatError(`${this.#name}: ${showTag(tag)} ${problem}`, {
      fix: 'the file is damaged: fetch it again',
    });
  }
}
