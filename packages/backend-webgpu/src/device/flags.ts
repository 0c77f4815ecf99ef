/** Flags by their values in the WebGPU specification: outside of browsers nothing defines them. */
export const usage = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, storage: 0x80 } as const;

/** GPUMapMode.READ */
export const mapRead = 0x1;

/** GPUShaderStage.COMPUTE */
export const computeStage = 0x4;
