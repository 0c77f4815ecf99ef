import { gradientContract, opCases } from '@descent/testing';

gradientContract(opCases);
