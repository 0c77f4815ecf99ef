import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { show, spread } from './figures.mjs';

/** Prints what each peer took for a work. */
export function printWork({ title, contenders }) {
  console.log(`\n${title}`);
  for (const { peer, times, wasmBytes } of contenders) {
    const { median, min, max } = spread(times);
    const memory =
      wasmBytes && peer.name === 'descent' ? `, ${(wasmBytes / 2 ** 20).toFixed(1)} MiB of wasm memory` : '';
    const name = `${peer.name} ${peer.threads}t`.padEnd(16);
    console.log(`  ${name} ${show(median).padStart(9)}  (${show(min)} to ${show(max)})${memory}`);
  }
}

/** Prints the musts. */
export function printMusts(musts) {
  console.log('\nwhat the figures have to show');
  for (const each of musts)
    console.log(`  ${verdict(each, 'MISSED').padEnd(12)} ${each.figure ?? ''}  ${each.must}`);
}

/** All of a run, as it is kept. */
export function resultOf({ measured, peers, musts, busy }) {
  const peaks = [...measured.values()].flatMap((each) => each.peaks);
  return {
    cpu: cpus()[0].model,
    node: process.version,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    date: new Date().toISOString().slice(0, 10),
    busyBefore: Number(busy.toFixed(3)),
    versions: Object.fromEntries(peers.map(({ name, description }) => [name, description])),
    rows: [...measured.values()].flatMap(({ title, contenders }) =>
      contenders.map(({ peer: { name, threads }, times }) => {
        const { median: medianMs, min: minMs, max: maxMs } = spread(times);
        const rounds = times.length;
        return { work: title, peer: name, threads, environment: 'node', medianMs, minMs, maxMs, rounds };
      }),
    ),
    peakGflops: spread(peaks).median,
    musts,
  };
}

/** Writes the figures where the command line says; those of a whole run into `results/` and the README. */
export function write(result, { out, isWhole }) {
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (out) writeFileSync(out, text);
  else if (isWhole) {
    const name = `${result.date}-${result.cpu.replace(/[^A-Za-z0-9]+/g, '-')}.json`;
    writeFileSync(new URL(`results/${name}`, import.meta.url), text);
    writeReadme(result, name);
  }
}

/** Writes the table of a whole run into the README. */
function writeReadme(result, name) {
  const file = new URL('README.md', import.meta.url);
  const columnOf = ({ peer, threads }) => `${peer}, ${threads}t`;
  const columns = [...new Set(result.rows.map(columnOf))];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const cell = (work, column) => {
    const row = result.rows.find((each) => each.work === work && columnOf(each) === column);
    return row ? show(row.medianMs) : '';
  };
  const works = [...new Set(result.rows.map(({ work }) => work))];
  const body = [
    `${result.cpu}, Node ${result.node}, ${result.date}; medians of interleaved rounds; all of it: [results/${name}](results/${name}).`,
    '',
    line(['', ...columns]),
    line(['---', ...columns.map(() => '---:')]),
    ...works.map((work) => line([work, ...columns.map((column) => cell(work, column))])),
    '',
    ...result.musts.map(
      (each) => `- ${verdict(each, '**missed**')}${each.figure ? ` (${each.figure})` : ''}: ${each.must}`,
    ),
  ];
  const text = readFileSync(file, 'utf8').replace(
    /(<!-- results -->\n)[\s\S]*(\n<!-- \/results -->)/,
    `$1\n${body.join('\n')}\n$2`,
  );
  writeFileSync(file, text);
}

function verdict({ figure, holds }, missed) {
  if (figure === undefined) return 'not measured';
  return holds ? 'held' : missed;
}
