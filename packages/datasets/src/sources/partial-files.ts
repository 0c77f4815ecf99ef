import type { Checksum } from './checksum.js';

/** What an interrupted download has left. */
export interface Partial {
  /** Bytes that can be gone on from; 0 when there are none. */
  readonly size: number;
  /** The entity tag of the file that they begin. */
  readonly tag: string;
}

/** A file while it is fetched: the one that is gone on with, or one that begins anew while that may still be of use. */
export type PartialName = 'part' | 'fresh';

/** Where a download keeps what has come, until it is whole. */
export interface PartialFiles {
  /** Bytes without a tag cannot be gone on from: nothing says which file they begin. */
  read(): Promise<Partial>;
  /** Empties `part` and remembers the tag of what it will begin. */
  begin(tag: string): Promise<void>;
  /** Writes behind the first `start` bytes; what came before a failure is kept. */
  write(name: PartialName, start: number, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Makes `fresh` the file that is gone on with. */
  adoptFresh(tag: string): Promise<void>;
  /** Removes one of the two. */
  forget(name: PartialName): Promise<void>;
  /** What its bytes hash to, in hexadecimal digits. */
  hash(name: PartialName, algorithm: Checksum['algorithm']): Promise<string>;
  /** Gives the whole file its name and removes the rest. */
  finish(name: PartialName): Promise<void>;
}
