import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { nameOf, ratio, show, showBytes, spread } from './figures.mjs';
import { firstWork } from './first-step.mjs';

/** Prints what each peer took for a work, and how many times as long as Descent on as many threads. */
export function printWork({ title, contenders, peaks }) {
  console.log(`\n${title}`);
  for (const { peer, times, wasmBytes } of contenders) {
    const descent = contenders.find(
      (each) =>
        each.peer.name === 'descent' &&
        each.peer.threads === peer.threads &&
        each.peer.environment === peer.environment,
    );
    const isOurs = peer.name === 'descent';
    const beside = isOurs
      ? wasmBytes > 0 && `${(wasmBytes / 2 ** 20).toFixed(1)} MiB of wasm memory`
      : descent && `${ratio(times, descent.times).toPrecision(3)} × descent`;
    printTimes(peer, times, beside);
  }
  for (const [where, { median, min, max }] of Object.entries(peaksOf(peaks))) {
    const range = `(${min.toFixed(1)} to ${max.toFixed(1)})`;
    console.log(`  ${`peak, operands in ${where}`.padEnd(26)} ${median.toFixed(1)} GFLOP/s ${range}`);
  }
}

/** Spreads of the two peaks; none where none were measured. */
function peaksOf(peaks) {
  if (peaks.length === 0) return {};
  return {
    registers: spread(peaks.map(({ registers }) => registers)),
    cache: spread(peaks.map(({ cache }) => cache)),
  };
}

function printTimes(peer, times, beside) {
  const { median, min, max } = spread(times);
  const range = `(${show(min)} to ${show(max)})`;
  console.log(
    `  ${nameOf(peer).padEnd(26)} ${show(median).padStart(9)}  ${range}${beside ? `, ${beside}` : ''}`,
  );
}

/** Prints how long each peer takes from its import to the end of its first step. */
export function printFirstSteps(firstSteps) {
  if (firstSteps.length > 0) console.log(`\nfrom import to the end of the first ${firstWork}`);
  for (const { peer, times, bytes } of firstSteps) printTimes(peer, times, bytes && showBytes(bytes));
}

/** Prints what a browser loads of each bundle. */
export function printBundles(bundles) {
  if (bundles.length > 0) console.log('\nbundles, minified and compressed');
  for (const { bundle, bytes } of bundles)
    console.log(`  ${bundle.padEnd(26)} ${showBytes(bytes).padStart(9)}`);
}

/** Prints the musts. */
export function printMusts(musts) {
  console.log('\nwhat the figures have to show');
  for (const each of musts) console.log(`  ${sentenceOf(each, 'MISSED')}`);
}

/** All of a run, as it is kept. */
export function resultOf({ measured, firstSteps, bundles, peers, musts, busy, chromium }) {
  const peaks = [...measured.values()].flatMap((each) => each.peaks);
  return {
    cpu: cpus()[0].model,
    node: process.version,
    chromium,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    date: new Date().toISOString().slice(0, 10),
    busyBefore: Number(busy.toFixed(3)),
    versions: Object.fromEntries(peers.map((peer) => [nameOf(peer), peer.description])),
    rows: [...measured.values()].flatMap(({ title, contenders }) =>
      contenders.map((each) => ({ work: title, ...timesOf(each) })),
    ),
    firstSteps: firstSteps.map((each) => ({ work: firstWork, ...timesOf(each), bytes: each.bytes })),
    bundles,
    peakGflops: peaksOf(peaks),
    musts,
  };
}

function timesOf({ peer: { name, threads, environment }, times }) {
  const { median: medianMs, min: minMs, max: maxMs } = spread(times);
  return { peer: name, threads, environment, medianMs, minMs, maxMs, rounds: times.length };
}

/** Writes the figures where the command line says; those of a whole run into `results/` and the READMEs. */
export function write(result, { out, isWhole, environment }) {
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (out) writeFileSync(out, text);
  else if (isWhole) {
    const machine = result.cpu.replace(/[^A-Za-z0-9]+/g, '-');
    const name = `${result.date}-${machine}${environment === 'node' ? '' : `-${environment}`}.json`;
    writeFileSync(new URL(`results/${name}`, import.meta.url), text);
    writeSection('README.md', environment, section(result, name, environment));
    if (environment === 'node') writeSection('../README.md', 'benchmarks', digest(result));
  }
}

/** Puts a section between its marks in a README. */
function writeSection(readme, mark, section) {
  const file = new URL(readme, import.meta.url);
  const [begin, end] = [`<!-- results: ${mark} -->`, `<!-- /results: ${mark} -->`];
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  const [, after] = rest.split(end);
  writeFileSync(file, `${before}${begin}\n\n${section}\n\n${end}${after}`);
}

/** What the project's README shows: the works that train, and the peers that most people have. */
function digest(result) {
  const peers = ['descent', 'tfjs-cpu', 'tfjs-wasm', 'torch', 'hand-written'];
  const columns = columnsOf(result).filter((column) => peers.includes(column.split(',')[0]));
  const works = worksOf(result).filter((work) => /^W1 matmul 512$| step$/.test(work));
  return [
    `${result.cpu}, Node ${result.node}, ${result.date}; t: threads.`,
    '',
    ...table(
      columns,
      works.map((work) => [work, work, result.rows]),
    ),
  ].join('\n');
}

/** What the README shows of a whole run. */
function section(result, name, environment) {
  const engines = `Node ${result.node}${result.chromium ? `, Chromium ${result.chromium}` : ''}`;
  return [
    `${result.cpu}, ${engines}, ${result.date}; medians of interleaved rounds; all of it: [results/${name}](results/${name}).`,
    '',
    `${[...new Set(Object.values(result.versions))].join('; ')}.`,
    '',
    ...table(columnsOf(result), [
      ...worksOf(result).map((work) => [work, work, result.rows]),
      ...(result.firstSteps.length > 0
        ? [[`import to first ${firstWork}`, firstWork, result.firstSteps]]
        : []),
    ]),
    '',
    ...(result.bundles.length > 0
      ? [
          `A browser loads, minified and compressed: ${result.bundles.map(({ bundle, bytes }) => `${bundle} ${showBytes(bytes)}`).join(', ')}.`,
          '',
        ]
      : []),
    ...result.musts
      .filter((each) => each.environment === environment)
      .map((each) => `- ${sentenceOf(each, '**missed**')}`),
  ].join('\n');
}

/** Lines of a table: for each title, work and figures, the medians of the columns. */
function table(columns, works) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const cell = (rows, work, column) => {
    const row = rows.find((each) => each.work === work && columnOf(each) === column);
    return row ? show(row.medianMs) : '';
  };
  return [
    line(['', ...columns]),
    line(['---', ...columns.map(() => '---:')]),
    ...works.map(([title, work, rows]) =>
      line([title, ...columns.map((column) => cell(rows, work, column))]),
    ),
  ];
}

const columnsOf = ({ rows }) => [...new Set(rows.map(columnOf))];

const worksOf = ({ rows }) => [...new Set(rows.map(({ work }) => work))];

const columnOf = ({ peer: name, threads, environment }) => nameOf({ name, threads, environment });

/** Whether a must holds, by what figure, and beside whom that is worth less than it seems. */
function sentenceOf({ must, figure, fastest, holds, caveat }, missed) {
  if (figure === undefined) return `not measured: ${must}`;
  const figures = fastest === undefined ? figure : `${figure}; fastest rounds ${fastest}`;
  return `${holds ? 'held' : missed} (${figures}): ${must}${caveat ? ` (${caveat})` : ''}`;
}
