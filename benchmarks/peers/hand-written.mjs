// The 2-8-8-1 net as a programmer would write it out: plain loops over typed arrays, nothing allocated in a step.
import { valuesOf } from '../works.mjs';

export async function start() {
  return { description: 'plain JavaScript loops', programs: { tanhNet } };
}

function tanhNet({ inputs, parameters }) {
  const [x, y] = inputs.map(valuesOf);
  const sizes = [2, 8, 8, 1];
  const batch = y.length;
  const layers = [0, 1, 2].map((i) => ({
    from: sizes[i],
    to: sizes[i + 1],
    w: valuesOf(parameters[2 * i]),
    b: valuesOf(parameters[2 * i + 1]),
    dw: new Float32Array(sizes[i] * sizes[i + 1]),
    db: new Float32Array(sizes[i + 1]),
    out: new Float32Array(batch * sizes[i + 1]),
    dout: new Float32Array(batch * sizes[i + 1]),
  }));
  const last = layers[2];

  const step = () => {
    layers.forEach(({ from, to, w, b, out }, l) => {
      const input = l === 0 ? x : layers[l - 1].out;
      for (let r = 0; r < batch; r++) {
        for (let j = 0; j < to; j++) {
          let sum = b[j];
          for (let k = 0; k < from; k++) sum += input[r * from + k] * w[k * to + j];
          out[r * to + j] = l === 2 ? sum : Math.tanh(sum);
        }
      }
    });
    let loss = 0;
    for (let r = 0; r < batch; r++) {
      const error = last.out[r] - y[r];
      loss += error * error;
      last.dout[r] = (2 * error) / batch;
    }
    for (let l = 2; l >= 0; l--) {
      const { from, to, w, dw, db, dout } = layers[l];
      const input = l === 0 ? x : layers[l - 1].out;
      dw.fill(0);
      db.fill(0);
      for (let r = 0; r < batch; r++) {
        for (let j = 0; j < to; j++) {
          const d = dout[r * to + j];
          db[j] += d;
          for (let k = 0; k < from; k++) dw[k * to + j] += input[r * from + k] * d;
        }
      }
      if (l > 0) {
        const below = layers[l - 1];
        for (let r = 0; r < batch; r++) {
          for (let k = 0; k < from; k++) {
            let sum = 0;
            for (let j = 0; j < to; j++) sum += dout[r * to + j] * w[k * to + j];
            const out = below.out[r * from + k];
            below.dout[r * from + k] = sum * (1 - out * out);
          }
        }
      }
    }
    for (const { w, b, dw, db } of layers) {
      for (let i = 0; i < w.length; i++) w[i] -= 0.1 * dw[i];
      for (let i = 0; i < b.length; i++) b[i] -= 0.1 * db[i];
    }
    return loss / batch;
  };
  return {
    check: () => [step(), step(), step(), step()],
    run(n) {
      for (let i = 0; i < n; i++) step();
    },
  };
}
