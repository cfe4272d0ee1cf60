import { describeFleet } from '../../../test/contracts/fleet.ts';

describeFleet('PGlite', async () => undefined);
