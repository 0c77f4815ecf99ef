import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readHash } from '../src/demos/playground/state/state.js';
import { Session } from '../src/demos/playground/worker/session.js';

beforeAll(() => useBackend(cpu({ threads: 1 })));

describe('bench', () => {
  it.each([
    '#dataset=spiral&networkShape=8,8&loss=log&scale=standard&xSquared=true&ySquared=true&sinX=true&sinY=true&xTimesY=true',
    '#dataset=spiral&networkShape=8,8&loss=log&scale=standard&optimizer=adam&learningRate=0.01',
    '#dataset=spiral&networkShape=8,8,8&loss=log&scale=standard&optimizer=adam&learningRate=0.01',
    '#dataset=spiral&networkShape=8,8&loss=squared&scale=raw&optimizer=sgd&learningRate=0.03&sinX=true&sinY=true',
  ])('%s', async (hash) => {
    const session = await Session.open(readHash(hash).state);
    let t = performance.now();
    for (let i = 1; i <= 1500; i++) {
      await session.epoch();
      if (i % 150 === 0) {
        const v = await session.view({ unit: -1 }, false, 0);
        console.log(
          i,
          Math.round(performance.now() - t),
          [...v.rows.slice(-6)].map((x) => x.toFixed(3)).join(' '),
        );
      }
    }
    console.log('updates/s', (1500 * session.updatesPerEpoch * 1000) / (performance.now() - t));
    t = performance.now();
    for (let i = 0; i < 10; i++) await session.view({ unit: -1 }, true, 0);
    console.log('view ms', (performance.now() - t) / 10);
    expect(1).toBe(1);
    session.dispose();
  });
});
