/** What is done with each output pixel and those that it is read from; the numbers are those of wasm/sampling.ts. */
export const samplingKinds = { copy: 0, blend: 1, scatter: 2, spread: 3 } as const;

/** One of {@link samplingKinds}: the last two are the transposes of the first two. */
export type SamplingKind = keyof typeof samplingKinds;
