import { afterEach, describe, expect, it } from 'vitest';
import { onInterrupt } from './interrupt.ts';

const signals: NodeJS.EventEmitter = process;
let release: (() => void) | undefined;
afterEach(() => release?.());

function listen(): string[] {
  const acts: string[] = [];
  release = onInterrupt({ soft: () => acts.push('soft'), hard: () => acts.push('hard') });
  return acts;
}

describe('onInterrupt', () => {
  it('takes one press that reached both processes for one', () => {
    const acts = listen();
    signals.emit('SIGINT');
    signals.emit('longhand-signal', 'SIGINT');
    expect(acts).toEqual(['soft']);
    signals.emit('longhand-signal', 'SIGINT');
    signals.emit('SIGINT');
    expect(acts).toEqual(['soft', 'hard']);
  });

  it('counts presses that reached the launcher only, and SIGTERM as one', () => {
    const acts = listen();
    signals.emit('longhand-signal', 'SIGTERM');
    expect(acts).toEqual(['soft']);
    signals.emit('longhand-signal', 'SIGINT');
    expect(acts).toEqual(['soft', 'hard']);
  });
});
