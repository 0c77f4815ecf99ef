import { setColumn } from './class-folders.js';
import { imagePaths, partsOf } from './image-paths.js';
import type { Layout } from './layout.js';

/** What files are called: in the copy on Kaggle, and in the authors' own archive. */
const names: readonly (readonly [pattern: RegExp, cause: (match: RegExpExecArray) => string])[] = [
  [/^person(\d+)_(bacteria|virus)_\d+\./, ([, , cause = '']) => cause],
  [/^(?:NORMAL\d?-)?IM-(\d+)-\d+(?:-\d+)*\./, () => ''],
  [
    /^(?:BACTERIA|VIRUS|NORMAL)-(\d+)-\d+\./,
    ([all]) => (all.startsWith('NORMAL') ? '' : (all.split('-')[0] as string).toLowerCase()),
  ],
];

/**
 * Kermany's children: `train/NORMAL/IM-0115-0001.jpeg`, `train/PNEUMONIA/person1_bacteria_1.jpeg`. A person's number
 * counts as one person in all its folders and under either cause, which may join people but parts nobody: numbers of the
 * healthy are counted by themselves.
 *
 * @see Kermany et al. (2018), Identifying Medical Diagnoses and Treatable Diseases by Image-Based Deep Learning
 */
export const pediatricPneumonia: Layout = {
  title: 'Kermany’s pneumonia of children',
  async list(source) {
    const paths = imagePaths(source);
    const known = paths.map((path) => {
      const { folders, name } = partsOf(path);
      for (const [pattern, causeOf] of names) {
        const match = pattern.exec(name);
        if (!match) continue;
        const label = folders.at(-1) ?? '';
        const isNormal = label.toUpperCase() === 'NORMAL';
        const group = `${isNormal ? 'normal' : 'person'} ${Number(match[1])}`;
        return { path, label, group, columns: { ...setColumn(folders), cause: causeOf(match) } };
      }
      return undefined;
    });
    const entries = known.filter((entry) => entry !== undefined);
    // A file or two of another name do not make it another collection.
    if (entries.length === 0 || entries.length < 0.9 * paths.length) return undefined;
    const leftOut = paths
      .filter((_, i) => !known[i])
      .map((path) => ({ path, problem: 'its name does not say whom it is of' }));
    return { entries, leftOut };
  },
};
