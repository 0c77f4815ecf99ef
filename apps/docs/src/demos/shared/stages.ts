import { receptiveField } from '@descent/explain';
import { type Model, model } from '@descent/layers';

/** A layer that gives maps. */
export interface Stage {
  readonly name: string;
  readonly kind: string;
  /** Of its maps, each square. */
  readonly edge: number;
  readonly count: number;
  /** Pixels that a unit sees each way, and how far apart neighbours begin. */
  readonly size: number;
  readonly stride: number;
  /**
   * What units depend on, along an axis: of the picture first, then of the maps of each earlier layer; first and last for
   * each unit.
   */
  readonly seen: readonly (readonly number[])[];
  /** The convolution that has the filters of its maps: itself, or the one before a pool. */
  readonly source: string;
}

/** The layers of a net for square pictures that give maps, and what their units see. */
export function stagesOf(net: Model): readonly Stage[] {
  const layers = net.layers.filter(({ outputShape }) => outputShape?.length === 3);
  const last = layers.at(-1);
  if (!last) return [];
  const starts = [net.inputs[0], ...layers.slice(0, -1).map(({ output }) => output)];
  // From each value on: what the units of all later layers depend on of it.
  const fields = starts.map((start) => receptiveField(model(start as never, last.output)));
  let source = '';
  return layers.map((layer, i) => {
    const [edge = 0, , count = 0] = layer.outputShape as readonly number[];
    const [field] = fields.map((later) => later[i]);
    if (layer.kind === 'conv2d') source = layer.name as string;
    return {
      name: layer.name as string,
      kind: layer.kind,
      edge,
      count,
      size: field?.size[0] ?? 0,
      stride: field?.stride[0] ?? 0,
      source,
      seen: fields.slice(0, i + 1).map((later, from) => {
        const own = later[i - from];
        return Array.from({ length: edge }, (_, unit) => own?.of(unit, unit)[0] ?? [0, -1]).flat();
      }),
    };
  });
}
