import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.js';
import { rangesOf, serve, status, type TestServer } from '../sources/test-server.js';
import { type FromHubOptions, fromHub } from './from-hub.js';
import { openHub } from './open-hub.js';
import { commit, type TestHub, testHub } from './test-hub.js';

const url = new URL('../../../../goldens/parquet.json', import.meta.url);
const goldens = JSON.parse(readFileSync(url, 'utf8')).cases as {
  name: string;
  bytes: string;
  rows: Record<string, unknown>[];
}[];
const [one, two] = ['snappy, dictionaries', 'zstd, groups of 8'].map((name) => {
  const found = goldens.find((golden) => golden.name === name) as (typeof goldens)[number];
  return { bytes: Buffer.from(found.bytes, 'base64'), rows: found.rows };
}) as [
  { bytes: Buffer; rows: Record<string, unknown>[] },
  { bytes: Buffer; rows: Record<string, unknown>[] },
];

const branches: TestHub['branches'] = {
  main: {
    'README.md': Buffer.from('# pets'),
    'data/train-00000-of-00002.parquet': one.bytes,
    'data/train-00001-of-00002.parquet': two.bytes,
    'data/test-00000-of-00001.parquet': two.bytes,
  },
  v2: { 'test.parquet': one.bytes },
};
const options = { input: 'half', inputShape: [], target: 'label', backoff: 1 } as const;

async function halves(data: Dataset): Promise<number[]> {
  const x: number[] = [];
  for await (const batch of data.batches({ batchSize: 7 })) x.push(...batch.x.values);
  return x;
}

/** A dataset of a hub, whose errors name it without its port, which is another each time. */
async function attempt(hub: TestServer, name: string, more: Partial<FromHubOptions> = {}): Promise<Dataset> {
  return fromHub(name, { hub: hub.url.origin, ...options, ...more }).catch((error: Error) => {
    error.message = error.message.replaceAll(hub.url.host, 'hub');
    throw error;
  });
}

describe('fromHub', () => {
  it('gives the rows of all files of a split, in their order, with names of classes and the commit', async () => {
    await using hub = await serve(testHub({ branches }));
    const train = await fromHub('owner/pets', { hub: hub.url.origin, ...options });
    expect([train.length, train.targetShape, train.classNames]).toEqual([60, [], ['cat', 'dog']]);
    expect(train.revision).toMatch(/^c0ffee/);
    expect(await halves(train)).toEqual([...one.rows, ...two.rows].map(({ half }) => half));
    for await (const { y } of train.batches({ batchSize: 60, start: 0 })) {
      expect(y.values).toBeInstanceOf(Int32Array);
      expect([...y.values]).toEqual([...one.rows, ...two.rows].map(({ label }) => Number(label)));
    }
  });

  it('asks for one commit throughout, and for the columns in use alone', async () => {
    await using hub = await serve(testHub({ branches }));
    const test = await fromHub('owner/pets', { hub: hub.url.origin, ...options, split: 'test' });
    await halves(test);
    const paths = hub.requests.map((request) => request.url);
    expect(paths.slice(0, 2)).toEqual([
      '/api/datasets/owner/pets/revision/main',
      `/api/datasets/owner/pets/tree/${test.revision}?recursive=true`,
    ]);
    expect(new Set(paths.slice(2))).toEqual(
      new Set([`/datasets/owner/pets/resolve/${test.revision}/data/test-00000-of-00001.parquet`]),
    );
    const fetched = hub.requests.slice(4).map(({ headers }) => {
      const [, from, to] = /(\d+)-(\d+)/.exec(headers.range ?? '') ?? [];
      return Number(to) - Number(from) + 1;
    });
    expect(fetched.reduce((sum, size) => sum + size)).toBeLessThan(two.bytes.length / 3);
  });

  it('takes a branch, a tag or a commit as revision', async () => {
    await using hub = await serve(testHub({ branches }));
    const tagged = await attempt(hub, 'owner/pets', { revision: 'v2', split: 'test' });
    expect(tagged.length).toBe(40);
    const pinned = await attempt(hub, 'owner/pets', { revision: `${commit.slice(0, -1)}0`, split: 'test' });
    expect(pinned.length).toBe(20);
  });

  it('uses the Hub’s own conversion where there are no Parquet files', async () => {
    const converted = {
      'default/train/0000.parquet': two.bytes,
      'default/partial-test/0000.parquet': one.bytes,
    };
    await using hub = await serve(
      testHub({ branches: { main: { 'cats.csv': Buffer.from('a') }, 'refs/convert/parquet': converted } }),
    );
    expect((await attempt(hub, 'owner/pets')).length).toBe(20);
    expect((await attempt(hub, 'owner/pets', { split: 'test' })).length).toBe(40);
    await expect(
      attempt(hub, 'owner/pets', { revision: 'main' }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromHub: owner/pets has no Parquet files at main
        fix: leave the revision out, or use 'refs/convert/parquet']
    `);
  });

  it('reads lists that come in parts, and files that lie on another server', async () => {
    await using store = await serve((request, response) => {
      const isSigned = request.url?.endsWith('?signature=secret');
      return isSigned ? rangesOf(two.bytes)(request, response) : void response.writeHead(403).end();
    });
    await using hub = await serve(testHub({ branches, pageSize: 1, store: store.url }));
    const test = await attempt(hub, 'owner/pets', { split: 'test', token: 'secret' });
    expect(await halves(test)).toEqual(two.rows.map(({ half }) => half));
    expect(hub.requests.every(({ headers }) => headers.authorization === 'Bearer secret')).toBe(true);
    expect(store.requests.some(({ headers }) => headers.authorization)).toBe(false);
  });

  it('F60: asks again after 429 and 503, in the middle of a walk too', async () => {
    let count = 0;
    const answer = testHub({ branches });
    await using hub = await serve((request, response) => {
      if (count++ % 2 === 0)
        return status(count % 4 === 1 ? 429 : 503, { 'Retry-After': '0' })(request, response);
      return answer(request, response);
    });
    expect(await halves(await attempt(hub, 'owner/pets', { split: 'test' }))).toHaveLength(20);
  });

  it('hands pictures to decode', async () => {
    await using hub = await serve(testHub({ branches: { main: { 'train.parquet': one.bytes } } }));
    const seen: unknown[] = [];
    const data = await attempt(hub, 'owner/pets', {
      input: 'image',
      inputShape: [2],
      decode: (bytes, path) => {
        seen.push([[...bytes], path]);
        return bytes;
      },
    });
    for await (const { x } of data.batches({ batchSize: 3 })) {
      expect([...x.values]).toEqual([0, 255, 1, 255, 2, 255]);
      break;
    }
    expect(seen[1]).toEqual([[1, 255], '1.png']);
  });
});

describe('fromHub refuses', () => {
  it('F60: what the Hub does not show', async () => {
    await using hub = await serve(testHub({ branches }));
    await expect(attempt(hub, 'owner/none')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromHub: the Hub shows no dataset owner/none at revision main
        fix: look at the name and the revision; where a data set is not public, give a token]
    `);
    await expect(attempt(hub, 'owner/pets', { revision: 'v3' })).rejects.toMatchObject({ code: 'E_IO' });
    await using down = await serve(status(503));
    await expect(attempt(down, 'owner/pets', { retries: 1 })).rejects.toThrow(
      '503 Service Unavailable (2 attempts)',
    );
  });

  it('a split, a configuration or a column that is not there', async () => {
    const files = { 'en/train.parquet': one.bytes, 'de/train-0.parquet': two.bytes };
    await using hub = await serve(testHub({ branches: { main: files, other: branches.main as never } }));
    const errors: Partial<FromHubOptions>[] = [
      {},
      { config: 'fr' },
      { config: 'de', split: 'test' },
      { config: 'de', target: 'kind' },
    ];
    const messages: string[] = [];
    for (const more of errors)
      await attempt(hub, 'owner/pets', more).catch(
        ({ code, message }) => void messages.push(`${code} ${message}`),
      );
    expect(messages).toMatchInlineSnapshot(`
      [
        "E_VALUE fromHub: owner/pets has several configurations
        fix: use one of 'de', 'en' as config",
        "E_VALUE fromHub: owner/pets has no configuration 'fr'
        fix: use one of 'de', 'en' as config",
        "E_VALUE fromHub: owner/pets has no split 'test'
        fix: use one of 'train'",
        "E_VALUE owner/pets: has no column 'kind'
        fix: use some of 'small', 'long', 'half', 'single', 'truth', 'text', 'list', 'matrix', 'image', 'none', 'label'",
      ]
    `);
    expect((await attempt(hub, 'owner/pets', { config: 'de' })).length).toBe(20);
    expect((await attempt(hub, 'owner/pets', { config: 'en' })).length).toBe(40);
  });

  it('names that would lead elsewhere', async () => {
    await using hub = await serve(testHub({ branches }));
    for (const name of ['../x', 'a/../b', 'a/b/c', '', '/a', 'a/', 'a?b', 'a/..'])
      await expect(attempt(hub, name), name).rejects.toMatchObject({ code: 'E_VALUE' });
    for (const revision of ['../main', 'a/../b', '', 'a?b', 'a b'])
      await expect(attempt(hub, 'owner/pets', { revision }), revision).rejects.toMatchObject({
        code: 'E_VALUE',
      });
    expect(hub.requests).toHaveLength(0);
  });

  it('F65: paths that lead elsewhere', async () => {
    await using hub = await serve(testHub({ branches: { main: { '../../train.parquet': one.bytes } } }));
    await expect(attempt(hub, 'owner/pets')).rejects.toMatchObject({ code: 'E_UNSAFE' });
  });

  it('answers of something that is not the Hub', async () => {
    for (const [text, code] of [
      ['<html>log in</html>', 'E_IO'],
      ['null', 'E_IO'],
      ['{"sha":7}', 'E_IO'],
    ] as const) {
      await using hub = await serve(status(200, {}, text));
      await expect(attempt(hub, 'owner/pets'), text).rejects.toMatchObject({ code });
    }
    await using endless = await serve((request, response) => {
      if (request.url?.includes('/revision/')) return void response.end(`{"sha":"${commit}"}`);
      response.writeHead(200, { Link: `<${request.url}>; rel="next"` }).end('[]');
    });
    await expect(attempt(endless, 'owner/pets')).rejects.toMatchObject({ code: 'E_IO' });
  });

  it('F95: a file that is damaged, or a pointer to one', async () => {
    const pointer = Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n');
    await using hub = await serve(testHub({ branches: { main: { 'train.parquet': pointer } } }));
    await expect(attempt(hub, 'owner/pets')).rejects.toMatchObject({ name: 'FormatError', code: 'E_FORMAT' });
  });
});

it('openHub gives rows as they are', async () => {
  await using hub = await serve(testHub({ branches }));
  const table = await openHub('owner/pets', { hub: hub.url.origin });
  expect([table.name, table.length, table.classNames('label'), table.classNames('half')]).toEqual([
    'owner/pets',
    60,
    ['cat', 'dog'],
    undefined,
  ]);
  for (const start of [0, 38, 47, 60]) {
    const rows: unknown[] = [];
    for await (const row of table.rows({ columns: ['text'], start })) rows.push(row.text);
    expect(rows).toEqual([...one.rows, ...two.rows].slice(start).map(({ text }) => text));
  }
});
