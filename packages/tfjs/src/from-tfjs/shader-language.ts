import { env, type KernelBackend } from '@tensorflow/tfjs-core';

/** What shaders of our own are written in, where a backend of TensorFlow.js runs them. */
export type ShaderLanguage = 'glsl' | 'wgsl' | 'none';

/** The language of the shaders that a backend runs: GLSL ES 3 on WebGL 2, WGSL on WebGPU. */
export function shaderLanguageOf(tfjs: KernelBackend): ShaderLanguage {
  if ('runWebGPUProgram' in tfjs) return 'wgsl';
  return 'runWebGLProgram' in tfjs && env().getNumber('WEBGL_VERSION') === 2 ? 'glsl' : 'none';
}
