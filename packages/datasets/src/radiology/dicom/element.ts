/** Something that a data set says: its number, its kind, and where its value lies in the bytes. */
export interface DicomElement {
  /** Group and element, as one number: 0x00280010. */
  readonly tag: number;
  /** Value representation, two letters; '' where the file does not say. */
  readonly vr: string;
  /** Where the value begins. */
  readonly offset: number;
  /** Bytes of the value; 0 where that is not known ahead. */
  readonly length: number;
  /** What a sequence holds, for those that are looked into. */
  readonly items?: readonly DataSet[];
  /** The pieces of packed pixels, the table of offsets first. */
  readonly fragments?: readonly Fragment[];
}

/** A stretch of bytes. */
export interface Fragment {
  readonly offset: number;
  readonly length: number;
}

/** Elements by their tag. */
export type DataSet = ReadonlyMap<number, DicomElement>;

/** A tag as the standard writes it. */
export function showTag(tag: number): string {
  const hex = (tag >>> 0).toString(16).padStart(8, '0').toUpperCase();
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
