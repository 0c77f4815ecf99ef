import type { Backend } from '@descent/core';

/** Where a demo trains, as the reader chooses. */
export type BackendChoice = 'cpu' | 'cpu1' | 'webgl' | 'webgpu';

/** What the reader sees of each. */
export const backendLabels: Readonly<Record<BackendChoice, string>> = {
  cpu: 'CPU',
  cpu1: 'CPU, one thread',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
};

/** The page needs a core of its own. */
const threads = (): number => Math.min(8, Math.max(1, navigator.hardwareConcurrency - 1));

/**
 * Starts a backend, loading its code when it is first chosen.
 * @throws BackendError where this browser has none
 */
export async function startBackend(choice: BackendChoice): Promise<Backend> {
  switch (choice) {
    case 'cpu':
    case 'cpu1': {
      const { cpu } = await import('@descent/backend-cpu');
      return cpu({ threads: choice === 'cpu' ? threads() : 1 });
    }
    case 'webgl': {
      const { webgl } = await import('@descent/backend-webgl');
      return webgl();
    }
    case 'webgpu': {
      const { webgpu } = await import('@descent/backend-webgpu');
      return webgpu();
    }
  }
}

/** Why a choice is of no use in this browser; undefined where it may be tried. */
export function isMissing(choice: BackendChoice): string | undefined {
  switch (choice) {
    case 'webgl':
      return typeof OffscreenCanvas === 'undefined' ? 'this browser has no WebGL in workers' : undefined;
    case 'webgpu':
      return 'gpu' in navigator ? undefined : 'this browser has no WebGPU';
    case 'cpu':
      return globalThis.crossOriginIsolated
        ? undefined
        : 'this page is not isolated: one thread (the host sends no COOP and COEP headers)';
    case 'cpu1':
      return undefined;
  }
}
