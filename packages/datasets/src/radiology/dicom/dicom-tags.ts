import type { DataSet } from './element.js';
import { tags } from './tags.js';
import type { Values } from './values.js';

/**
 * What a file says about its image, as far as training and audits need it. The patient's name is not read. Each is
 * undefined where the file does not say.
 */
export interface DicomTags {
  /** (0010,0020), what groups images of one person. */
  readonly patientId?: string | undefined;
  /** (0010,0040): 'M', 'F' or 'O'. */
  readonly sex?: string | undefined;
  /** (0010,1010), in years: '018M' is 1.5. */
  readonly age?: number | undefined;
  /** (0008,0060): 'CR', 'DX', 'CT', … */
  readonly modality?: string | undefined;
  /** (0018,5101): 'PA', 'AP', 'LL', … */
  readonly view?: string | undefined;
  /** (0018,0015). */
  readonly bodyPart?: string | undefined;
  /** (0020,0062), or else (0020,0060): 'L', 'R', 'B', 'U'. */
  readonly laterality?: string | undefined;
  /** (0008,0070). */
  readonly manufacturer?: string | undefined;
  /** (0008,0080). */
  readonly institution?: string | undefined;
  /** (0020,000D). */
  readonly studyUid?: string | undefined;
  /** (0020,000E). */
  readonly seriesUid?: string | undefined;
  /** (0008,0018), which is the image's own. */
  readonly instanceUid?: string | undefined;
  /** (0028,0030), or else (0018,1164): millimetres from row to row and from column to column. */
  readonly pixelSpacing?: readonly [number, number] | undefined;
  /** (0028,0301): whether names or marks may be painted into the pixels. */
  readonly hasBurnedInAnnotation?: boolean | undefined;
}

/** Years in each unit of ages. */
const years: Readonly<Record<string, number>> = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 };

/** Reads what is of interest; values that make no sense are left out, since no pixel depends on them. */
export function readTags(set: DataSet, values: Values): DicomTags {
  const text = (tag: number) => values.text(set, tag);
  const burnedIn = text(tags.burnedInAnnotation);
  return {
    patientId: text(tags.patientId),
    sex: text(tags.sex),
    age: ageOf(text(tags.age)),
    modality: text(tags.modality),
    view: text(tags.viewPosition),
    bodyPart: text(tags.bodyPart),
    laterality: text(tags.imageLaterality) ?? text(tags.laterality),
    manufacturer: text(tags.manufacturer),
    institution: text(tags.institution),
    studyUid: text(tags.studyUid),
    seriesUid: text(tags.seriesUid),
    instanceUid: text(tags.instanceUid),
    pixelSpacing:
      pair(values.texts(set, tags.pixelSpacing)) ?? pair(values.texts(set, tags.imagerPixelSpacing)),
    hasBurnedInAnnotation: burnedIn === undefined ? undefined : burnedIn === 'YES',
  };
}

function ageOf(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,3})([DWMY])$/.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * (years[unit] as number);
}

function pair(texts: readonly string[] | undefined): readonly [number, number] | undefined {
  const [rows, columns] = texts?.map(Number) ?? [];
  const isLength = (n: number | undefined): n is number => n !== undefined && n > 0 && n < Infinity;
  return isLength(rows) && isLength(columns) ? [rows, columns] : undefined;
}
