import type { OptimizerDefinition } from './optimizer.js';

/**
 * A definition that takes the proximal step of a parameter's penalty after its update: w ← prox(w, η). With plain `sgd`
 * that is ISTA, and the weights go where loss + penalty is least. Other optimizers take it at the learning rate η all
 * the same, as they do weight decay, however they scale their own steps: a weight stays 0 where its step is no longer
 * than η · strength. To `sgd` with momentum μ, whose steps add up to g η / (1 − μ), a strength counts 1 − μ times as
 * much. To `adam`, whose steps are up to η long however small gradients are, a strength is a share of that: above 1 it
 * makes every weight 0, and below 1 a weight that noise moves need not stay 0. Where zeros matter, train with `sgd`.
 * @see Parikh and Boyd, Proximal algorithms, 2014, section 4.2; Beck and Teboulle, A fast iterative
 * shrinkage-thresholding algorithm for linear inverse problems, 2009; for Adam: Yun, Lozano and Yang, Adaptive proximal
 * gradient methods for structured neural networks, 2021
 */
export function withProximal(definition: OptimizerDefinition<string>): OptimizerDefinition<string> {
  return {
    ...definition,
    update(context) {
      const updated = definition.update(context);
      const { proximal, rate } = context;
      return proximal ? { ...updated, value: proximal(updated.value, rate) } : updated;
    },
  };
}
