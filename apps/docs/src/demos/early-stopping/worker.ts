import { remade } from '../shared/training/remade.js';
import { serve } from '../shared/training/serve.js';
import type { Act, Settings, View } from './protocol.js';
import { Stopper } from './stopper.js';

serve<Settings, View, Act>(remade(Stopper.of, ['patience', 'schedule', 'learningRate', 'seed']));
