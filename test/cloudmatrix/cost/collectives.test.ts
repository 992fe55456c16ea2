// Goal: dispatch and combine take what was measured where it was, and what the mechanisms say elsewhere. Method: the published points.

import { describe, expect, it } from 'vitest';
import { collectiveTimes, leastHopNs, messageBytes } from '../../../src/cloudmatrix/cost/collectives.js';
import { type Calibration, UNFITTED } from '../../../src/cloudmatrix/cost/calibration.js';
import { ASCEND_910_DIE, type Device, RDMA, UNIFIED_BUS } from '../../../src/cloudmatrix/cost/device.js';
import { DISPATCH_MESSAGE_BYTES } from '../../../src/cloudmatrix/paper/window.js';

const timesOf = (
  collective: 'dispatch' | 'combine',
  ranks: number,
  aivShare = 1,
  hidden = 7_168,
  judged: Partial<Calibration> = {},
) =>
  collectiveTimes(
    { collective, ranks, hidden, remoteCopies: 9 * (1 - 1 / ranks), aivShare },
    ASCEND_910_DIE,
    UNIFIED_BUS,
    { ...UNFITTED, ...judged },
  );

describe('messages', () => {
  it('are 7.5 KiB to an expert and 14 KiB back', () => {
    expect(messageBytes('dispatch', 7_168)).toBe(DISPATCH_MESSAGE_BYTES);
    expect(messageBytes('combine', 7_168)).toBe(14 * 1_024);
  });
});

describe('collectives', () => {
  it.each([
    ['dispatch', 152],
    ['combine', 149],
  ] as const)('%s takes over EP256 what was measured', (collective, us) => {
    const { startNs, tokenNs } = timesOf(collective, 256);
    expect((startNs + 128 * tokenNs) / 1e3).toBeCloseTo(us, 6);
  });

  it.each(['dispatch', 'combine'] as const)('%s begins at 16 us over EP128', (collective) => {
    expect(timesOf(collective, 128).startNs).toBeCloseTo(16_000, 6);
  });

  it('begin later with more ranks to signal, whatever the cores: writes of flags are posted', () => {
    expect(timesOf('dispatch', 320).startNs).toBeGreaterThan(timesOf('dispatch', 256).startNs);
    expect(timesOf('dispatch', 320, 1 / 3).startNs).toBe(timesOf('dispatch', 320).startNs);
    // Results are counted by token, not signalled by rank.
    expect(timesOf('combine', 320).startNs).toBe(timesOf('combine', 256).startNs);
  });

  it('are slower on a third of the cores by what bounds them: issuing by 3, the link by 24 of 16 cores', () => {
    const slowdown = (collective: 'dispatch' | 'combine', judged?: Partial<Calibration>) =>
      timesOf(collective, 320, 1 / 3, 7_168, judged).tokenNs / timesOf(collective, 320).tokenNs;
    expect(slowdown('dispatch')).toBeCloseTo(3, 9);
    expect(slowdown('combine')).toBeCloseTo(1.5, 9);
    // If 16 cores filled the link, combine would lose nothing until its issuing is as long.
    expect(slowdown('combine', { linkCores: 16, combineIssueShare: 0.3 })).toBeCloseTo(1, 9);
    expect(slowdown('combine', { combineIssueShare: 0.6 })).toBeCloseTo(1.8, 9);
  });

  it('of a slow network go by the link, of which few cores fill a part: dispatch, too', () => {
    const tokenNs = (aivShare: number) =>
      collectiveTimes(
        { collective: 'dispatch', ranks: 320, hidden: 7_168, remoteCopies: 9, aivShare },
        ASCEND_910_DIE,
        RDMA,
        UNFITTED,
      ).tokenNs;
    expect(tokenNs(1)).toBeCloseTo((9 * 7_680) / 25, 6);
    expect(tokenNs(1 / 2)).toBeCloseTo(tokenNs(1), 9);
    expect(tokenNs(1 / 3)).toBeCloseTo(1.5 * tokenNs(1), 9);
  });

  it('begin at no time before they do, whatever the intercept is', () => {
    for (const collective of ['dispatch', 'combine'] as const) {
      const { startNs } = timesOf(collective, 2, 1, 7_168, { collectiveStartNs: 0 });
      expect(startNs).toBeGreaterThanOrEqual(0);
    }
  });

  it('gain nothing from more cores than fill the link', () => {
    expect(timesOf('combine', 320, 1 / 2).tokenNs).toBeCloseTo(timesOf('combine', 320).tokenNs, 9);
    expect(timesOf('dispatch', 320, 1 / 2).tokenNs).toBeCloseTo(2 * timesOf('dispatch', 320).tokenNs, 9);
  });

  // Goal: what was measured on 48 cores is shared out over the cores that there are, whichever part of a die they are.
  it.each([
    [16, 24],
    [16, 96],
    [24, 24],
    [48, 96],
  ])(
    'take as long for a token on %i AIV of a die of %i as on those of a die of 48, but for flags',
    (cores, aiv) => {
      const tokenNs = (collective: 'dispatch' | 'combine', device: Device) =>
        collectiveTimes(
          { collective, ranks: 320, hidden: 7_168, remoteCopies: 9, aivShare: cores / device.aiv },
          device,
          UNIFIED_BUS,
          UNFITTED,
        ).tokenNs;
      for (const collective of ['dispatch', 'combine'] as const) {
        expect(tokenNs(collective, { ...ASCEND_910_DIE, aiv })).toBeCloseTo(
          tokenNs(collective, ASCEND_910_DIE),
          9,
        );
      }
    },
  );

  it('issue twice as fast on a die of twice the cores, until the link is full', () => {
    const tokenNs = (aiv: number) =>
      collectiveTimes(
        { collective: 'dispatch', ranks: 320, hidden: 7_168, remoteCopies: 9, aivShare: 1 },
        { ...ASCEND_910_DIE, aiv },
        UNIFIED_BUS,
        UNFITTED,
      ).tokenNs;
    expect(tokenNs(12)).toBeCloseTo(4 * tokenNs(48), 9);
    expect(tokenNs(24)).toBeCloseTo(2 * tokenNs(48), 9);
    expect(tokenNs(480)).toBe(tokenNs(960));
  });

  it('take longer for larger tokens, in proportion but for the scale', () => {
    const ratioOf = (collective: 'dispatch' | 'combine') =>
      timesOf(collective, 256, 1, 14_336).tokenNs / timesOf(collective, 256).tokenNs;
    expect(ratioOf('combine')).toBeCloseTo(2, 9);
    // Issuing bounds it: numbers are quantised and written one by one.
    expect(ratioOf('dispatch')).toBeCloseTo(2, 9);
  });

  it('are between dies of one node up to as many as it has, and else at the hops and rates between nodes', () => {
    const { latencyNs, writeBytesPerSecond } = UNIFIED_BUS;
    const [within, beyond] = [timesOf('combine', 16), timesOf('combine', 17)];
    expect(within.startNs / beyond.startNs).toBeCloseTo(latencyNs.inNode / latencyNs.crossNode, 9);
    const copyNs = ({ tokenNs }: typeof within, ranks: number) => tokenNs / (9 * (1 - 1 / ranks));
    expect(copyNs(beyond, 17) / copyNs(within, 16)).toBeCloseTo(
      writeBytesPerSecond.inNode / writeBytesPerSecond.crossNode,
      9,
    );
    expect(timesOf('combine', 17).startNs).toBe(timesOf('combine', 320).startNs);
    expect(timesOf('combine', 8).startNs).toBe(within.startNs);
  });

  it('never hop faster than a link lets them', () => {
    expect([leastHopNs(16, UNIFIED_BUS), leastHopNs(17, UNIFIED_BUS)]).toEqual([1_200, 1_900]);
  });
});
