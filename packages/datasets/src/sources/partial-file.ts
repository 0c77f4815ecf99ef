import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';

/** What an interrupted download has left. */
export interface Partial {
  /** Bytes that can be gone on from; 0 when there are none. */
  readonly size: number;
  /** The entity tag of the file that they begin. */
  readonly tag: string;
}

/**
 * The files beside `path` while it is being fetched: `.part` and the entity tag of what it begins, and `.fresh` for
 * a file that begins anew while the partial one may still be of use.
 */
export class PartialFile {
  readonly part: string;
  readonly fresh: string;
  readonly #tag: string;

  constructor(path: string) {
    this.part = `${path}.part`;
    this.fresh = `${path}.fresh`;
    this.#tag = `${path}.part.etag`;
  }

  /** Bytes without a tag cannot be gone on from: nothing says which file they begin. */
  async read(): Promise<Partial> {
    const tag = await readFile(this.#tag, 'utf8').catch(() => '');
    const size = tag && (await stat(this.part).catch(() => undefined))?.size;
    return size ? { size, tag } : { size: 0, tag: '' };
  }

  /** Empties `.part`. The old bytes go before the new tag comes, so that a kill cannot mix them. */
  async begin(tag: string): Promise<void> {
    await writeFile(this.part, '');
    await this.#setTag(tag);
  }

  /** Makes `.fresh` the partial file. */
  async adoptFresh(tag: string): Promise<void> {
    await this.#setTag('');
    await rename(this.fresh, this.part);
    await this.#setTag(tag);
  }

  /** Removes one of the two files. */
  async forget(file: string): Promise<void> {
    await rm(file, { force: true });
    if (file === this.part) await this.#setTag('');
  }

  /** Gives the whole file its name and removes the rest. */
  async finish(file: string, path: string): Promise<void> {
    await rename(file, path);
    await this.forget(this.part);
    await this.forget(this.fresh);
  }

  async #setTag(tag: string): Promise<void> {
    if (tag) await writeFile(this.#tag, tag);
    else await rm(this.#tag, { force: true });
  }
}
