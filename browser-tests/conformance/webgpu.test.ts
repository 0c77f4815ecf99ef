import { webgpu } from '@descent/backend-webgpu';
import { conformance } from '@descent/testing';

conformance('webgpu', webgpu, { isSlow: true });
