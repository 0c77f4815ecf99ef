import type { Checksum } from './checksum.js';
import { hashOfBlob } from './hash-of-blob.js';
import type { Partial, PartialFiles, PartialName } from './partial-files.js';

/**
 * A download among the browser's own files. What has come is kept when a connection breaks, not when the page is
 * closed: the browser puts a file in place when it is closed, as a whole.
 */
export class PartialFilesInBrowser implements PartialFiles {
  readonly #directory: FileSystemDirectoryHandle;
  readonly #name: string;

  constructor(directory: FileSystemDirectoryHandle, name: string) {
    this.#directory = directory;
    this.#name = name;
  }

  async read(): Promise<Partial> {
    const tag = (await (await fileIn(this.#directory, this.#tagName))?.text()) ?? '';
    const size = tag && (await fileIn(this.#directory, this.#file('part')))?.size;
    return size ? { size, tag } : { size: 0, tag: '' };
  }

  async begin(tag: string): Promise<void> {
    await this.forget('part');
    await this.#setTag(tag);
  }

  async write(name: PartialName, start: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const handle = await this.#directory.getFileHandle(this.#file(name), { create: true });
    const stream = await handle.createWritable({ keepExistingData: start > 0 });
    try {
      await stream.seek(start);
      for await (const chunk of chunks) await stream.write(chunk as Uint8Array<ArrayBuffer>);
    } finally {
      await stream.close();
    }
  }

  async adoptFresh(tag: string): Promise<void> {
    await this.#setTag('');
    await this.#rename(this.#file('fresh'), this.#file('part'));
    await this.#setTag(tag);
  }

  async forget(name: PartialName): Promise<void> {
    await this.#remove(this.#file(name));
    if (name === 'part') await this.#setTag('');
  }

  async hash(name: PartialName, algorithm: Checksum['algorithm']): Promise<string> {
    return hashOfBlob((await fileIn(this.#directory, this.#file(name))) ?? new Blob(), algorithm);
  }

  async finish(name: PartialName): Promise<void> {
    await this.#rename(this.#file(name), this.#name);
    await this.forget('part');
    await this.forget('fresh');
  }

  #file(name: PartialName): string {
    return `${this.#name}.${name}`;
  }

  get #tagName(): string {
    return `${this.#name}.part.etag`;
  }

  async #setTag(tag: string): Promise<void> {
    if (!tag) return this.#remove(this.#tagName);
    const handle = await this.#directory.getFileHandle(this.#tagName, { create: true });
    const stream = await handle.createWritable();
    await stream.write(tag);
    await stream.close();
  }

  async #remove(name: string): Promise<void> {
    await this.#directory.removeEntry(name).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }

  /** `move` replaces what has the name; the types of browsers do not know it yet. */
  async #rename(from: string, to: string): Promise<void> {
    const handle = await this.#directory.getFileHandle(from);
    await (handle as unknown as { move(name: string): Promise<void> }).move(to);
  }
}

/** A file of a directory; undefined when it is not there. */
export async function fileIn(directory: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    return await (await directory.getFileHandle(name)).getFile();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
