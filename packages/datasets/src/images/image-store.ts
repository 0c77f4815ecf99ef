import { DataError, FormatError } from '@descent/core';
import type { FileSource } from '../sources/file-source.js';
import type { BadFile } from './bad-file.js';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import { Gate } from './gate.js';

/** A picture file of a dataset. */
export interface ImageFile {
  /** Where it is in its source. */
  readonly path: string;
  /** Class index; undefined where there are no classes. */
  readonly label?: number | undefined;
  /** Its row in the manifest, by column; undefined without a manifest. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** How a store decodes and keeps. */
export interface StoreOptions {
  /** For messages. */
  readonly op: string;
  readonly decode: DecodeOptions;
  /** Values of one picture. */
  readonly imageSize: number;
  readonly onBadFile: 'stop' | 'skip';
  /** The most bytes of decoded pictures that are kept. */
  readonly cacheBytes: number;
  /** The most bytes that a file may have. */
  readonly maxFileBytes: number;
  /** Files that are read and decoded at once. */
  readonly concurrency: number;
}

/** The pictures of all files that a dataset and its parts share: decoded when asked for, kept as bytes. */
export class ImageStore {
  readonly files: readonly ImageFile[];
  readonly options: StoreOptions;
  readonly #source: FileSource;
  readonly #gate: Gate;
  /** Undefined: not decoded yet, or no room. */
  readonly #kept: (Uint8Array | undefined)[];
  #room: number;
  readonly #bad = new Map<number, BadFile>();

  constructor(source: FileSource, files: readonly ImageFile[], options: StoreOptions) {
    this.files = files;
    this.options = options;
    this.#source = source;
    this.#gate = new Gate(options.concurrency);
    this.#kept = new Array(files.length);
    this.#room = options.cacheBytes;
  }

  /** The picture, where it is kept. */
  kept(index: number): Uint8Array | undefined {
    return this.#kept[index];
  }

  /** What was found to be wrong with a file. */
  bad(index: number): BadFile | undefined {
    return this.#bad.get(index);
  }

  /**
   * The picture of a file; undefined for a bad one that is to be skipped.
   * @param isNeeded - asked when its turn comes; where it says no, nothing is read and undefined comes back
   * @throws FormatError and DataError for a bad file that is not to be skipped; the signal's reason
   */
  async load(
    index: number,
    { signal, isNeeded = () => true }: { signal?: AbortSignal | undefined; isNeeded?: () => boolean } = {},
  ): Promise<Uint8Array | undefined> {
    const kept = this.#kept[index];
    if (kept) return kept;
    const known = this.#bad.get(index);
    if (known && this.options.onBadFile === 'skip') return undefined;
    return this.#gate.run(async () => {
      if (!isNeeded()) return undefined;
      // Another walk may have been faster.
      return this.#kept[index] ?? this.#decode(index, signal);
    });
  }

  /** Lets go of the source; what is kept stays. */
  close(): Promise<void> {
    return this.#source.close();
  }

  async #decode(index: number, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    const { path } = this.files[index] as ImageFile;
    const { decode, maxFileBytes, imageSize } = this.options;
    const name = `${this.#source.name}/${path}`;
    try {
      const bytes = await this.#source.read(path, { signal, limit: maxFileBytes });
      const { values } = await decodeImage(bytes, decode, name);
      if (imageSize <= this.#room) {
        this.#kept[index] = values;
        this.#room -= imageSize;
      }
      return values;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isOfFile(error)) throw error;
      const reason = error.problem.startsWith(`${name}: `)
        ? error.problem.slice(name.length + 2)
        : error.problem;
      this.#bad.set(index, { path, reason, code: error.code });
      if (this.options.onBadFile === 'skip') return undefined;
      throw withWayOut(error);
    }
  }
}

/** Whether an error is about one file, so that others can be read. */
function isOfFile(error: unknown): error is FormatError | DataError {
  if (error instanceof FormatError) return true;
  return error instanceof DataError && (error.code === 'E_IO' || error.code === 'E_LIMIT');
}

function withWayOut(error: FormatError | DataError): Error {
  const Kind = error instanceof FormatError ? FormatError : DataError;
  const fix = "or go on without such files: onBadFile: 'skip'";
  return new Kind(error.problem, {
    code: error.code,
    fix: error.fix === undefined ? fix : `${error.fix}, ${fix}`,
    cause: error,
  });
}
