import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { storageError } from './storage-error.js';

/**
 * A file that grows while training goes on. It is open only while something is written, so that none is left open
 * whatever ends the training.
 */
export class LogFile {
  readonly #op: string;
  readonly #path: string;

  /** @param op - the callback, for messages */
  constructor(op: string, path: string) {
    this.#op = op;
    this.#path = path;
  }

  /**
   * Makes the file and its folder, empty unless it shall be continued.
   * @returns the text that is there
   * @throws DataError E_IO
   */
  start({ append }: { readonly append: boolean }): string {
    return this.#try(() => {
      mkdirSync(dirname(this.#path), { recursive: true });
      if (!append) writeFileSync(this.#path, '');
      else appendFileSync(this.#path, '');
      return append ? readFileSync(this.#path, 'utf8') : '';
    });
  }

  /**
   * Writes behind what is there.
   * @throws DataError E_IO
   */
  append(content: string | Uint8Array): void {
    this.#try(() => appendFileSync(this.#path, content));
  }

  /**
   * Takes away what is behind the first `size` bytes, where these end as they should; else the file is another one.
   * @returns whether it did
   * @throws DataError E_IO
   */
  cutBehind(size: number, end: string): boolean {
    return this.#try(() => {
      const bytes = readFileSync(this.#path);
      const last = bytes.subarray(Math.max(0, size - Buffer.byteLength(end)), size);
      if (bytes.length <= size || last.toString() !== end) return false;
      truncateSync(this.#path, size);
      return true;
    });
  }

  #try<R>(write: () => R): R {
    try {
      return write();
    } catch (error) {
      const what = `${this.#op}: ${this.#path} cannot be written`;
      throw storageError(what, error, 'the parameters are those of the last finished step');
    }
  }
}
