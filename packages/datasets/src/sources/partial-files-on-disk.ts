import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Checksum } from './checksum.js';
import { hashOfFile } from './hash-of-file.js';
import type { Partial, PartialFiles, PartialName } from './partial-files.js';

/** The files beside `path` while it is being fetched: `.part`, the entity tag of what it begins, and `.fresh`. */
export class PartialFilesOnDisk implements PartialFiles {
  readonly #path: string;
  readonly #tag: string;

  constructor(path: string) {
    this.#path = path;
    this.#tag = `${path}.part.etag`;
  }

  async read(): Promise<Partial> {
    const tag = await readFile(this.#tag, 'utf8').catch(() => '');
    const size = tag && (await stat(this.#file('part')).catch(() => undefined))?.size;
    return size ? { size, tag } : { size: 0, tag: '' };
  }

  /** The old bytes go before the new tag comes, so that a kill cannot mix them. */
  async begin(tag: string): Promise<void> {
    await writeFile(this.#file('part'), '');
    await this.#setTag(tag);
  }

  async write(name: PartialName, start: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const handle = await open(this.#file(name), start > 0 ? 'a' : 'w');
    try {
      for await (const chunk of chunks) await handle.appendFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async adoptFresh(tag: string): Promise<void> {
    await this.#setTag('');
    await rename(this.#file('fresh'), this.#file('part'));
    await this.#setTag(tag);
  }

  async forget(name: PartialName): Promise<void> {
    await rm(this.#file(name), { force: true });
    if (name === 'part') await this.#setTag('');
  }

  hash(name: PartialName, algorithm: Checksum['algorithm']): Promise<string> {
    return hashOfFile(this.#file(name), algorithm);
  }

  async finish(name: PartialName): Promise<void> {
    await rename(this.#file(name), this.#path);
    await this.forget('part');
    await this.forget('fresh');
  }

  #file(name: PartialName): string {
    return `${this.#path}.${name}`;
  }

  async #setTag(tag: string): Promise<void> {
    if (tag) await writeFile(this.#tag, tag);
    else await rm(this.#tag, { force: true });
  }
}
