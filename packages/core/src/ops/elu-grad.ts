import { add } from './add.js';
import { greaterEqual } from './greater-equal.js';
import { defineBinary } from './kinds/binary.js';
import { mul } from './mul.js';
import { onesLike } from './ones-like.js';
import { where } from './where.js';
import { zerosLike } from './zeros-like.js';

/** EluGrad [dy, y]: the gradient of elu from its result y. */
export const eluGradKernel = defineBinary({
  name: 'EluGrad',
  op: 'the gradient of elu',
  compute: (dy, y) => (y >= 0 ? dy : dy * (y + 1)),
  gradient(ddx, dy, y) {
    const isLinear = greaterEqual(y, 0);
    return [mul(ddx, where(isLinear, onesLike(y), add(y, 1))), where(isLinear, zerosLike(y), mul(ddx, dy))];
  },
});
