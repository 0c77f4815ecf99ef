import { serve } from '../shared/training/serve.js';
import type { Line, Settings, View } from './protocol.js';
import { Trainer } from './trainer.js';

serve<Settings, View, Line>((settings) => new Trainer(settings).begin());
