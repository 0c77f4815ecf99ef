import { serve } from '../shared/training/serve.js';
import type { Act, Settings, View } from './protocol.js';
import { Trainer } from './trainer.js';

serve<Settings, View, Act>((settings) => new Trainer(settings));
