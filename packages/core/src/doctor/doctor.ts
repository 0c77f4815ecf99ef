import { checkBooleans } from '../check-booleans.js';
import { currentBackend } from '../current-backend.js';
import { memoryLimit, showBytes } from '../memory.js';
import { checkOptions } from '../ops/kinds/check-options.js';
import { hasRelaxedSimd, hasSimd, mostMemory, processorCount } from './engine.js';
import { type Runtime, runtimeOf } from './runtime-name.js';
import { type WebglFacts, webglFacts } from './webgl-facts.js';
import { type WebgpuAdapter, type WebgpuEntry, webgpuAdapters } from './webgpu-adapters.js';

/** Options of {@link doctor}. */
export interface DoctorOptions {
  /** Whether the findings go to the console. Default true. */
  readonly print?: boolean;
  /** WebGPU's entry point, where it is not `navigator.gpu`: in Node what `create([])` of the package `webgpu` gives. */
  readonly gpu?: WebgpuEntry;
}

/** One line of {@link doctor}. */
export interface Finding {
  /** What was looked at. */
  readonly name: string;
  /** What is there. */
  readonly value: string;
  /** What to do where something is missing. */
  readonly next?: string | undefined;
}

/** What a machine offers. */
export interface Diagnosis {
  readonly runtime: Runtime;
  /** Threads that run at once. */
  readonly threads: number;
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
  /** Of a page and its workers; undefined elsewhere, where nothing has to be isolated. */
  readonly crossOriginIsolated: boolean | undefined;
  readonly sharedArrayBuffer: boolean;
  readonly webgl: WebglFacts | undefined;
  /** Those of WebGPU. */
  readonly adapters: readonly WebgpuAdapter[];
  readonly memory: {
    /** Bytes that tensors may take outside every scope, see `setMemoryLimit`. */
    readonly limit: number;
    /** How long a WebAssembly memory can become, in bytes; undefined where there is none. */
    readonly webAssembly: number | undefined;
  };
  /** All of it in lines, with the next step where something is missing. */
  readonly findings: readonly Finding[];
}

/**
 * Tells what this machine offers to train on, with the next step where something is missing. Works in pages, workers and
 * Node. A WebGL context is opened for a moment.
 *
 * @returns the facts, which are printed too
 * @throws ValueError for options that it does not have
 * @example
 * await doctor();
 * // runtime                 Node 24.21.0, linux x64
 * // threads                 8
 * // WebAssembly SIMD        yes
 * // …
 */
export async function doctor(options: DoctorOptions = {}): Promise<Diagnosis> {
  const { print = true, gpu = pageGpu() } = checkOptions('doctor', options, ['print', 'gpu']);
  checkBooleans('doctor', options, 'print');
  const sharedArrayBuffer = typeof SharedArrayBuffer !== 'undefined';
  const facts: Facts = {
    runtime: runtimeOf(),
    threads: processorCount(),
    simd: hasSimd(),
    relaxedSimd: hasRelaxedSimd(),
    crossOriginIsolated: (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated,
    sharedArrayBuffer,
    webgl: webglFacts(),
    adapters: gpu ? await webgpuAdapters(gpu) : [],
    memory: { limit: memoryLimit(), webAssembly: mostMemory(sharedArrayBuffer) },
  };
  const findings = findingsOf(facts, gpu !== undefined);
  if (print) console.info(showFindings(findings));
  return { ...facts, findings };
}

type Facts = Omit<Diagnosis, 'findings'>;

function pageGpu(): WebgpuEntry | undefined {
  return (globalThis as { navigator?: { readonly gpu?: WebgpuEntry } }).navigator?.gpu;
}

function findingsOf(facts: Facts, hasWebgpu: boolean): Finding[] {
  const { runtime, threads, memory } = facts;
  return [
    { name: 'runtime', value: runtime.kind === 'worker' ? `${runtime.name} (in a Worker)` : runtime.name },
    {
      name: 'backend in use',
      value: currentBackend().description,
      next: currentBackend().name === 'reference' ? 'use a faster one: await useBackend(cpu())' : undefined,
    },
    { name: 'threads', value: String(threads) },
    ...engineFindings(facts),
    webglFinding(facts),
    ...webgpuFindings(facts, hasWebgpu),
    {
      name: 'memory of tensors',
      value: `${showBytes(memory.limit)} outside every scope`,
    },
    {
      name: 'memory of WebAssembly',
      value: memory.webAssembly === undefined ? 'none' : `at most ${showBytes(memory.webAssembly)}`,
      next:
        memory.webAssembly === undefined
          ? 'close what else takes memory: other pages, other backends'
          : undefined,
    },
  ];
}

function engineFindings({ simd, relaxedSimd, crossOriginIsolated, sharedArrayBuffer }: Facts): Finding[] {
  const isolate =
    'serve the page with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp; until then the CPU backend has one thread';
  return [
    found(
      'WebAssembly SIMD',
      simd,
      'use a newer browser or Node: without it the CPU backend is plain TypeScript',
    ),
    found('relaxed SIMD', relaxedSimd, 'nothing has to be done: a newer engine multiplies and adds at once'),
    ...(crossOriginIsolated === undefined
      ? []
      : [found('cross-origin isolated', crossOriginIsolated, isolate)]),
    found(
      'SharedArrayBuffer',
      sharedArrayBuffer,
      crossOriginIsolated === false ? 'it comes with cross-origin isolation' : 'use a newer browser or Node',
    ),
  ];
}

function webglFinding({ webgl, runtime }: Facts): Finding {
  if (!webgl) {
    const next =
      runtime.kind === 'server'
        ? 'there is none outside browsers; a GPU is reached by WebGPU'
        : 'switch hardware acceleration on in the settings of the browser, or update the driver';
    return { name: 'WebGL', value: 'no', next };
  }
  const { version, renderer, hasFloatTextures, mostTextureSize } = webgl;
  const floats = hasFloatTextures ? 'float32 textures' : 'no float32 textures';
  return {
    name: 'WebGL',
    value: `${version}, ${renderer}, ${floats}, textures up to ${mostTextureSize}`,
    next: hasFloatTextures
      ? softwareAdvice(renderer)
      : 'without float32 training is inexact: use WebGPU or the CPU',
  };
}

function webgpuFindings({ adapters, runtime }: Facts, hasWebgpu: boolean): Finding[] {
  if (adapters.length === 0) return [{ name: 'WebGPU', value: 'no', next: webgpuAdvice(runtime, hasWebgpu) }];
  return adapters.map((adapter) => {
    const { description, mostBufferBytes, mostBindingBytes, mostGroupThreads, features, isFallback } =
      adapter;
    const limits = `buffers up to ${showBytes(mostBufferBytes)}, ${showBytes(mostBindingBytes)} at once, groups of ${mostGroupThreads}`;
    return {
      name: 'WebGPU',
      value: `${description}; ${limits}; ${features.join(' ') || 'no features'}`,
      next: softwareAdvice(description, isFallback),
    };
  });
}

function webgpuAdvice({ kind }: Runtime, hasWebgpu: boolean): string {
  if (hasWebgpu) return 'install or update the driver of the GPU: WebGPU is there and finds no adapter';
  if (kind === 'server') {
    return "Node has none of its own: nodeGpu and gpuAdapters of '@descent/backend-node-gpu' bring it along";
  }
  const isSecure = (globalThis as { isSecureContext?: boolean }).isSecureContext !== false;
  return isSecure
    ? 'use a browser that has it, such as a current Chrome, Edge, Safari or Firefox'
    : 'serve the page by https or from localhost: browsers show WebGPU to no other';
}

/** What to do about a GPU that is none. */
function softwareAdvice(
  description: string,
  isSoftware = /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(description),
): string | undefined {
  return isSoftware
    ? 'it computes on the processor, slowly: switch hardware acceleration on, or install the driver of the GPU'
    : undefined;
}

function found(name: string, isThere: boolean, next: string): Finding {
  return { name, value: isThere ? 'yes' : 'no', next: isThere ? undefined : next };
}

/** Findings as lines of text: names in a column, next steps below. */
function showFindings(findings: readonly Finding[]): string {
  const width = 2 + Math.max(...findings.map(({ name }) => name.length));
  return findings
    .flatMap(({ name, value, next }) => [
      `${name.padEnd(width)}${value}`,
      ...(next === undefined ? [] : [`${' '.repeat(width)}→ ${next}`]),
    ])
    .join('\n');
}
