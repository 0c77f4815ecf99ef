/** Keras' fuzz factor: probabilities are kept this far from 0 and 1. */
export const epsilon = 1e-7;
