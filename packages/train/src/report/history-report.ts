import { checkOptions, describeValue, ValueError } from '@descent/core';
import type { History } from '../history.js';
import { checkConfusion, confusionTable } from './confusion-table.js';
import { curveFigure } from './curve-figure.js';
import { curvesOf, showShort } from './curves.js';
import { escapeHtml } from './escape-html.js';
import { reportStyle } from './report-style.js';

/** Options of {@link historyReport}. */
export interface HistoryReportOptions {
  /** Default 'Training'. */
  readonly title?: string;
  /** How often each class, a row, was taken for each, a column. */
  readonly confusionMatrix?: readonly (readonly number[])[];
  /** Names of the matrix' classes. Default: their numbers. */
  readonly classNames?: readonly string[];
}

/**
 * A page in HTML about a run of `fit`: curves, a table of the epochs, and a confusion matrix where one is given. It
 * needs no other file and no script, is light or dark as the reader's system is, and fits a telephone.
 *
 * @throws ValueError for what is no history, a matrix that is not square or holds what is no number >= 0, and names that
 * are not as many as its classes
 * @example await writeFile('report.html', historyReport(history, { title: 'Fashion-MNIST' }));
 */
export function historyReport(history: History, options: HistoryReportOptions = {}): string {
  const names = ['title', 'confusionMatrix', 'classNames'] as const;
  const { title = 'Training', confusionMatrix, classNames } = checkOptions('historyReport', options, names);
  if (typeof title !== 'string') {
    throw new ValueError(`historyReport: title must be a text, got ${describeValue(title)}`);
  }
  const curves = curvesOf('historyReport', history);
  if (confusionMatrix) checkConfusion('historyReport', confusionMatrix, classNames);
  const { bestEpoch } = history;
  const figures = curves.map((each, i) => curveFigure(each, `curve-${i + 1}`, bestEpoch));
  const heading = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>
${reportStyle}
</style>
</head>
<body>
<main>
<h1>${heading}</h1>
<p>${escapeHtml(summaryOf(history))}</p>
<section class="curves" aria-label="Curves">
${figures.join('\n')}
</section>
${confusionMatrix ? `<h2>Confusion matrix</h2>\n${confusionTable(confusionMatrix, classNames)}\n` : ''}<h2>Epochs</h2>
${epochTable(history)}
</main>
</body>
</html>
`;
}

function summaryOf({ epochs, stopped, bestEpoch }: History): string {
  const count = epochs.length === 1 ? '1 epoch' : `${epochs.length} epochs`;
  const best = bestEpoch === undefined ? '' : ` The best was epoch ${bestEpoch + 1}.`;
  return `${count}; training ended as “${stopped}”.${best}`;
}

function epochTable({ epochs, bestEpoch }: History): string {
  const names = [...new Set(epochs.flatMap((logs) => Object.keys(logs)))];
  const head = names.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const rows = epochs.map((logs, i) => {
    const cells = names.map((name) => `<td>${name in logs ? showShort(logs[name] as number) : '–'}</td>`);
    const kind = i === bestEpoch ? ' class="best"' : '';
    return `<tr${kind}><th scope="row">${i + 1}</th>${cells.join('')}</tr>`;
  });
  return `<div class="wide" role="region" aria-label="Epochs" tabindex="0"><table>
<thead><tr><th scope="col">epoch</th>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}
