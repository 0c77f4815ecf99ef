import { serve } from '../shared/training/serve.js';
import type { Settings, View } from './protocol.js';
import { Regression } from './regression.js';

serve<Settings, View>((settings) => new Regression(settings));
