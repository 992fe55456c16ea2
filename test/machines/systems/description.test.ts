// Goal: what a user describes differs from a base in what he says, and nothing else; everything that is wrong is told at once. Method: descriptions
// by hand, with what becomes of them.

import { describe, expect, it } from 'vitest';
import { describedBy, namesOf } from '../../../machines/systems/description.js';
import { CALIBRATED, IDEAL, UNFITTED } from '../../../src/cloudmatrix/cost/calibration.js';
import { ASCEND_910_DIE, RDMA, UNIFIED_BUS } from '../../../src/cloudmatrix/cost/device.js';
import { MODELS } from '../../../src/cloudmatrix/cost/model.js';

const configuration = { model: 'deepseek-r1', network: 'ub' };
const described = (description?: unknown) => describedBy(configuration, description);

describe('descriptions', () => {
  it('are the usual ones where nothing is said', () => {
    expect(described()).toEqual({
      model: MODELS['deepseek-r1'],
      device: ASCEND_910_DIE,
      network: UNIFIED_BUS,
      calibration: CALIBRATED,
    });
    expect(namesOf(described())).toEqual({
      model: 'DeepSeek-R1',
      device: 'Ascend 910 die',
      network: 'Unified Bus',
      calibration: 'fitted',
    });
  });

  it('override single values of a base, and are called after it', () => {
    const { device, network, calibration } = described({
      device: { base: 'ascend-910', hbmBytesPerSecond: 3.2e12 },
      network: { base: 'rdma', name: 'faster RDMA', linkBytesPerSecond: 50e9 },
      calibration: { base: 'unfitted', linkCores: 16 },
    });
    expect(device).toEqual({ ...ASCEND_910_DIE, name: 'Ascend 910 die, changed', hbmBytesPerSecond: 3.2e12 });
    expect(network).toEqual({ ...RDMA, name: 'faster RDMA', linkBytesPerSecond: 50e9 });
    expect(calibration).toEqual({ ...UNFITTED, name: 'nothing fitted, changed', linkCores: 16 });
  });

  it('are the same in any order of keys, and with their bases written out', () => {
    const own = {
      model: { base: 'pangu-ultra-moe', name: 'm', layers: 9, topK: 4 },
      device: { base: 'ascend-910', name: 'd', aiv: 40, hbmBytes: 96e9 },
      network: { base: 'rdma', name: 'n', diesPerNode: 8, linkBytesPerSecond: 50e9 },
      calibration: { base: 'ideal', name: 'c', gateNs: 0, launchNs: 5 },
    };
    const bases = {
      model: MODELS['pangu-ultra-moe']!,
      device: ASCEND_910_DIE,
      network: RDMA,
      calibration: IDEAL,
    };
    const backwards = (record: object) => Object.fromEntries(Object.entries(record).reverse());
    const parts = Object.entries(own) as [keyof typeof own, object][];
    const turned = backwards(Object.fromEntries(parts.map(([part, fields]) => [part, backwards(fields)])));
    const whole = parts.map(([part, fields]) => {
      const { base: _base, ...rest } = { base: undefined, ...fields };
      return [part, { ...bases[part], ...rest }];
    });
    expect(described(turned)).toEqual(described(own));
    expect(described(Object.fromEntries(whole))).toEqual(described(own));
    expect(described(own).calibration).toEqual({ ...IDEAL, name: 'c', launchNs: 5 });
  });

  it('of a calibration without a base are as fitted in all else', () => {
    const { calibration } = described({ calibration: { gemmEfficiency: 0.9 } });
    expect(calibration).toEqual({ ...CALIBRATED, name: 'fitted, changed', gemmEfficiency: 0.9 });
    expect(described({ calibration: { base: 'unfitted' } }).calibration).toEqual(UNFITTED);
  });

  it('are told all that is wrong with them at once', () => {
    const wrong = {
      device: { base: 'ascend-911' },
      network: { base: 'ub', linkBytesPerSecond: -1 },
      calibration: { gemmEfficiency: 2, cacheReadEfficiency: 0 },
      colour: 'red',
    };
    let message = '';
    try {
      described(wrong);
    } catch (thrown) {
      ({ message } = thrown as Error);
    }
    expect(message.split('\n').map((line) => line.replace(/: .*/, ''))).toEqual([
      'The description of the system is wrong:',
      "- at 'colour'",
      "- at 'device.base'",
      "- at 'network.linkBytesPerSecond'",
      "- at 'calibration.gemmEfficiency'",
      "- at 'calibration.cacheReadEfficiency'",
    ]);
  });

  it.each([
    [[], 'The description of the system is wrong: It must be an object with some of model, device,'],
    [{ device: 5 }, "The description of the system is wrong at 'device': "],
    [{ device: { name: 'half' } }, "- at 'device.hbmBytes': "],
    [
      { model: { base: 'gpt' } },
      'wrong at \'model.base\': There is no model "gpt"; it must be one of deepseek-r1, pangu-ultra-moe, llama4-behemoth.',
    ],
    [
      { device: { base: 'ascend-910', hbmBytesPerSecond: 1_600 } },
      "wrong at 'device.hbmBytesPerSecond': It must be 1e8 at least, as it counts bytes, or bytes a second: 1.6 TB/s is 1.6e12.",
    ],
    [
      { device: { base: 'ascend-910', int8OpsPerSecond: 752 } },
      "wrong at 'device.int8OpsPerSecond': It must be 1e10 at least, as it counts operations a second: ",
    ],
    [
      { network: { base: 'ub', linkBytesPerSecond: 135 } },
      "wrong at 'network.linkBytesPerSecond': It must be 1e8 at least, ",
    ],
    [
      { network: { base: 'ub', linkBytesPerSecond: 100e9 } },
      "- at 'network.writeBytesPerSecond.inNode': It must be 100000000000 at most, which is what the links can carry ",
    ],
    [
      { network: { base: 'ub', leastLatencyNs: { inNode: 1, crossNode: 1e6 } } },
      "wrong at 'network.leastLatencyNs.crossNode': It must be ",
    ],
    [{ calibration: { gemmEfficiency: 1e-9 } }, "wrong at 'calibration.gemmEfficiency': "],
    [
      { calibration: { expertSpread: 1e300 } },
      /wrong at 'calibration\.expertSpread': It must be 10 at most: beyond it some experts get all tokens and the others none\.$/,
    ],
    [
      { calibration: { gemmEficiency: 0.5 } },
      /wrong at 'calibration': There is no 'gemmEficiency'; it may have name, gemmEfficiency, .*isIdeal\. Did you mean 'gemmEfficiency'\?$/,
    ],
    [
      { model: { base: 'deepseek-r1', layers: 61.5 } },
      /wrong at 'model\.layers': It is 61\.5, and must be a whole number\.$/,
    ],
    [
      { network: { base: 'ub', latencyNs: { crossNode: 9_000 } } },
      /wrong at 'network\.latencyNs\.inNode': It is missing, and must be a number\.$/,
    ],
    [{ device: 5 }, /wrong at 'device': It is 5, and must be an object\.$/],
    [
      { device: { base: 'ascend-910', diesPerNpu: 0 } },
      /wrong at 'device\.diesPerNpu': It must be above 0\.$/,
    ],
    [{ model: { base: 'deepseek-r1', name: '' } }, /wrong at 'model\.name': It must not be empty\.$/],
    [
      { calibration: { gemmEfficiency: 1.01 } },
      /wrong at 'calibration\.gemmEfficiency': It must be 1 at most\.$/,
    ],
    [
      { model: { base: 'deepseek-r1', attention: { heads: 64 } } },
      /wrong at 'model\.attention\.kind': It must be one of mla, gqa\.$/,
    ],
    [{ calibration: { launchNs: 1e15 } }, "wrong at 'calibration.launchNs': It must be 1e9 at most, "],
    [
      { calibration: { collectiveStartNs: 146_400 } },
      "wrong at 'calibration.collectiveStartNs': It must be below 146400: a collective that begins later takes longer for no tokens at all than was measured for 128, and each would cost less than nothing.",
    ],
    [
      { calibration: { gateNs: 20_001 } },
      "wrong at 'calibration.gateNs': It must be 20000 at most, which is what all small kernels of the MoE part take, the gate among them (moeOverheadNs).",
    ],
    [
      { calibration: { collectiveStartNs: 1e9, moeOverheadNs: 0, gemmEfficiency: 2 } },
      /^The description of the system is wrong:\n- at 'calibration\.gemmEfficiency'.*\n- at 'calibration\.collectiveStartNs'.*\n- at 'calibration\.gateNs'[^\n]*$/,
    ],
    [
      { calibration: { gateNs: -1, moeOverheadNs: -2 } },
      /^The description of the system is wrong:\n- at 'calibration\.moeOverheadNs'[^\n]*\n- at 'calibration\.gateNs'[^\n]*$/,
    ],
    // What is of no right kind does not hide what is wrong with others, nor is it compared with them.
    [
      { model: { base: 'deepseek-r1', hidden: 'wide', layers: 2, topK: 300 } },
      /:\n- at 'model\.hidden'.*\n- at 'model\.denseLayers'.*\n- at 'model\.topK'[^\n]*$/,
    ],
    [
      { model: { base: 'deepseek-r1', layers: '2', experts: null } },
      /:\n- at 'model\.layers'.*\n- at 'model\.experts'[^\n]*$/,
    ],
    [
      {
        network: {
          base: 'ub',
          diesPerNode: 'x',
          linkBytesPerSecond: 136e9,
          latencyNs: { inNode: 1, crossNode: 1e6 },
        },
      },
      /:\n- at 'network\.diesPerNode'.*\n- at 'network\.writeBytesPerSecond\.inNode'.*\n- at 'network\.leastLatencyNs\.inNode'[^\n]*$/,
    ],
    [
      { network: { base: 'ub', writeBytesPerSecond: null, latencyNs: 5, leastLatencyNs: { inNode: 1 } } },
      /:\n- at 'network\.writeBytesPerSecond'.*\n- at 'network\.latencyNs'.*\n- at 'network\.leastLatencyNs\.crossNode'[^\n]*$/,
    ],
    [
      { calibration: { gemmEfficiency: 'high', gateNs: 900_000 } },
      /:\n- at 'calibration\.gemmEfficiency'.*\n- at 'calibration\.gateNs'[^\n]*$/,
    ],
    [{ network: [] }, /^The description of the system is wrong at 'network': [^\n]*$/],
    [
      { model: { base: 'deepseek-r1', layers: 3 } },
      "wrong at 'model.denseLayers': It must be less than layers",
    ],
    [{ model: { base: 'deepseek-r1', topK: 257 } }, "wrong at 'model.topK': It must be as many "],
    [
      {
        model: { base: 'deepseek-r1', attention: { kind: 'gqa', heads: 7, keyValueHeads: 3, headSize: 128 } },
      },
      "wrong at 'model.attention.keyValueHeads': It must divide the number of heads",
    ],
  ])('that are wrong are refused: %j', (description, message) => {
    expect(() => described(description)).toThrow(message);
  });
});
