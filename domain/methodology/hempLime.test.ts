import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact, roundForDisplay } from '../decimal.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { cottage, cottageStatements } from '../test/methodologyInputs.ts'
import { initial, withValue } from '../test/parameters.ts'
import { expectRefused } from '../test/refusals.ts'
import { cultivationCarbon } from './cultivation.ts'
import { quantifyHempLime } from './hempLime.ts'
import type { HempLimeInputs, MaterialLine } from './hempLimeInputs.ts'
import { hempLimeConstants } from './hempLimeMaterials.ts'
import { methodologyOf } from './methodologies.ts'

const run = (changes: Partial<HempLimeInputs> = {}) => quantifyHempLime({ ...cottage, ...changes }, initial)
const uncertaintyOf = (of: ReturnType<typeof run>, step: string) => of.steps.find((one) => one.step === step)?.result
const withLine = (line: Partial<MaterialLine>) => run({ billOfMaterials: [{ name: 'a', material: 'hurd', ...line }] })

const none = cottageStatements.emissionsKg
const scales = { source: 'scales', of: 'hurd', share: '0.1' } as const

test.each([
  ['/billOfMaterials', () => run({ billOfMaterials: [] })],
  ['/billOfMaterials/0', () => withLine({})],
  ['/billOfMaterials/0', () => withLine({ massKg: '1', volumeM3: '1' })],
  ['/billOfMaterials/0/massKg', () => withLine({ massKg: '-1' })],
  ['/billOfMaterials/0/massKg', () => withLine({ massKg: '3.5e3' })],
  ['/billOfMaterials/0/volumeM3', () => withLine({ material: 'timber', volumeM3: 'much' })],
  ['/billOfMaterials/0/scrapKg', () => withLine({ massKg: '1', scrapKg: '-1' })],
  ['/billOfMaterials/0/carbonFraction', () => withLine({ massKg: '1', moisturePercent: '1', carbonFraction: '2' })],
  ['/soil/bulkDensity', () => run({ soil: { baselineKgC: '1', afterKgC: '1', bulkDensity: '1' } as never })],
  ['/samples/floors', () => run({ samples: { walls: [], batches: [], floors: [] } as never })],
  ['/billOfMaterials/0/volumeM3', () => withLine({ volumeM3: '1' })],
  ['/billOfMaterials/0/material', () => withLine({ massKg: '1', material: 'straw' as never })],
  ['/billOfMaterials/0/scrapKg', () => withLine({ massKg: '1', scrapKg: '2' })],
  ['/billOfMaterials/0/moisturePercent', () => withLine({ massKg: '1', moisturePercent: '101' })],
  ['/billOfMaterials/0/moisturePercent', () => withLine({ massKg: '1', material: 'timber', moisturePercent: '1' })],
  ['/billOfMaterials/0/carbonFraction', () => withLine({ massKg: '1', carbonFraction: '0.4' })],
  ['/baseline/kg', () => run({ baseline: { kg: '-1', source: 'a shed' } })],
  ['/baseline/source', () => run({ baseline: { kg: '0', source: '' } })],
  ['/leakage/kg', () => run({ leakage: { source: 'straw' } as never })],
  ['/emissionsSource', () => run({ emissionsSource: '' })],
  [
    '/emissionsKg/cultivation',
    () => run({ emissionsKg: { processing: '0', transport: '0', construction: '0' } as never }),
  ],
  ['/emissionsKg/transport', () => run({ emissionsKg: { ...none, transport: '-5' } })],
  ['/relativeErrors/0/share', () => run({ relativeErrors: [{ source: 'scale', of: 'hurd', share: '2' }] })],
  ['/relativeErrors/0/of', () => run({ relativeErrors: [{ source: 'scale', of: 'gross' as never, share: '0.1' }] })],
  ['/relativeErrors/1', () => run({ relativeErrors: [scales, { ...scales, share: '0.2' }] })],
  ['/carryInKg', () => run({ carryInKg: '1' })],
  ['/seed', () => run({ seed: '-1' })],
  ['/seed', () => run({ seed: '18446744073709551616' })],
  ['/methodologyVersion', () => run({ methodologyVersion: '' })],
  ['/carbonationMeasuredKg', () => run({ carbonationMeasuredKg: 'much' })],
] as const)('an input that does not fit is refused at %s', (field, quantify) => {
  expectRefused(quantify, field)
})

test.each([
  ['', null],
  ['', []],
  ['/emissionKg', { ...cottage, emissionKg: { transport: '5' } }],
  ['/emissionsKg/shipping', { ...cottage, emissionsKg: { ...none, shipping: '5' } }],
  ['/billOfMaterials', { ...cottage, billOfMaterials: 'hurd' }],
  ['/billOfMaterials/0', { ...cottage, billOfMaterials: [null] }],
  ['/billOfMaterials/0/name', { ...cottage, billOfMaterials: [{ material: 'hurd', massKg: '1' }] }],
  ['/billOfMaterials/0/massKg', { ...cottage, billOfMaterials: [{ name: 'a', material: 'hurd', massKg: 1 }] }],
  ['/soil/afterKgC', { ...cottage, soil: { baselineKgC: '1' } }],
  ['/relativeErrors/0', { ...cottage, relativeErrors: ['0.1'] }],
  [
    '/samples/walls/0/thicknessPoints',
    { ...cottage, samples: { walls: [{ wall: 'a', thicknessPoints: '9' }], batches: [] } },
  ],
] as const)('inputs of another shape are refused at "%s"', (field, inputs) => {
  expectRefused(() => methodologyOf('hempLime').quantify(inputs, initial), field)
})

test('a methodology that is not there is refused with those that are', () => {
  expect(() => methodologyOf('toString')).toThrowError(
    expect.objectContaining({
      code: 'METHODOLOGY_UNKNOWN',
      details: expect.objectContaining({ known: ['hempLime', 'forestInventory', 'croplandSoil'] }),
    }),
  )
})

test('an unknown version is refused with those that exist', () => {
  expect(() => run({ methodologyVersion: '9.0.0' })).toThrowError(
    expect.objectContaining({
      code: 'METHODOLOGY_UNKNOWN',
      details: { field: '/methodologyVersion', given: '9.0.0', versions: ['1.0.0', '1.1.0', '1.2.0'] },
    }),
  )
})

test('2.23, 2.27 G6 [TV]: the cottage is 9,108 kg gross, 6,967.62 net, 6,967 issued, 1,229 buffer, .62 carried', () => {
  const of = run()
  expect(of).toMatchObject({
    methodology: 'hempLime',
    methodologyVersion: '1.0.0',
    grossKg: '9108',
    deductions: { uncertaintyShare: '0.1', uncertaintyKg: '910.8', bufferKg: '1229.58' },
    uncertaintyMethod: 'minimum',
    netKg: '6967.62',
    issuedKg: '6967',
    issuedBufferKg: '1229',
    carryKg: '0.62',
    findings: [],
  })
  expect(roundForDisplay(exact(of.grossKg as `${number}`).div(1_000), 1)).toBe('9.1')
  const result = (step: string) => of.steps.find((candidate) => candidate.step === step)?.result
  expect([result('material hurd'), result('material frame'), result('material lime')]).toEqual(['5670', '3888', '-450'])
})

test('2.23 [TV]: 3,500 kg of hurd at 12 % hold 3,080 dry, 1,232 kg carbon, 4,521.44 kg carbon dioxide', () => {
  const of = withLine({ massKg: '3500', moisturePercent: '12' })
  expect(of.steps.slice(0, 3).map(({ result, unit }) => [result, unit])).toEqual([
    ['3080', 'kg'],
    ['1232', 'kgC'],
    ['4521.44', 'kgCO2e'],
  ])
  expect(of.steps.slice(0, 3).map(({ step }) => step)).toEqual(['dry mass a', 'carbon a', 'material a'])
  expect(of.grossKg).toBe('4521.44')
})

test('2.23: carbon becomes carbon dioxide by methodology version: 3.67 or 44/12', () => {
  const line: MaterialLine = { name: 'a', material: 'hurd', massKg: '3500', moisturePercent: '12' }
  expect(run({ methodologyVersion: '1.1.0', billOfMaterials: [line] }).grossKg).toBe('4517.333333')
})

test('2.23 [TV]: the field of one hectare is 4,602.6725 kg carbon, 16,891.808 kg carbon dioxide, and never credited', () => {
  const field = {
    wetKg: exact('25000'),
    moisture: exact('0.6'),
    soilBaselineKgC: exact('60000'),
    soilAfterKgC: exact('60500'),
    emissionsKgCo2e: exact('1100'),
  }
  const of = cultivationCarbon(field, hempLimeConstants('1.0.0', initial))
  expect([of.abovegroundKgC, of.belowgroundKgC, of.soilKgC].map(formatExact)).toEqual(['3800', '752.4', '350'])
  expect(formatExact(of.netKgCo2e)).toBe('16891.808')
  expect(roundForDisplay(of.netKgC, 4)).toBe('4602.6725')
  expect(of.steps.map(({ step, result }) => [step, result])).toEqual([
    ['dry', '10000'],
    ['aboveground', '3800'],
    ['belowground', '752.4'],
    ['soil', '350'],
    ['stored', '17991.808'],
    ['net', '16891.808'],
    ['net as carbon', '4602.672479'],
  ])
  expect(run().steps.map(({ step }) => step)).not.toContain('aboveground')
  expect(() =>
    cultivationCarbon({ ...field, moisture: exact('1.1') }, hempLimeConstants('1.0.0', initial)),
  ).toThrowError(
    expect.objectContaining({
      code: 'METHODOLOGY_INPUT_INVALID',
      details: { field: 'moisture', reason: 'not between 0 and 1' },
    }),
  )
})

test('2.23 [R]: soil counts with its factor, emissions and scrap against, carbonation only when measured', () => {
  expect(run({ soil: { baselineKgC: '60000', afterKgC: '60500' } }).grossKg).toBe('10392.5')
  // 500 kg C lost count in full: the factor would lower what the project lost.
  expect(run({ soil: { baselineKgC: '60500', afterKgC: '60000' } }).grossKg).toBe('7273')
  expect(
    run({ emissionsKg: { cultivation: '100', processing: '50', transport: '25.5', construction: '0.5' } }).grossKg,
  ).toBe('8932')
  expect(run({ carbonationMeasuredKg: '120' }).grossKg).toBe('9228')
  const [hurd, ...rest] = cottage.billOfMaterials
  expect(run({ billOfMaterials: [{ ...hurd!, scrapKg: '100' }, ...rest] }).grossKg).toBe('8946')
})

test('ISO 14064-2: what would be stored anyway and what is displaced elsewhere are taken off; nothing missing is zero', () => {
  const changes = { baseline: { kg: '100.5', source: 'a shed' }, leakage: { kg: '7.5', source: 'straw' } }
  expect(run(changes).grossKg).toBe('9000')
  for (const member of ['baseline', 'leakage', 'emissionsKg', 'emissionsSource'] as const) {
    const { [member]: _, ...without } = cottage
    expectRefused(() => quantifyHempLime(without as HempLimeInputs, initial), `/${member}`)
  }
})

test('2.23: larger combined errors raise the deduction', () => {
  const of = run({
    relativeErrors: [
      { source: 'scale', of: 'hurd', share: '0.3' },
      { source: 'factor', of: 'timber', share: '0.3' },
    ],
  })
  // √((5,670 × .3)² + (3,888 × .3)²) / 9,108
  expect([of.uncertaintyMethod, of.deductions.uncertaintyShare]).toEqual(['combinedRelativeError', '0.226449'])
})

test('IPCC equation 3.2: an error is of its own term, before the emissions are taken off', () => {
  const of = run({
    billOfMaterials: [{ name: 'hurd', material: 'hurd', massKg: '10000' }],
    emissionsKg: { ...none, processing: '15100' },
    relativeErrors: [scales],
  })
  expect(of.grossKg).toBe('1100')
  expect(uncertaintyOf(of, 'uncertainty, approach 1')).toBe('1.472728')
  expect([of.deductions.uncertaintyShare, of.netKg, of.issuedKg]).toEqual(['1', '0', '0'])
  const emitted = run({ emissionsKg: { ...none, transport: '1000' }, relativeErrors: [{ ...scales, of: 'transport' }] })
  // 100 of 8,108, below the minimum.
  expect(uncertaintyOf(emitted, 'uncertainty, approach 1')).toBe('0.012334')
  expect(emitted.uncertaintyMethod).toBe('minimum')
})

test('IPCC equations 3.1 and 3.2: two errors of a term multiply it, one source of several terms moves them together', () => {
  const twice = run({ relativeErrors: [scales, { ...scales, source: 'factor' }] })
  expect(uncertaintyOf(twice, 'uncertainty, approach 1')).toBe('0.088039') // √2 × 567 / 9,108
  const shared = run({ relativeErrors: [scales, { ...scales, of: 'timber' }, { ...scales, of: 'binder' }] })
  // 567 + 388.8 − 45 of 9,108: a binder that was weighed too light emitted more.
  expect(uncertaintyOf(shared, 'uncertainty, approach 1')).toBe('0.1')
  const apart = run({ relativeErrors: [scales, { source: 'frame', of: 'timber', share: '0.1' }] })
  expect(uncertaintyOf(apart, 'uncertainty, approach 1')).toBe('0.075483')
  for (const [term, changes, moved] of [
    ['soil', { soil: { baselineKgC: '0', afterKgC: '1000' } }, '256.9'],
    ['carbonation', { carbonationMeasuredKg: '500' }, '50'],
    ['construction', { emissionsKg: { ...none, construction: '700' } }, '70'],
    ['cultivation', { emissionsKg: { ...none, cultivation: '700' } }, '70'],
    ['processing', { emissionsKg: { ...none, processing: '700' } }, '70'],
  ] as const) {
    const of = run({ ...changes, relativeErrors: [{ ...scales, of: term }] })
    const share = exact(moved).div(exact(of.grossKg as `${number}`))
    expect(uncertaintyOf(of, 'uncertainty, approach 1'), term).toBe(share.toDecimalPlaces(6, 0).toFixed())
  }
})

test('version 1.2.0 also simulates: the larger deduction is taken, the same one for a seed, another for another', () => {
  const few = withValue(secretTrees.uncertainty.simulations, [
    { methodology: 'hempLime', version: '1.2.0', draws: 100 },
  ])
  const relativeErrors: HempLimeInputs['relativeErrors'] = [
    { source: 'scale', of: 'hurd', share: '0.25' },
    { source: 'factor', of: 'hurd', share: '0.25' },
  ]
  const simulated = (seed: string) =>
    quantifyHempLime({ ...cottage, methodologyVersion: '1.2.0', relativeErrors, seed }, few)
  const propagated = run({ methodologyVersion: '1.1.0', relativeErrors })
  expect(propagated.deductions.uncertaintyShare).toBe('0.220098')
  expect(propagated.steps.map(({ step }) => step)).not.toContain('uncertainty, approach 2')
  const runs = ['4', '3'].map(simulated)
  const approaches = runs.map((of) =>
    of.steps.filter(({ step }) => step.startsWith('uncertainty')).map(({ result }) => result),
  )
  expect(approaches).toEqual([
    ['0.220098', '0.236983', '0.236983'],
    ['0.220098', '0.200223', '0.220098'],
  ])
  expect(runs.map((of) => [of.deductions.uncertaintyShare, of.uncertaintyMethod])).toEqual([
    ['0.236983', 'monteCarlo'],
    ['0.220098', 'combinedRelativeError'],
  ])
  expect(simulated('4')).toEqual(runs[0])
})

test('version 1.2.0 simulates nothing where there is nothing to simulate', () => {
  const few = withValue(secretTrees.uncertainty.simulations, [
    { methodology: 'hempLime', version: '1.2.0', draws: 100 },
  ])
  const steps = (changes: Partial<HempLimeInputs>) =>
    quantifyHempLime({ ...cottage, methodologyVersion: '1.2.0', ...changes }, few).steps.map(({ step }) => step)
  const relativeErrors = [{ ...scales, share: '0.2' }]
  expect(steps({})).not.toContain('uncertainty, approach 2')
  expect(steps({ relativeErrors })).toContain('uncertainty, approach 2')
  expect(steps({ relativeErrors, emissionsKg: { ...none, transport: '9108' } })).not.toContain(
    'uncertainty, approach 2',
  )
})

test('2.23: too few samples and moist hurd are findings for the verifier', () => {
  const of = run({
    billOfMaterials: [{ name: 'wet hurd', material: 'hurd', massKg: '10', moisturePercent: '12.1' }],
    samples: {
      walls: [
        { wall: 'north', thicknessPoints: 9 },
        { wall: 'south', thicknessPoints: 10 },
      ],
      batches: [
        { batch: 'B1', densitySamples: 2 },
        { batch: 'B2', densitySamples: 3 },
      ],
    },
  })
  expect(of.findings).toEqual([
    'wet hurd: moister than hurd may be',
    'wall north: too few thickness points',
    'batch B1: too few density samples',
  ])
})

test('a run is plain JSON and repeats itself', () => {
  const of = run()
  expect(JSON.parse(JSON.stringify(of))).toEqual(of)
  expect(JSON.stringify(run())).toBe(JSON.stringify(of))
})

const mass = fc.bigInt(0n, 10n ** 30n).map((grams) => formatExact(exact(grams).div(1000)))

test('the order of the bill changes no amount, and more stored material never issues less', () => {
  const line = fc.record({
    name: fc.constant('x'),
    material: fc.constantFrom('hurd', 'timber', 'binder'),
    massKg: mass,
  })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), mass, (lines, more) => {
      const of = run({ billOfMaterials: lines as MaterialLine[] })
      const reversed = run({ billOfMaterials: lines.toReversed() as MaterialLine[] })
      expect([reversed.grossKg, reversed.issuedKg, reversed.carryKg]).toEqual([of.grossKg, of.issuedKg, of.carryKg])
      const added = run({
        billOfMaterials: [...lines, { name: 'more', material: 'timber', massKg: more }] as MaterialLine[],
      })
      expect(BigInt(added.issuedKg)).toBeGreaterThanOrEqual(BigInt(of.issuedKg))
    }),
  )
})
