import { webgpu } from '@descent/backend-webgpu';
import { conformance, differencesOf } from '@descent/testing';

const coverage = '../../packages/testing/coverage/webgpu.json';

conformance('webgpu', webgpu, { ...differencesOf.webgpu, coverage, isSlow: true });
