/** `longhand simulate`: the practice model for other tools, until Ctrl-C. */
import { UsageError } from '../errors.ts';
import { parseSimulatedAddress } from '../model/simulated/parameters.ts';
import { startSimulatedServer } from '../model/simulated/server.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

type SimulateOptions = OutputOptions & { port?: string; address?: string; log?: string };

function readPort(text: string): number {
  const port = text === '0' ? 0 : readPositiveInteger('port', text);
  if (port <= 65_535) return port;
  throw new UsageError(
    `Expected \`port\` to be a number from 0 to 65535, got \`${text}\`. 0 takes a free one.`,
  );
}

export async function simulate(options: SimulateOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const { port = '8790', address = 'simulated:', log } = options;
  const server = await startSimulatedServer(parseSimulatedAddress(address), {
    port: readPort(port),
    ...(log !== undefined && { logFile: log }),
  });
  const model = `compatible:simulated@${server.url}`;
  output.print(`${server.url}\n--model ${model}`);
  // Said at the start: with --json a program waits for it, and nothing follows.
  output.printResult({ url: server.url, model, address, practice: true });
  output.say(`practice model: ${address}, for trials only. Ctrl-C ends it.`);
  await new Promise<void>((resolve) => {
    const release = onInterrupt({
      soft() {
        release();
        resolve();
      },
      hard: () => {},
    });
  });
  await server.close();
  return 0;
}
