import { FormatError } from '@descent/core';

/** Place of something that is not there: all bits set. */
const nowhere = 0xffff_ffff_ffff_ffffn;

/**
 * The bytes of an HDF5 file, read with bounds, and the work that its reader may spend on them.
 *
 * Every structure of the format takes at least eight bytes and is read once or twice. A reader that has looked at more
 * of them than the file has room for goes round in a loop that somebody built.
 */
export class FileView {
  readonly #view: DataView;
  #work = 0;
  readonly #mostWork: number;

  readonly bytes: Uint8Array;

  /** @param name - for messages */
  constructor(
    bytes: Uint8Array,
    readonly name: string,
  ) {
    // Node's Buffer slices in another way.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#mostWork = 1024 + bytes.length / 4;
  }

  /** @throws FormatError where so many bytes are not there */
  need(at: number, size: number): void {
    if (at >= 0 && size >= 0 && at + size <= this.bytes.length) return;
    throw this.broken(`${size} bytes at byte ${at} are outside of the file of ${this.bytes.length}`);
  }

  u8(at: number): number {
    this.need(at, 1);
    return this.bytes[at] as number;
  }

  u16(at: number): number {
    this.need(at, 2);
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    this.need(at, 4);
    return this.#view.getUint32(at, true);
  }

  /** @throws FormatError E_LIMIT from 2^53 on */
  u64(at: number): number {
    this.need(at, 8);
    const wide = this.#view.getBigUint64(at, true);
    if (wide <= Number.MAX_SAFE_INTEGER) return Number(wide);
    throw this.beyond(`a size or place of ${wide} at byte ${at}`);
  }

  /** A place in the file; undefined where nothing was allocated. */
  address(at: number): number | undefined {
    this.need(at, 8);
    return this.#view.getBigUint64(at, true) === nowhere ? undefined : this.u64(at);
  }

  /** A number of 1, 2, 4 or 8 bytes. */
  unsigned(at: number, size: number): number {
    if (size === 1) return this.u8(at);
    if (size === 2) return this.u16(at);
    return size === 4 ? this.u32(at) : this.u64(at);
  }

  /** @throws FormatError unless the four letters stand there */
  signature(at: number, letters: string): void {
    this.need(at, letters.length);
    const found = latin1(this.bytes.subarray(at, at + letters.length));
    if (found !== letters) throw this.broken(`no ${letters} at byte ${at}`);
  }

  /** Text up to the first byte of zero. */
  text(at: number, end: number): string {
    this.need(at, end - at);
    const bytes = this.bytes.subarray(at, end);
    const length = bytes.indexOf(0);
    this.work(bytes.length / 8);
    return new TextDecoder().decode(length < 0 ? bytes : bytes.subarray(0, length));
  }

  /** Text that a byte of zero ends. */
  terminated(at: number, end: number): string {
    this.need(at, end - at);
    const length = this.bytes.subarray(at, end).indexOf(0);
    if (length < 0) throw this.broken(`the name at byte ${at} has no end`);
    return this.text(at, at + length);
  }

  /**
   * Counts structures that were read.
   * @throws FormatError E_LIMIT for more than the file has room for
   */
  work(structures = 1): void {
    this.#work += structures;
    if (this.#work > this.#mostWork)
      throw this.beyond('more structures than it has room for: they lead in a circle');
  }

  broken(problem: string): FormatError {
    return new FormatError(`${this.name}: damaged HDF5: ${problem}`, { fix: 'fetch or save the file again' });
  }

  beyond(problem: string): FormatError {
    return new FormatError(`${this.name}: HDF5 with ${problem}`, {
      code: 'E_LIMIT',
      fix: 'do not use it: no program that saves weights writes such files',
    });
  }

  unsafe(problem: string): FormatError {
    return new FormatError(`${this.name}: ${problem}`, {
      code: 'E_UNSAFE',
      fix: 'do not use it: weights stand in the file itself; save the model again with Keras if it is yours',
    });
  }

  unsupported(problem: string): FormatError {
    return new FormatError(`${this.name}: HDF5 with ${problem}, which is not read`, {
      code: 'E_UNSUPPORTED',
      fix: "save it with h5py's defaults, as Keras does, or repack it: h5repack -l CONTI --low=0 --high=0 IN OUT",
    });
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
