interface Realm {
  readonly process?: {
    readonly versions?: Readonly<Record<string, string>>;
    readonly platform?: string;
    readonly arch?: string;
  };
  readonly navigator?: { readonly userAgent?: string };
  readonly document?: unknown;
}

/** Where this code runs. */
export interface Runtime {
  /** Such as `Node 24.21.0, linux x64` or the browser's own words. */
  readonly name: string;
  readonly kind: 'server' | 'page' | 'worker';
}

/** Where this code runs. */
export function runtimeOf(realm: Realm = globalThis as Realm): Runtime {
  const { process, navigator } = realm;
  const { bun, deno, node } = process?.versions ?? {};
  const [name, version] = bun ? ['Bun', bun] : deno ? ['Deno', deno] : ['Node', node];
  if (version) {
    return { name: `${name} ${version}, ${process?.platform} ${process?.arch}`, kind: 'server' };
  }
  const kind = realm.document === undefined ? 'worker' : 'page';
  return { name: navigator?.userAgent ?? 'an engine without a name', kind };
}
