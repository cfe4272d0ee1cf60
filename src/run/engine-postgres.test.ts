import { afterAll, describe } from 'vitest';
import { describeEngine } from '../../test/contracts/engine.ts';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../../test/private-postgres.ts';

describe.skipIf(!hasPostgres())('with a private cluster', () => {
  let postgres: PrivatePostgres | undefined;
  afterAll(() => postgres?.stop());
  describeEngine('Postgres', async () => {
    postgres = await startPrivatePostgres();
    return postgres.createDatabase('engine');
  });
});
