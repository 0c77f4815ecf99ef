import { webgl } from '@descent/backend-webgl';
import { conformance, differencesOf } from '@descent/testing';

const coverage = '../../packages/testing/coverage/webgl.json';

conformance('webgl', () => webgl(), { ...differencesOf.webgl, coverage, isSlow: true });
