import { goldenContract } from '@descent/testing';
import { referenceBackend } from '../index.js';

goldenContract('reference', { backend: () => referenceBackend() });
