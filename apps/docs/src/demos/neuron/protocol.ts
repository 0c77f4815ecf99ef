/** Activations that the neuron may have. */
export const activationNames = ['relu', 'sigmoid', 'tanh', 'linear', 'leakyRelu', 'softplus'] as const;
export type NeuronActivation = (typeof activationNames)[number];

/** What the reader has set: the inputs, the weights (w0 of the bias), the activation. */
export interface Settings {
  readonly a1: number;
  readonly a2: number;
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly g: NeuronActivation;
}

/** What is drawn. */
export interface View {
  /** w0 · 1, w1 · a1, w2 · a2. */
  readonly terms: Float32Array;
  /** Their sum, by a dense layer without an activation. */
  readonly sum: number;
  /** The output, by the dense layer. */
  readonly output: number;
  /** g′(in), by autograd. */
  readonly slope: number;
  /** g and g′ over {@link curveInputs}. */
  readonly curve: Float32Array;
  readonly slopes: Float32Array;
  /** The output over the plane of the inputs. */
  readonly map: Float32Array;
  /** g′ at each point of {@link dataPoints}. */
  readonly dataSlopes: Float32Array;
}

/** The plane of the inputs reaches this far. */
export const bound = 3;
/** The curve is drawn for sums as far as this. */
export const curveBound = 6;
export const curveInputs = Array.from({ length: 121 }, (_, i) => (i / 60 - 1) * curveBound);
/** Rows and columns of the map. */
export const mapSize = 50;

/** Examples that a neuron might be trained on: a spiral of points, so that they lie in every direction. */
export const dataPoints = Array.from({ length: 24 }, (_, i) => {
  const radius = 0.4 + (1.8 * i) / 23;
  return [radius * Math.cos(2.4 * i), radius * Math.sin(2.4 * i)] as const;
});
