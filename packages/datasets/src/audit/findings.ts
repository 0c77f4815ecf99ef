import type { Audit } from './audit.js';
import type { Side } from './audit-set.js';
import type { ClassShare } from './class-shares.js';

/** Something that an accuracy may depend on. */
export interface Finding {
  /** 'serious' where an accuracy on the test set means little, 'note' for what is to be known. */
  readonly severity: 'serious' | 'note';
  /** What it is about. */
  readonly kind:
    | 'identical'
    | 'near-identical'
    | 'contradiction'
    | 'shared-groups'
    | 'unknown-groups'
    | 'unreadable'
    | 'empty'
    | 'imbalance'
    | 'confound'
    | 'shortcut';
  /** One sentence. */
  readonly text: string;
}

const setNames = { train: 'training', test: 'test' } as const;

/** From which gain on a column or a border is serious, and from which it is worth a note. */
const seriousGain = 0.3;
const notableGain = 0.1;

/**
 * What matters of an audit, the serious first.
 * @param sides - those that were given
 */
export function findingsOf(audit: Omit<Audit, 'findings'>, sides: readonly Side[]): Finding[] {
  const all = [
    ...empty(audit, sides),
    ...sameImages(audit),
    ...groups(audit),
    ...confounds(audit),
    ...shortcuts(audit),
    ...classes(audit),
    ...unreadable(audit),
  ];
  return [
    ...all.filter(({ severity }) => severity === 'serious'),
    ...all.filter(({ severity }) => severity === 'note'),
  ];
}

/** Nothing was found in what could not be looked at. */
function empty({ count }: Omit<Audit, 'findings'>, sides: readonly Side[]): Finding[] {
  return sides
    .filter((side) => count[side] === 0)
    .map((side) =>
      finding('serious', 'empty', `the ${setNames[side]} set has no picture that can be decoded`),
    );
}

function sameImages({ identical, nearIdentical }: Omit<Audit, 'findings'>): Finding[] {
  const across = identical.filter(({ isAcross }) => isAcross).length;
  const nearAcross = nearIdentical.filter(({ isAcross }) => isAcross).length;
  const contradictions = [...identical, ...nearIdentical].filter(
    ({ isContradiction }) => isContradiction,
  ).length;
  return [
    ...some(
      across,
      'serious',
      'identical',
      `${many(across, 'picture')} of the test set ${is(across)} in the training set too, byte for byte`,
    ),
    ...some(
      nearAcross,
      'serious',
      'near-identical',
      `${many(nearAcross, 'pair')} of pictures across the sets look${nearAcross === 1 ? 's' : ''} the same`,
    ),
    ...some(
      contradictions,
      'serious',
      'contradiction',
      `${many(contradictions, 'picture')} ${is(contradictions)} in two classes`,
    ),
    ...some(
      identical.length - across,
      'note',
      'identical',
      `${many(identical.length - across, 'picture')} ${is(identical.length - across)} in a set more than once, byte for byte`,
    ),
    ...some(
      nearIdentical.length - nearAcross,
      'note',
      'near-identical',
      `${many(nearIdentical.length - nearAcross, 'pair')} of pictures within a set look the same`,
    ),
  ];
}

function groups({ sharedGroups, knownGroups, by, count }: Omit<Audit, 'findings'>): Finding[] {
  const shared = sharedGroups.length;
  const pictures = sharedGroups.reduce((sum, { test }) => sum + test.length, 0);
  const who = by === undefined ? many(shared, 'group') : `${many(shared, 'value')} of ${by}`;
  const text = `${who} ${is(shared)} on both sides, with ${pictures} of the ${count.test} test pictures: split by group`;
  const unknown = `of ${percent(1 - knownGroups)} of the pictures the group is not known: whether someone is on both sides cannot be told`;
  return [
    ...some(shared, 'serious', 'shared-groups', text),
    ...some(knownGroups < 1 ? 1 : 0, 'note', 'unknown-groups', unknown),
  ];
}

function confounds({ confounds: all }: Omit<Audit, 'findings'>): Finding[] {
  return all.flatMap(({ column, from, accuracy, baseline, gain, isSignificant, cramersV, givenAway }) => {
    const isTelling = isSignificant && gain >= notableGain;
    if (!isTelling && givenAway.length === 0) return [];
    const away = givenAway
      .map(({ label, share }) => `, and gives ${percent(share)} of ${showClass(label)} away`)
      .join('');
    const what = from === 'file' ? `the files' ${column}` : column;
    return [
      {
        severity: gain >= seriousGain || givenAway.length > 0 ? 'serious' : 'note',
        kind: 'confound',
        text: `${what} alone foretells the class of ${percent(accuracy)}, where the commonest class is ${percent(baseline)} (Cramér's V ${cramersV.toFixed(2)})${away}`,
      } as const,
    ];
  });
}

function shortcuts({ shortcuts: all }: Omit<Audit, 'findings'>): Finding[] {
  const what = { border: 'from the border of the pictures', thumbnail: 'from 16 x 16 pixels' };
  return all
    .filter(({ gain, isSignificant }) => isSignificant && gain >= notableGain)
    .map(({ seen, accuracy, baseline, gain }) => ({
      severity: gain >= seriousGain ? 'serious' : 'note',
      kind: 'shortcut',
      text: `a linear model foretells the class of ${percent(accuracy)} ${what[seen]} alone, where the commonest class is ${percent(baseline)}`,
    }));
}

function classes({ classes: all, count }: Omit<Audit, 'findings'>): Finding[] {
  if (all.length === 0) return [];
  const sizes = all.map(({ train, test }) => train + test);
  const ratio = Math.max(...sizes) / Math.min(...sizes);
  const sides = (['train', 'test'] as const).filter((side) => count[side] > 0);
  const missing = sides.flatMap((side) =>
    all.filter((each) => each[side] === 0).map(({ label }) => ({ label, side })),
  );
  const moved =
    sides.length === 2
      ? all.filter((each) => Math.abs(shareOf(each, all, 'train') - shareOf(each, all, 'test')) > 0.1)
      : [];
  return [
    ...missing.map(({ label, side }) =>
      finding('serious', 'imbalance', `the ${setNames[side]} set has no picture of ${showClass(label)}`),
    ),
    ...some(
      ratio >= 4 ? 1 : 0,
      'note',
      'imbalance',
      `the largest class has ${ratio.toFixed(1)} times the pictures of the smallest`,
    ),
    ...moved.map((each) =>
      finding(
        'note',
        'imbalance',
        `${showClass(each.label)} is ${percent(shareOf(each, all, 'train'))} of the training set and ${percent(shareOf(each, all, 'test'))} of the test set`,
      ),
    ),
  ];
}

function unreadable({ unreadable: all }: Omit<Audit, 'findings'>): Finding[] {
  return some(
    all.length,
    'note',
    'unreadable',
    `${many(all.length, 'file')} cannot be read, the first is ${all[0]?.path}`,
  );
}

function shareOf(share: ClassShare, all: readonly ClassShare[], side: 'train' | 'test'): number {
  return (
    share[side] /
    Math.max(
      1,
      all.reduce((sum, each) => sum + each[side], 0),
    )
  );
}

function finding(severity: Finding['severity'], kind: Finding['kind'], text: string): Finding {
  return { severity, kind, text };
}

/** A finding, where there is something to find. */
function some(count: number, severity: Finding['severity'], kind: Finding['kind'], text: string): Finding[] {
  return count > 0 ? [finding(severity, kind, text)] : [];
}

function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function is(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** The name of a class as it is shown: pictures that lie in no folder have an empty one. */
export function showClass(label: string): string {
  return label === '' ? '(no class)' : label;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
