/** What the reader chooses from, as TensorFlow Playground has it where it has it. */
export const learningRates = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;
export const regularizationRates = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] as const;

/** By the buttons; links may ask for more. */
export const mostLayers = 6;
export const mostNeurons = 8;
/** By links. */
export const mostLayersInLinks = 10;
export const mostNeuronsInLinks = 16;
/** How many neurons a new layer has. */
export const newLayerSize = 2;

/** Playground's four, then those that people asked it for. */
export const activationNames = [
  'relu',
  'tanh',
  'sigmoid',
  'linear',
  'leakyRelu',
  'elu',
  'gelu',
  'silu',
  'softplus',
  'sine',
  'step',
] as const;
export type ActivationName = (typeof activationNames)[number];

export const activationLabels: Readonly<Record<ActivationName, string>> = {
  relu: 'ReLU',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  linear: 'Linear',
  leakyRelu: 'Leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  silu: 'SiLU',
  softplus: 'Softplus',
  sine: 'Sine',
  step: 'Step (flat: nothing flows back)',
};

export const optimizerNames = ['sgd', 'momentum', 'nesterov', 'rmsProp', 'adam', 'adamW'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export const optimizerLabels: Readonly<Record<OptimizerName, string>> = {
  sgd: 'Plain descent (SGD)',
  momentum: 'Momentum 0.9',
  nesterov: 'Nesterov 0.9',
  rmsProp: 'RMSProp',
  adam: 'Adam',
  adamW: 'AdamW',
};

export const initializerNames = ['uniform', 'xavier', 'he', 'orthogonal'] as const;
export type InitializerName = (typeof initializerNames)[number];

export const initializerLabels: Readonly<Record<InitializerName, string>> = {
  uniform: 'evenly in ±0.5',
  xavier: 'Xavier',
  he: 'He',
  orthogonal: 'orthogonal',
};

export const scheduleNames = ['constant', 'exponential', 'steps', 'cosine', 'warmUp'] as const;
export type ScheduleName = (typeof scheduleNames)[number];

export const scheduleLabels: Readonly<Record<ScheduleName, string>> = {
  constant: 'constant',
  exponential: 'halved little by little, every 200 epochs',
  steps: 'a tenth, every 500 epochs',
  cosine: 'cosine to 0 in 1,000 epochs',
  warmUp: 'warm-up of 50 epochs, then cosine',
};

export const classificationSets = ['circle', 'xor', 'gauss', 'spiral', 'own'] as const;
export const regressionSets = ['reg-plane', 'reg-gauss'] as const;

/** Along both axes, the data and the maps lie from −6 to 6. */
export const bound = 6;
