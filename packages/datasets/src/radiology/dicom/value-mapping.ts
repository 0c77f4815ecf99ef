import { FormatError } from '@descent/core';
import type { DataSet } from './element.js';
import type { PixelFormat } from './pixel-format.js';
import { tags } from './tags.js';
import type { Values } from './values.js';

/** A range of values that is to be seen from black to white. */
export interface DicomWindow {
  /** The middle, in rescaled values. */
  readonly center: number;
  /** From black to white. */
  readonly width: number;
  /** 'LINEAR' (default), 'LINEAR_EXACT' or 'SIGMOID', by the formulas of PS3.3, C.11.2.1.2. */
  readonly function?: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
}

/** A table that takes values to others; what lies before or behind it is taken to its ends. */
export interface LookupTable {
  /** The value that goes to the first entry. */
  readonly first: number;
  readonly entries: Uint8Array | Uint16Array;
  /** Bits of an entry. */
  readonly bits: number;
}

/** What the stored values of a frame mean, and how they are to be seen. */
export interface ValueMapping {
  /** Value = stored value x slope + intercept. */
  readonly rescale: { readonly slope: number; readonly intercept: number };
  /** In place of it, where the file has one. */
  readonly modalityTable?: LookupTable | undefined;
  /** Windows that the file proposes. */
  readonly windows: readonly DicomWindow[];
  /** Tables that the file proposes in their place. */
  readonly windowTables: readonly LookupTable[];
}

/**
 * One mapping for each frame, or a single one for all: of the file, or of its functional groups, those of the frame
 * before those that are shared.
 *
 * @throws FormatError for numbers that are none, widths that are not above 0, and tables without entries
 */
export function valueMappings(
  root: DataSet,
  values: Values,
  format: PixelFormat,
  name: string,
): readonly ValueMapping[] {
  const shared = root.get(tags.sharedFunctionalGroups)?.items?.[0];
  const perFrame = root.get(tags.perFrameFunctionalGroups)?.items ?? [];
  const rootMapping = [root, ...groupsOf(shared)];
  const mapping = (frame?: DataSet) => mappingOf([...groupsOf(frame), ...rootMapping], values, format, name);
  if (!perFrame.some((frame) => groupsOf(frame).length > 0)) return [mapping()];
  return Array.from({ length: format.frameCount }, (_, i) => mapping(perFrame[i]));
}

/** The groups of a frame that say something of values. */
function groupsOf(set: DataSet | undefined): DataSet[] {
  const groups = [tags.pixelValueTransformation, tags.frameVoiLut].map((tag) => set?.get(tag)?.items?.[0]);
  return groups.filter((group) => group !== undefined);
}

/** Of the first set that says something. */
function mappingOf(
  sets: readonly DataSet[],
  values: Values,
  format: PixelFormat,
  name: string,
): ValueMapping {
  const having = (tag: number): DataSet => sets.find((set) => set.has(tag)) ?? new Map();
  const one = (tag: number, otherwise: number) => values.decimals(having(tag), tag)?.[0] ?? otherwise;
  const tablesOf = (tag: number, isSigned: boolean) =>
    (having(tag).get(tag)?.items ?? []).map((set) => tableOf(set, values, isSigned, name));
  const slope = one(tags.rescaleSlope, 1);
  const intercept = one(tags.rescaleIntercept, 0);
  const [modalityTable] = tablesOf(tags.modalityLutSequence, format.isSigned);
  const isSigned = modalityTable ? false : format.isSigned || intercept < 0;
  return {
    rescale: { slope, intercept },
    modalityTable,
    windows: windowsOf(having(tags.windowCenter), values, name),
    windowTables: tablesOf(tags.voiLutSequence, isSigned),
  };
}

function windowsOf(set: DataSet, values: Values, name: string): DicomWindow[] {
  const centers = values.decimals(set, tags.windowCenter) ?? [];
  const widths = values.decimals(set, tags.windowWidth) ?? [];
  const text = values.text(set, tags.voiLutFunction) ?? 'LINEAR';
  if (text !== 'LINEAR' && text !== 'LINEAR_EXACT' && text !== 'SIGMOID') {
    throw new FormatError(`${name}: there is no window of the form '${text.slice(0, 32)}'`);
  }
  return centers.flatMap((center, i) => {
    const width = widths[i];
    return width === undefined ? [] : [{ center, width, function: text }];
  });
}

/** @see PS3.3, C.11.1.1 */
function tableOf(set: DataSet, values: Values, isSigned: boolean, name: string): LookupTable {
  const [count = -1, , bits = 0] = values.shorts(set, tags.lutDescriptor) ?? [];
  const first = values.shorts(set, tags.lutDescriptor, isSigned)?.[1] ?? 0;
  const data = values.bytes(set, tags.lutData);
  const length = count === 0 ? 2 ** 16 : count;
  const isBytes = data !== undefined && data.length < 2 * length;
  if (!data || bits < 1 || bits > 16 || length < 1 || data.length < length || (isBytes && bits > 8)) {
    throw new FormatError(
      `${name}: a lookup table of ${length} entries of ${bits} bits has ${data?.length ?? 0} bytes`,
      {
        fix: 'the file is damaged: fetch it again',
      },
    );
  }
  const entries = isBytes ? data.slice(0, length) : values.words(data, length);
  return { first, entries, bits };
}
