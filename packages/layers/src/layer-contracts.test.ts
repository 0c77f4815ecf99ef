import { layerCases, layerContract } from '@descent/testing';

for (const { make, ...expectation } of layerCases) layerContract(make, expectation);
