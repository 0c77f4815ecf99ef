import { effectiveEpsilon } from '@descent/core';

/** Keras' fuzz factor, 1e-7: probabilities are kept this far from 0 and 1; further where numbers have fewer bits. */
export const epsilon = (): number => effectiveEpsilon(1e-7);
