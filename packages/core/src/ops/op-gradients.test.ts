import {
  axisCases,
  elementwiseCases,
  gradientContract,
  matmulCases,
  reductionCases,
  shapeCases,
  windowCases,
} from '@descent/testing';

gradientContract([
  ...axisCases,
  ...elementwiseCases,
  ...matmulCases,
  ...reductionCases,
  ...shapeCases,
  ...windowCases,
]);
