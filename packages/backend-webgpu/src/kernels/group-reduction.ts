import { type DType, sizeOf, type TensorSpec } from '@descent/core';
import { type DeviceTraits, groupPass, type Lowered, type Pass } from '../shader/pass.js';
import { valueType } from '../shader/wgsl.js';
import { groupFold, powerAbove, powerBelow } from './group-fold.js';

/** What is reduced, in WGSL: element k of those that become output i. */
export interface Reduced {
  readonly size: number;
  readonly count: number;
  readonly dtype: DType;
  /** WGSL of the place of the first element of output `i`, and of how far from there element `k` stands. */
  readonly places: { readonly start: string; readonly step: string };
  /** Whether one element stands behind another, else one output's beside the next's. */
  readonly isDense: boolean;
  readonly nothing: string;
  combine(total: string, value: string): string;
  end(total: string): string;
}

/** Invocations that keep a large device busy. */
const enough = 32768;

/** Elements that an invocation goes through at least. */
const leastElements = 8;

/** The fewest elements for which a workgroup is worth its barriers. */
const fewest = 32;

/** Outputs side by side in a workgroup at most: two times what a device fetches from memory at once. */
const mostOutputs = 64;

/** Whether workgroups reduce quicker than single invocations do. */
export function isForGroups({ size, count, isDense }: Reduced, { isSoftware }: DeviceTraits): boolean {
  return !isSoftware && count >= fewest && (isDense || size < enough);
}

/**
 * A reduction by workgroups, whose invocations read neighbours and fold what they have in the workgroup's memory. Few outputs
 * of many elements are reduced in parts, which are then reduced in turn.
 */
export function groupReduction(reduced: Reduced, traits: DeviceTraits): Lowered {
  const { size, count, dtype, places, isDense, end } = reduced;
  const most = powerBelow(Math.min(256, traits.workgroup.invocations));
  const outputs = isDense
    ? most / Math.min(most, powerAbove(count / 4))
    : Math.min(powerAbove(size), mostOutputs);
  const lanes = most / outputs;
  const groups = Math.ceil(size / outputs);
  const parts = Math.max(
    1,
    Math.min(Math.floor(enough / (groups * most)), Math.floor(count / (lanes * leastElements))),
  );
  const load = `x0(${places.start} + ${places.step})`;
  if (parts === 1) {
    const put = (total: string) => `put_y0(i, ${end(total)});`;
    return { passes: [pass(reduced, { load, put, count, parts, outputs, lanes, isDense })] };
  }
  const partial: TensorSpec = { shape: [parts, size], dtype };
  const across = Math.min(powerAbove(size), mostOutputs);
  return {
    temporaries: [partial],
    passes: [
      pass(reduced, {
        load,
        put: (total) => `put_t0(part * ${size}u + i, ${total});`,
        count,
        parts,
        outputs,
        lanes,
        isDense,
      }),
      pass(reduced, {
        load: `t0(k * ${size}u + i)`,
        put: (total) => `put_y0(i, ${end(total)});`,
        count: sizeOf(partial.shape) / size,
        parts: 1,
        outputs: across,
        lanes: most / across,
        isDense: false,
      }),
    ],
  };
}

/** How a pass goes about it: `parts` workgroups for every `outputs` outputs, each of which has `lanes` invocations. */
interface Way {
  readonly load: string;
  readonly put: (total: string) => string;
  readonly count: number;
  readonly parts: number;
  readonly outputs: number;
  readonly lanes: number;
  readonly isDense: boolean;
}

function pass({ size, dtype, nothing, combine }: Reduced, way: Way): Pass {
  const { load, put, count, parts, outputs, lanes, isDense } = way;
  const groups = Math.ceil(size / outputs);
  const [output, lane] = isDense
    ? [`local / ${lanes}u`, `local % ${lanes}u`]
    : [`local % ${outputs}u`, `local / ${outputs}u`];
  const code = `var<workgroup> totals: array<${valueType(dtype)}, ${outputs * lanes}>;
fn group(index: u32, local: u32) {
  let i = index % ${groups}u * ${outputs}u + ${output};
  let part = index / ${groups}u;
  let lane = ${lane};
  var total = ${nothing};
  if (i < ${size}u) {
    for (var k = part * ${lanes}u + lane; k < ${count}u; k += ${parts * lanes}u) {
      let value = ${load};
      total = ${combine('total', 'value')};
    }
  }
  ${groupFold('totals', 'total', combine, lanes, isDense ? 1 : outputs)}
  if (lane == 0u && i < ${size}u) { ${put('totals[local]')} }
}`;
  return groupPass(groups * parts, outputs * lanes, code);
}
