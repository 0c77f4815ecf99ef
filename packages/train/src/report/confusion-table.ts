import { describeValue, ValueError } from '@descent/core';
import { escapeHtml } from './escape-html.js';

/**
 * Checks a confusion matrix: a row per class of the targets, a column per class of the predictions.
 * @throws ValueError for one that is not square, holds what is no number >= 0, or has another number of names
 */
export function checkConfusion(
  op: string,
  matrix: readonly (readonly number[])[],
  classNames: readonly string[] | undefined,
): void {
  const isMatrix = Array.isArray(matrix) && matrix.length > 0 && matrix.every(Array.isArray);
  if (!isMatrix) {
    throw new ValueError(`${op}: confusionMatrix must be rows of numbers, got ${describeValue(matrix)}`);
  }
  const size = matrix.length;
  for (const [i, row] of matrix.entries()) {
    if (row.length !== size) {
      throw new ValueError(`${op}: confusionMatrix has ${size} rows, row ${i} has ${row.length} numbers`);
    }
    const wrong = row.findIndex((count) => !(Number.isFinite(count) && count >= 0));
    if (wrong >= 0) {
      throw new ValueError(`${op}: confusionMatrix holds ${describeValue(row[wrong])} in row ${i}`, {
        fix: 'give how often each class was taken for each: whole numbers, or shares',
      });
    }
  }
  if (classNames === undefined) return;
  if (!Array.isArray(classNames) || classNames.some((name) => typeof name !== 'string')) {
    throw new ValueError(`${op}: classNames must be texts, got ${describeValue(classNames)}`);
  }
  if (classNames.length !== size) {
    throw new ValueError(`${op}: confusionMatrix has ${size} classes, classNames ${classNames.length} names`);
  }
}

/** A confusion matrix as a table whose cells are the darker, the larger their share of the row. */
export function confusionTable(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[] = matrix.map((_, i) => String(i)),
): string {
  const names = classNames.map(escapeHtml);
  const rows = matrix.map((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    const cells = row.map((count, k) => {
      const share = total === 0 ? 0 : count / total;
      // Half the colour at most, on which the numbers can be read.
      return `<td class="${i === k ? 'right' : 'wrong'}" style="--share:${Math.round(share * 50)}%">${Number(count.toPrecision(6))}</td>`;
    });
    return `<tr><th scope="row">${names[i]}</th>${cells.join('')}</tr>`;
  });
  return `<p id="confusion">Rows are the classes of the targets, columns those that the model predicted.</p>
<div class="wide" role="region" aria-label="Confusion matrix" tabindex="0"><table class="confusion" aria-describedby="confusion">
<thead><tr><td></td>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}
