import { type Shape, sizeOf, type TensorSpec } from '@descent/core';
import { type DeviceTraits, elementPass, groupPass, type Lowered, type Pass } from '../shader/pass.js';
import { groupFold, powerBelow } from './group-fold.js';

/** A number that a row is folded to, place by place. */
export interface Fold {
  /** The variable that holds it, for later folds and for what is put. */
  readonly name: string;
  /** WGSL of what place `at` adds; `row` and the results of earlier stages are at hand. */
  readonly value: string;
  /** How two partial results become one. Default: their sum. */
  readonly combine?: 'sum' | 'maximum';
  /** WGSL of the result, from what all places gave. Default: that. */
  readonly end?: (total: string) => string;
}

/** What is computed from rows: folds in stages, each of which needs those before; then results. */
export interface RowWork {
  readonly stages: readonly (readonly Fold[])[];
  /** WGSL of output k of each row, by the function that puts it. */
  readonly perRow?: Readonly<Record<string, string>>;
  /** WGSL of output k of each place `at`, by the function that puts it. */
  readonly perPlace?: Readonly<Record<string, string>>;
}

/** Places of the longest row that one invocation folds alone: in software, and in hardware. */
const longest = { software: 64, hardware: 32 };

/** Places of the longest row that a workgroup folds where there are few, and how many are few. */
const longestOfFew = 8192;
const few = 64;

/** The rows along the last axis of a shape. */
export function lowerRows(shape: Shape, work: RowWork, { isSoftware, workgroup }: DeviceTraits): Lowered {
  const length = shape.at(-1) as number;
  const rows = sizeOf(shape.slice(0, -1));
  if (length <= longest[isSoftware ? 'software' : 'hardware']) {
    return { passes: [wholeRows(rows, length, work)] };
  }
  if (isSoftware || (length > longestOfFew && rows <= few)) return cutRows(rows, length, work);
  const lanes = powerBelow(Math.min(length <= 512 ? 64 : 256, workgroup.invocations));
  return { passes: [groupedRows(rows, length, lanes, work)] };
}

/** Each invocation does all of a row. */
function wholeRows(rows: number, length: number, { stages, perRow, perPlace }: RowWork): Pass {
  const places = (body: readonly string[]) =>
    `for (var at = row * ${length}u; at < (row + 1u) * ${length}u; at++) {\n    ${body.join('\n    ')}\n  }`;
  const folding = stages.flatMap((stage) => [
    ...stage.map(started),
    places(stage.map((fold) => combined(fold, fold.value))),
    ...stage.map(ended),
  ]);
  const placePuts = puts(perPlace, 'at');
  const body = [...folding, ...puts(perRow, 'row'), ...(placePuts.length > 0 ? [places(placePuts)] : [])];
  return elementPass(rows, `fn element(row: u32) {\n  ${body.join('\n  ')}\n}`);
}

/** Each workgroup does all of a row, and folds in its memory. Neighbours read neighbouring places. */
function groupedRows(
  rows: number,
  length: number,
  lanes: number,
  { stages, perRow, perPlace }: RowWork,
): Pass {
  const places = (body: readonly string[]) =>
    `for (var at = row * ${length}u + lane; at < (row + 1u) * ${length}u; at += ${lanes}u) {\n    ${body.join('\n    ')}\n  }`;
  const array = (name: string) => `${name}_lanes`;
  const folding = stages.flatMap((stage) => [
    ...stage.map(started),
    places(stage.map((fold) => combined(fold, fold.value))),
    ...stage.map((fold) => {
      const { name } = fold;
      return groupFold(array(name), totalOf(name), (a, b) => together(fold, a, b), lanes, 1);
    }),
    'workgroupBarrier();',
    ...stage.map(({ name }) => `${totalOf(name)} = ${array(name)}[0];`),
    ...stage.map(ended),
  ]);
  const rowPuts = puts(perRow, 'row');
  const placePuts = puts(perPlace, 'at');
  const body = [
    ...folding,
    ...(rowPuts.length > 0 ? [`if (lane == 0u) { ${rowPuts.join(' ')} }`] : []),
    ...(placePuts.length > 0 ? [places(placePuts)] : []),
  ];
  const arrays = stages.flat().map(({ name }) => `var<workgroup> ${array(name)}: array<f32, ${lanes}>;`);
  const code = `${arrays.join('\n')}
fn group(row: u32, local: u32) {
  let lane = local;
  ${body.join('\n  ')}
}`;
  return groupPass(rows, lanes, code);
}

/**
 * Few long rows would leave most of a device idle: √length invocations fold √length places each, and one the rest.
 * Neighbours read neighbouring places. Temporary 0 keeps the results, temporary 1 what is folded in part.
 */
function cutRows(rows: number, length: number, { stages, perRow, perPlace }: RowWork): Lowered {
  const parts = Math.ceil(Math.sqrt(length));
  const names = stages.flat().map(({ name }) => name);
  const kept = (name: string) => `${names.indexOf(name) * rows}u + row`;
  const loads = (code: readonly string[], of: readonly string[] = names) =>
    of
      .filter((name) => code.some((line) => new RegExp(`\\b${name}\\b`).test(line)))
      .map((name) => `let ${name} = t0(${kept(name)});`);
  const passes = stages.flatMap((stage, k): Pass[] => {
    const earlier = stages
      .slice(0, k)
      .flat()
      .map(({ name }) => name);
    const values = stage.map(({ value }) => value);
    const part = (fold: number) => `(${fold * rows}u + row) * ${parts}u + part`;
    const partial = elementPass(
      rows * parts,
      `fn element(i: u32) {
  let row = i / ${parts}u;
  let part = i % ${parts}u;
  ${[...loads(values, earlier), ...stage.map(started)].join('\n  ')}
  for (var at = row * ${length}u + part; at < (row + 1u) * ${length}u; at += ${parts}u) {
    ${stage.map((fold) => combined(fold, fold.value)).join('\n    ')}
  }
  ${stage.map(({ name }, n) => `put_t1(${part(n)}, ${totalOf(name)});`).join('\n  ')}
}`,
    );
    const isLast = k === stages.length - 1;
    const results = isLast ? puts(perRow, 'row') : [];
    const whole = elementPass(
      rows,
      `fn element(row: u32) {
  ${[...loads(results, earlier), ...stage.map(started)].join('\n  ')}
  for (var part = 0u; part < ${parts}u; part++) {
    ${stage.map((fold, n) => combined(fold, `t1(${part(n)})`)).join('\n    ')}
  }
  ${stage.map(ended).join('\n  ')}
  ${[...stage.map(({ name }) => `put_t0(${kept(name)}, ${name});`), ...results].join('\n  ')}
}`,
    );
    return [partial, whole];
  });
  const placePuts = puts(perPlace, 'at');
  if (placePuts.length > 0) {
    const row = `let row = at / ${length}u;`;
    const body = [row, ...loads(placePuts), ...placePuts].join('\n  ');
    passes.push(elementPass(rows * length, `fn element(at: u32) {\n  ${body}\n}`));
  }
  const most = Math.max(...stages.map((stage) => stage.length));
  const temporaries: TensorSpec[] = [
    { shape: [names.length, rows], dtype: 'float32' },
    { shape: [most, rows, parts], dtype: 'float32' },
  ];
  return { passes, temporaries };
}

function totalOf(name: string): string {
  return `${name}_total`;
}

function started({ name, combine }: Fold): string {
  return `var ${totalOf(name)} = ${combine === 'maximum' ? '-infinity()' : '0.0'};`;
}

function combined(fold: Fold, value: string): string {
  const total = totalOf(fold.name);
  return `${total} = ${together(fold, total, value)};`;
}

/** WGSL of two partial results as one. */
function together({ combine }: Fold, a: string, b: string): string {
  return combine === 'maximum' ? `maximum(${a}, ${b})` : `${a} + ${b}`;
}

function ended({ name, end }: Fold): string {
  return `let ${name} = ${end?.(totalOf(name)) ?? totalOf(name)};`;
}

function puts(results: Readonly<Record<string, string>> = {}, place: string): string[] {
  return Object.entries(results).map(([put, value]) => `${put}(${place}, ${value});`);
}
