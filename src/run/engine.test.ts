import { describeEngine } from '../../test/contracts/engine.ts';

describeEngine('PGlite', async () => undefined);
