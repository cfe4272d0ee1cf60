import { afterAll, describe } from 'vitest';
import { describeFleet } from '../../../test/contracts/fleet.ts';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../../../test/private-postgres.ts';

describe.skipIf(!hasPostgres())('with a private cluster', () => {
  let postgres: PrivatePostgres | undefined;
  afterAll(() => postgres?.stop());
  describeFleet('Postgres', async () => {
    postgres = await startPrivatePostgres();
    return postgres.createDatabase('fleet');
  });
});
