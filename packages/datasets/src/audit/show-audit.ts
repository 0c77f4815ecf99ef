import type { Audit } from './audit.js';
import type { Located } from './audit-set.js';
import { percent, showClass } from './findings.js';

/** Lines of each list that are shown. */
const mostLines = 10;

/**
 * An audit as lines of text.
 * @example console.log(showAudit(await audit(train, test)))
 */
export function showAudit(audit: Audit): string {
  const { count, classes, findings } = audit;
  const lines = [`${count.train} pictures to train on${count.test > 0 ? `, ${count.test} to test on` : ''}`];
  for (const { label, train, test } of classes) {
    lines.push(`  ${showClass(label)}: ${train}${count.test > 0 ? ` and ${test}` : ''}`);
  }
  lines.push('', findings.length === 0 ? 'Nothing was found.' : 'Findings');
  for (const { severity, text } of findings)
    lines.push(`  ${severity === 'serious' ? 'serious' : 'note   '}  ${text}`);
  const telling = findings.some(
    ({ kind, severity }) => severity === 'serious' && (kind === 'confound' || kind === 'shortcut'),
  );
  if (telling)
    lines.push(
      '',
      'The classes differ in more than what they are about: a high accuracy on this data proves nothing else.',
    );
  lines.push(...listed('Unreadable', audit.unreadable, (each) => `${each.path}: ${each.problem}`));
  lines.push(
    ...listed(
      'On both sides',
      audit.sharedGroups,
      ({ group, train, test }) => `${group}: ${train.length} and ${test.length} pictures`,
    ),
  );
  lines.push(...listed('Identical', audit.identical, ({ images }) => images.map(showPlace).join(' = ')));
  lines.push(
    ...listed(
      'Near-identical, by bits of 255',
      audit.nearIdentical,
      ({ images, distance }) => `${String(distance).padStart(3)}  ${images.map(showPlace).join(' ~ ')}`,
    ),
  );
  lines.push(
    ...listed(
      'What a single column tells',
      audit.confounds,
      (each) =>
        `${percent(each.accuracy).padStart(5)}  V ${each.cramersV.toFixed(2)}  ${each.column}${each.from === 'file' ? ' of the file' : ''}, ${each.valueCount} values`,
    ),
  );
  lines.push(
    ...listed(
      'What a linear model makes of',
      audit.shortcuts,
      (each) => `${percent(each.accuracy).padStart(5)}  ${each.seen}`,
    ),
  );
  return lines.join('\n');
}

function showPlace({ side, path, label }: Located): string {
  return `${path} (${side}, ${showClass(label)})`;
}

function listed<T>(title: string, items: readonly T[], show: (item: T) => string): string[] {
  if (items.length === 0) return [];
  const lines = items.slice(0, mostLines).map((item) => `  ${show(item)}`);
  if (items.length > mostLines) lines.push(`  … and ${items.length - mostLines} more`);
  return ['', title, ...lines];
}
