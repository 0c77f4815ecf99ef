import { serve } from '../shared/training/serve.js';
import type { Settings, View } from './protocol.js';
import { Trainer } from './trainer.js';

serve<Settings, View>((settings) => new Trainer(settings));
