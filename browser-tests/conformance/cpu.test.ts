import { cpu } from '@descent/backend-cpu';
import { conformance } from '@descent/testing';

conformance('cpu', () => cpu());
