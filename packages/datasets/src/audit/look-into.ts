import { DescentError } from '@descent/core';
import { inOrder } from '../in-order.js';
import { greyPixels } from '../radiology/grey-pixels.js';
import { type Located, located, type Placed } from './audit-set.js';
import { imageSize } from './image-size.js';
import { hashedSize, perceptualHash } from './perceptual-hash.js';

/** Rows and columns of the small picture that is kept. */
const thumbnailSize = 16;

/** What is kept of a picture that could be decoded. */
export interface Seen extends Placed {
  /** Of its bytes. */
  readonly sha256: string;
  readonly hash: Uint32Array;
  /** Grey, [16, 16], 0 to 1. */
  readonly thumbnail: Float32Array;
  /** What its file gives away, as texts by name. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A picture that cannot be decoded. */
export interface Unreadable extends Located {
  /** Why, in a few words. */
  readonly problem: string;
}

/** How many files are read and decoded at once. */
const atOnce = 4;

/**
 * Reads and decodes each picture once; of its pixels only a small picture is kept.
 * @throws the signal's reason when it is aborted
 */
export async function lookInto(
  images: readonly Placed[],
  signal: AbortSignal | undefined,
): Promise<{ readonly seen: readonly Seen[]; readonly unreadable: readonly Unreadable[] }> {
  const results = await inOrder(images, atOnce, async (image): Promise<Seen | Unreadable> => {
    try {
      return await look(image, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DescentError)
        return { ...located(image), problem: withoutName(error.problem, image.path) };
      throw error;
    }
  });
  const isUnreadable = (each: Seen | Unreadable): each is Unreadable => 'problem' in each;
  return {
    seen: results.filter((each): each is Seen => !isUnreadable(each)),
    unreadable: results.filter(isUnreadable),
  };
}

/** Results name the picture beside its problem. */
function withoutName(problem: string, name: string): string {
  return problem.startsWith(`${name}: `) ? problem.slice(name.length + 2) : problem;
}

async function look(image: Placed, signal: AbortSignal | undefined): Promise<Seen> {
  signal?.throwIfAborted();
  const bytes = await image.read({ signal });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
  const size = { width: hashedSize, height: hashedSize };
  const { values, format, tags } = await greyPixels(bytes, size, image.path);
  const thumbnail = averaged(values);
  const said = Object.entries(tags ?? {}).filter(([, value]) => typeof value === 'string');
  const { path, label, side, read } = image;
  return {
    path,
    label,
    side,
    read,
    group: image.group ?? tags?.patientId,
    columns: { ...Object.fromEntries(said), ...image.columns },
    sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    hash: perceptualHash(values),
    thumbnail,
    facts: { ...imageSize(bytes, format), ...shades(thumbnail) },
  };
}

/** Means of squares of 4 x 4 pixels. */
function averaged(pixels: Uint8Array): Float32Array {
  const step = hashedSize / thumbnailSize;
  const out = new Float32Array(thumbnailSize ** 2);
  for (let i = 0; i < pixels.length; i++) {
    const row = Math.floor(i / hashedSize / step);
    const column = Math.floor((i % hashedSize) / step);
    const at = row * thumbnailSize + column;
    out[at] = (out[at] as number) + (pixels[i] as number) / (255 * step ** 2);
  }
  return out;
}

/** How bright it is, in all and at its border. */
function shades(thumbnail: Float32Array): Record<string, string> {
  const border = thumbnail.filter((_, i) => isBorder(i));
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { brightness: mean(thumbnail).toFixed(4), 'brightness of the border': mean(border).toFixed(4) };
}

/** Whether a place of the small picture is at its border. */
export function isBorder(place: number): boolean {
  const [row, column] = [Math.floor(place / thumbnailSize), place % thumbnailSize];
  return row === 0 || column === 0 || row === thumbnailSize - 1 || column === thumbnailSize - 1;
}
