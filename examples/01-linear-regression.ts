// One line through four points, three ways: the update rule by hand, the same rule with gradients by autograd, and
// the closed form of least squares. All three agree.
// node examples/01-linear-regression.ts
import { scope, type Tensor, tensor, valueAndGrad } from '@descent/core';

const xs = [1, 2, 3, 4];
const ys = [3.1, 4.9, 7.2, 8.8];
const learningRate = 0.1;
const epochCount = 500;

/** h(x) = w1 x + w0. The squared error (y − h)² has the gradients −2 (y − h) x and −2 (y − h). */
function byHand(): [number, number] {
  let [w0, w1] = [0, 0];
  for (let epoch = 0; epoch < epochCount; epoch++) {
    let [gradient0, gradient1] = [0, 0];
    xs.forEach((x, i) => {
      const error = (ys[i] as number) - (w1 * x + w0);
      gradient0 += -2 * error;
      gradient1 += -2 * error * x;
    });
    w0 -= learningRate * (gradient0 / xs.length);
    w1 -= learningRate * (gradient1 / xs.length);
  }
  return [w0, w1];
}

/** The same rule; nobody derives the gradients. */
function byAutograd(): [number, number] {
  const x = tensor(xs);
  const y = tensor(ys);
  const loss = (w0: Tensor, w1: Tensor): Tensor => y.sub(x.mul(w1).add(w0)).square().mean();
  const step = valueAndGrad(loss);
  let weights: [Tensor, Tensor] = [tensor(0), tensor(0)];
  for (let epoch = 0; epoch < epochCount; epoch++) {
    weights = scope(() => {
      const { gradient } = step(...weights);
      return [weights[0].sub(gradient[0].mul(learningRate)), weights[1].sub(gradient[1].mul(learningRate))];
    });
  }
  return [weights[0].item(), weights[1].item()];
}

/** Least squares: w1 = cov(x, y) / var(x), w0 = ȳ − w1 x̄. */
function closedForm(): [number, number] {
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((x, i) => (x - mx) * ((ys[i] as number) - my)));
  const w1 = covariance / mean(xs.map((x) => (x - mx) ** 2));
  return [my - w1 * mx, w1];
}

for (const [name, [w0, w1]] of Object.entries({
  'update rule by hand': byHand(),
  'gradients by autograd': byAutograd(),
  'closed form': closedForm(),
})) {
  console.log(`${name.padEnd(22)} h(x) = ${w1.toFixed(4)} x + ${w0.toFixed(4)}`);
}
