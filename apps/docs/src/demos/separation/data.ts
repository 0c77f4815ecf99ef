import { makeCircle, makeGauss, makeSpiral, makeXor } from '@descent/datasets';
import { pointsIn } from '../shared/training/class-data.js';
import { type DataName, pointCount } from './protocol.js';

const makers = { xor: makeXor, circle: makeCircle, gauss: makeGauss, spiral: makeSpiral };

/** The points of a data set: x, y, class. */
export async function pointsOf(name: DataName): Promise<readonly number[]> {
  return name === 'none' ? [] : pointsIn(makers[name]({ count: pointCount, seed: 1 }));
}
