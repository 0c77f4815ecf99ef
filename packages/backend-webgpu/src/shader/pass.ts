import type { TensorSpec } from '@descent/core';

/** Numbers of workgroups along x, y and z. */
export type Workgroups = readonly [number, number, number];

/**
 * One dispatch of a compute shader. Its code reads value k of the call's inputs by `x0(i)`, `x1(i)`, … and of the temporary
 * ones by `t0(i)`, …, and values 4k to 4k + 3 of float32s whose number is a multiple of four by `four_x0(k)`, …; it writes by `put_y0(i, value)` (an output) or `put_t0(i, value)`, with u32 places. What lies around
 * the code, bindings and those functions, is written for it.
 */
export interface Pass {
  /** WGSL with `fn main`. */
  readonly code: string;
  readonly workgroups: Workgroups;
}

/** How a call is computed: passes in order, and the temporary values between them. */
export interface Lowered {
  readonly passes: readonly Pass[];
  readonly temporaries?: readonly TensorSpec[];
}

/** What a lowering must heed of a device. */
export interface DeviceTraits {
  /** Whether a software driver runs it: no fast memory of workgroups, and barriers are slow. */
  readonly isSoftware: boolean;
  /** Most buffers of a shader. */
  readonly maxBuffers: number;
  /** Most that a workgroup has. */
  readonly workgroup: { readonly invocations: number; readonly bytes: number };
}

/** Invocations of a workgroup where nothing else asks for another number. */
const groupSize = 64;

/** Most workgroups along an axis: what every device allows. */
const mostGroups = 65535;

/** Workgroups for `count` invocations; those beyond `count` have to be left out by the shader. */
function groupsFor(count: number, size = groupSize): Workgroups {
  const groups = Math.ceil(count / size);
  if (groups <= mostGroups) return [groups, 1, 1];
  const rows = Math.ceil(groups / mostGroups);
  return [Math.ceil(groups / rows), rows, 1];
}

/**
 * A pass that runs `fn element(i: u32)` for each of `count` places.
 * @param code - WGSL with `fn element(i: u32)`
 */
export function elementPass(count: number, code: string): Pass {
  return {
    code: `${code}
@compute @workgroup_size(${groupSize})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * ${groupSize}u + local;
  if (i < ${count}u) { element(i); }
}`,
    workgroups: groupsFor(count),
  };
}

/**
 * A pass that runs `fn group(index: u32, local: u32)` in each invocation of `count` workgroups, which may wait for each other.
 * @param code - WGSL with `fn group(index: u32, local: u32)`
 */
export function groupPass(count: number, size: number, code: string): Pass {
  return {
    code: `${code}
@compute @workgroup_size(${size})
fn main(
  @builtin(workgroup_id) group_id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = group_id.y * groups.x + group_id.x;
  if (index < ${count}u) { group(index, local); }
}`,
    workgroups: groupsFor(count, 1),
  };
}

/** A call whose single output is computed place by place: `fn value(i: u32)` gives element i. */
export function lowerElements(count: number, code: string): Lowered {
  return { passes: [elementPass(count, `${code}\nfn element(i: u32) { put_y0(i, value(i)); }`)] };
}
