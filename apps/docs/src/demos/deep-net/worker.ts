import { serve } from '../shared/training/serve.js';
import type { Settings, View } from './protocol.js';
import { DeepNetTrainer } from './trainer.js';

serve<Settings, View>((settings) => DeepNetTrainer.begin(settings));
