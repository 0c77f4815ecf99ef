/** A GPU, or what computes in its place, as WebGPU offers it. */
export interface WebgpuAdapter {
  /** Vendor, architecture and name, as far as the browser says. */
  readonly description: string;
  /** Whether it computes on the processor. */
  readonly isFallback: boolean;
  /** What it can do beyond what every adapter can, such as 'shader-f16'. */
  readonly features: readonly string[];
  /** The longest buffer, in bytes. */
  readonly mostBufferBytes: number;
  /** The longest part of a buffer that a kernel sees, in bytes. */
  readonly mostBindingBytes: number;
  /** Kernels' threads in a group. */
  readonly mostGroupThreads: number;
}

/** `navigator.gpu`, as far as it is needed. */
export interface WebgpuEntry {
  /** The adapter that suits best; null where there is none. */
  requestAdapter(options?: { powerPreference?: 'low-power' | 'high-performance' }): Promise<Adapter | null>;
}

interface Adapter {
  readonly info?: Readonly<Partial<Record<'vendor' | 'architecture' | 'device' | 'description', string>>> & {
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean;
  readonly features: Iterable<string>;
  readonly limits: Readonly<
    Record<'maxBufferSize' | 'maxStorageBufferBindingSize' | 'maxComputeInvocationsPerWorkgroup', number>
  >;
}

/** Milliseconds to wait for an adapter. */
const patience = 5000;

/** The adapters that WebGPU offers, each once. */
export async function webgpuAdapters(gpu: WebgpuEntry): Promise<WebgpuAdapter[]> {
  const found = new Map<string, WebgpuAdapter>();
  for (const powerPreference of ['high-performance', 'low-power'] as const) {
    const adapter = await inTime(gpu.requestAdapter({ powerPreference }));
    if (!adapter) continue;
    const facts = factsOf(adapter);
    found.set(facts.description, facts);
  }
  return [...found.values()];
}

function factsOf({ info = {}, features, limits, isFallbackAdapter }: Adapter): WebgpuAdapter {
  const { vendor, architecture, device, description } = info;
  const words = [description || device, vendor, architecture].filter((word) => word);
  return {
    description: words.join(', ') || 'an adapter without a name',
    isFallback: info.isFallbackAdapter ?? isFallbackAdapter ?? false,
    features: [...features].sort(),
    mostBufferBytes: limits.maxBufferSize,
    mostBindingBytes: limits.maxStorageBufferBindingSize,
    mostGroupThreads: limits.maxComputeInvocationsPerWorkgroup,
  };
}

/** The adapter; null when it fails or does not come. */
async function inTime(adapter: Promise<Adapter | null>): Promise<Adapter | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  try {
    return await Promise.race([adapter.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
