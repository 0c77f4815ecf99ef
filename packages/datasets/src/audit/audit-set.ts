import type { ReadOptions } from '../sources/file-source.js';

/** A picture that is looked into. */
export interface AuditImage {
  /** Its name in messages, unlike those of the others in its set. */
  readonly path: string;
  /** Name of its class. */
  readonly label: string;
  /** What groups pictures, such as a patient; undefined where that is not known. */
  readonly group?: string | undefined;
  /** Metadata as texts, by column; what is missing is ''. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** The file's bytes. */
  read(options?: ReadOptions): Promise<Uint8Array>;
}

/** Pictures that are looked into, such as {@link chestXray} and {@link imagesOf} give. */
export interface AuditSet {
  readonly images: readonly AuditImage[];
}

/** Which of the two sets a picture is from. */
export type Side = 'train' | 'test';

/** A picture of either set. */
export interface Placed extends AuditImage {
  readonly side: Side;
}

/** A picture as results name it. */
export interface Located {
  readonly side: Side;
  readonly path: string;
  readonly label: string;
}

/** What results say of a picture. */
export function located({ side, path, label }: Located): Located {
  return { side, path, label };
}
