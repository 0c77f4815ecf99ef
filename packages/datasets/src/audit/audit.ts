import { DataError, describeValue, ValueError } from '@descent/core';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { AuditImage, AuditSet, Placed, Side } from './audit-set.js';
import { type ClassShare, classShares } from './class-shares.js';
import { type Confound, findConfounds } from './find-confounds.js';
import {
  findIdentical,
  findNearIdentical,
  type IdenticalImages,
  type NearIdenticalImages,
} from './find-duplicates.js';
import { type Finding, findingsOf } from './findings.js';
import { lookInto, type Unreadable } from './look-into.js';
import { hashBits } from './perceptual-hash.js';
import { probeShortcuts, type Shortcut } from './probe-shortcuts.js';
import { type SharedGroup, sharedGroups } from './shared-groups.js';

/** Options of {@link audit}. */
export interface AuditOptions {
  /** Column that groups pictures, in place of what the sets say. */
  readonly by?: string;
  /** Columns that may tell the class, such as the diagnosis that it is made of. Default: none but the class itself. */
  readonly ignore?: readonly string[];
  /** Bits of 255 in which the hashes of pictures may differ that count as near-identical. Default 32. */
  readonly distance?: number;
  /** Determines the parts of cross-validation. Default 0. */
  readonly seed?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** What {@link audit} found. */
export interface Audit {
  /** What matters of all this, in sentences, the serious first. */
  readonly findings: readonly Finding[];
  /** Number of pictures that can be decoded. */
  readonly count: { readonly train: number; readonly test: number };
  /** How many there are of each class. */
  readonly classes: readonly ClassShare[];
  /** The column that groups them; undefined: what the sets say. */
  readonly by: string | undefined;
  /** Share of the pictures whose group is known. */
  readonly knownGroups: number;
  /** Groups that are in both sets. */
  readonly sharedGroups: readonly SharedGroup[];
  /** Pictures of the same bytes. */
  readonly identical: readonly IdenticalImages[];
  /** Pairs that look the same, the most alike first. */
  readonly nearIdentical: readonly NearIdenticalImages[];
  /** Pictures that cannot be decoded. */
  readonly unreadable: readonly Unreadable[];
  /** What each column tells of the class, the most telling first. */
  readonly confounds: readonly Confound[];
  /** What a linear model makes of the border and of a tiny picture. */
  readonly shortcuts: readonly Shortcut[];
}

/**
 * Looks for what makes an accuracy worth nothing: the same or nearly the same picture on both sides of a split or under
 * two classes, a patient on both sides, files that cannot be read, lopsided classes, and classes that can be told by
 * something else than what they are about: a single column, such as the hospital, or the border of the picture.
 *
 * Each picture is decoded once. A linear model is trained on the backend in use.
 *
 * @param train - what is trained on, such as {@link chestXray} or {@link imagesOf} give
 * @param test - what is tested on; undefined to look into one set
 * @returns data; {@link showAudit} makes a text of it
 * @throws DataError E_DATA for no pictures; ValueError for impossible options, and a column that no picture has
 * @example
 * const [train, test] = (await chestXray('data/xrays')).split(0.8);
 * console.log(showAudit(await audit(train, test)));
 */
export async function audit(train: AuditSet, test?: AuditSet, options: AuditOptions = {}): Promise<Audit> {
  const {
    by,
    ignore = [],
    distance = 32,
    seed = 0,
    signal,
  } = checkedOptions('audit', options, {
    by: kinds.text,
    ignore: kinds.texts,
    distance: kinds.whole(0, hashBits),
    seed: kinds.seed,
    signal: kinds.signal,
  });
  const given = [...placed(train, 'train'), ...placed(test ?? { images: [] }, 'test')];
  if (given.length === 0) throw new DataError('audit: there is no picture', { fix: 'give sets with images' });
  const images =
    by === undefined ? given : given.map((image) => ({ ...image, group: image.columns?.[by] || undefined }));
  checkColumn(by, given);
  const { seen, unreadable } = await lookInto(images, signal);
  const classes = classShares(seen);
  const isComparable = classes.length > 1;
  const found = {
    count: { train: countOf(seen, 'train'), test: countOf(seen, 'test') },
    classes,
    by,
    knownGroups: seen.filter(({ group }) => group !== undefined).length / Math.max(1, seen.length),
    sharedGroups: sharedGroups(seen),
    identical: findIdentical(seen),
    nearIdentical: findNearIdentical(seen, distance),
    unreadable,
    confounds: isComparable ? findConfounds(seen, ignore, seed) : [],
    shortcuts: isComparable ? await probeShortcuts(seen, seed) : [],
  };
  const sides = test === undefined ? (['train'] as const) : (['train', 'test'] as const);
  return { findings: findingsOf(found, sides), ...found };
}

function countOf(seen: readonly Placed[], side: Side): number {
  return seen.filter((image) => image.side === side).length;
}

function placed(set: AuditSet, side: Side): Placed[] {
  if (!Array.isArray(set?.images)) {
    throw new ValueError(`audit: expects sets with images, got ${describeValue(set)}`, {
      fix: 'give what chestXray or imagesOf returns',
    });
  }
  return set.images.map(({ path, label, group, columns, read }: AuditImage) => ({
    path,
    label,
    group,
    columns,
    read,
    side,
  }));
}

function checkColumn(by: string | undefined, images: readonly AuditImage[]): void {
  if (by === undefined || images.some(({ columns }) => columns && Object.hasOwn(columns, by))) return;
  const names = new Set(images.flatMap(({ columns }) => Object.keys(columns ?? {})));
  throw new ValueError(`audit: no picture has a column ${describeValue(by)}`, {
    fix:
      names.size > 0 ? `the columns are ${[...names].slice(0, 20).join(', ')}` : 'the sets have no metadata',
  });
}
