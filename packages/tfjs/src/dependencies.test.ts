import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const folder = fileURLToPath(new URL('../..', import.meta.url));

it('no package depends on TensorFlow.js but this one and the backends on it, and this one can do without the CPU backend of it', () => {
  const manifests = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(`${folder}${name}/package.json`, 'utf8')) as Manifest,
  );
  const needs = manifests.flatMap((manifest) =>
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      .filter((name) => name.startsWith('@tensorflow/'))
      .map((name) => {
        const isOptional = manifest.peerDependenciesMeta?.[name]?.optional === true;
        return `${manifest.name} ${isOptional ? 'may use' : 'needs'} ${name}`;
      }),
  );
  expect(needs).toEqual([
    '@descent/backend-webgl needs @tensorflow/tfjs-backend-webgl',
    '@descent/backend-webgl needs @tensorflow/tfjs-core',
    '@descent/tfjs may use @tensorflow/tfjs-backend-cpu',
    '@descent/tfjs needs @tensorflow/tfjs-core',
  ]);
});
