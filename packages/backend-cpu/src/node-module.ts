/** Modules of Node by name. */
interface NodeModules {
  'node:worker_threads': typeof import('node:worker_threads');
}

/** A module of Node, found without an import that bundlers for browsers would stumble over. */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: Name): NodeModules[Name] | undefined };
  };
  return process?.getBuiltinModule?.(name);
}
