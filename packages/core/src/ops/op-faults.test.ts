import { faultContract, graphFaults, opFaults } from '@descent/testing';
import { referenceBackend } from '../index.js';

faultContract('reference', [...opFaults, ...graphFaults], { backend: () => referenceBackend() });
