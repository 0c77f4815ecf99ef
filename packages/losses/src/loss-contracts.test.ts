import { lossCases, lossContract } from '@descent/testing';

for (const { name, loss, ...expectation } of lossCases) lossContract(name, loss, expectation);
