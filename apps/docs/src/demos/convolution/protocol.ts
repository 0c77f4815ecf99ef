/** What lies around the image. */
export type PaddingKind = 'valid' | 'zero' | 'reflect' | 'edge';

/** The picture's height and width; it has three channels, of which a grey one uses the first. */
export const imageSize = { rows: 5, columns: 7 } as const;
/** Filters are cut from the middle of this many cells each way. */
export const largestFilter = 5;
export const mostChannels = 3;
export const mostFilters = 2;

/** What the reader has set. */
export interface Settings {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: PaddingKind;
  readonly channels: number;
  readonly filters: number;
}
