import type { ProgramValue } from '@descent/core';
import { nativeFor, type Step } from './step.js';
import { Uses } from './uses.js';

/**
 * The gradient of max pooling takes over that of the relu before it, `· step(x)`, when nobody else needs what lies
 * between: gradients then go once through memory instead of three times. The bits stay the same.
 */
export function fuseReluGradients(steps: readonly Step[], results: readonly ProgramValue[]): Step[] {
  const uses = new Uses(steps, results);
  const fused = new Map<number, Step>();
  const gone = new Set<number>();
  steps.forEach((step, i) => {
    const places = placesOf(step, steps, uses);
    if (!places) return;
    const product = steps[places.product] as Step;
    const native = step.call && nativeFor(step.call);
    fused.set(places.product, {
      op: step.op,
      attrs: { ...step.attrs, timesStep: true },
      inputs: step.inputs,
      outputs: product.outputs,
      isSure: true,
      lower: (call) => native?.lower(call),
      mayOverwrite: () => false,
    });
    for (const place of [i, places.step, places.product]) gone.add(place);
  });
  return steps.flatMap((step, i) => fused.get(i) ?? (gone.has(i) ? [] : step));
}

/** Where the `step` and the multiplication stand that follow a gradient of max pooling. */
function placesOf(
  { call }: Step,
  steps: readonly Step[],
  uses: Uses,
): { readonly step: number; readonly product: number } | undefined {
  if (!call || !nativeFor(call)?.takesStep?.(call.inputs, call.attrs)) return undefined;
  const [gradient] = call.outputs as [ProgramValue];
  const product = uses.onlyReader(gradient);
  const multiply = product === undefined ? undefined : steps[product]?.call;
  if (product === undefined || multiply?.kernel.name !== 'Multiply') return undefined;
  const other = multiply.inputs.find(({ value }) => value !== gradient.value);
  const step = steps.findIndex((each) => each.outputs.some(({ value }) => value === other?.value));
  const slope = steps[step]?.call;
  if (!other || slope?.kernel.name !== 'Step' || slope.attrs.alpha !== 0) return undefined;
  const isOfX = slope.inputs[0]?.value === call.inputs[1]?.value;
  return isOfX && uses.onlyReader(other) === product ? { step, product } : undefined;
}
