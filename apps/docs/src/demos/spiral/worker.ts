import { serve } from '../shared/training/serve.js';
import { Learner } from './learner.js';
import type { Settings, View } from './protocol.js';

serve<Settings, View>((settings) => new Learner(settings).begin());
