import { serve } from '../shared/training/serve.js';
import { Peeker } from './peeker.js';
import type { Settings, View } from './protocol.js';

serve<Settings, View>((settings) => Peeker.of(settings));
