import {
  elementwiseCases,
  gradientContract,
  matmulCases,
  reductionCases,
  shapeCases,
  windowCases,
} from '@descent/testing';

gradientContract([...elementwiseCases, ...matmulCases, ...reductionCases, ...shapeCases, ...windowCases]);
