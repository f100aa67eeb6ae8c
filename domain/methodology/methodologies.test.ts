import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ParameterSet } from '../parameters.ts'
import { parameterOf, parametersAt } from '../programmes/catalogue.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { cottage, fewDraws as few, samples } from '../test/methodologyInputs.ts'
import { initial } from '../test/parameters.ts'
import { methodologies, methodologyOf } from './methodologies.ts'

const runOf = ({ methodology, inputs }: (typeof samples)[number]) => methodologyOf(methodology).quantify(inputs, few)

/** Pointers of all leaves, as they are. */
function leaves(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer]
  return Object.entries(value).flatMap(([name, member]) => leaves(member, `${pointer}/${name}`))
}
const general = (pointer: string) => pointer.replace(/\/\d+(?=\/|$)/g, '/*')
const ofMethodology = <T extends { methodology: string }>(id: string, list: readonly T[]) =>
  list.filter(({ methodology }) => methodology === id)

/** A copy without one leaf. */
function without(inputs: unknown, pointer: string): unknown {
  // Through text, so that parts which a sample shares are copied apart.
  const copy = JSON.parse(JSON.stringify(inputs)) as Record<string, unknown>
  const names = pointer.slice(1).split('/')
  const last = names.pop()!
  const parent = names.reduce((at, name) => at[name] as Record<string, unknown>, copy)
  delete parent[last]
  return copy
}

test.each(methodologies.map(({ id }) => id))('%s declares the inputs it takes, and takes those it declares', (id) => {
  const declared = methodologyOf(id).inputs.map(({ pointer }) => pointer)
  const taken = new Set(ofMethodology(id, samples).flatMap(({ inputs }) => leaves(inputs).map(general)))
  expect([...new Set(declared)].sort()).toEqual([...declared].sort())
  expect([...taken].sort()).toEqual([...declared].sort())
})

test.each(methodologies.map(({ id }) => id))('%s does with a missing input what it declares', (id) => {
  const { inputs: declared, quantify } = methodologyOf(id)
  for (const { pointer, missing } of declared) {
    for (const { inputs } of ofMethodology(id, samples)) {
      const leaf = leaves(inputs).find((candidate) => general(candidate) === pointer)
      if (leaf === undefined) continue
      const attempt = () => quantify(without(inputs, leaf), few)
      const refused =
        missing.startsWith('refused') || (missing.includes('gainLoss is refused') && 'gainLoss' in (inputs as object))
      if (!refused) expect(attempt, `${pointer}: ${missing}`).not.toThrowError()
      else {
        expect(attempt, `${pointer}: ${missing}`).toThrowError(expect.objectContaining({ status: 422 }))
        const parent = leaf.slice(0, leaf.lastIndexOf('/'))
        expect(attempt, pointer).toThrowError(
          expect.objectContaining({
            details: expect.objectContaining({ field: expect.stringMatching(new RegExp(`^${parent}(/|$)`)) }),
          }),
        )
      }
    }
  }
})

test.each(methodologies.map(({ id }) => id))('%s reads the parameters it declares, and no other', (id) => {
  const { parameters, quantify } = methodologyOf(id)
  const read = new Set<string>()
  const noting: ParameterSet = {
    ...few,
    get(parameter) {
      read.add(parameter.key)
      return few.get(parameter)
    },
  }
  for (const { inputs } of ofMethodology(id, samples)) quantify(inputs, noting)
  expect([...read].sort()).toEqual(parameters.map(({ key }) => key).sort())
})

test.each(methodologies.map(({ id }) => id))('%s applies the equations and rules it declares, all of them', (id) => {
  const { equations, rules } = methodologyOf(id)
  const declared = [...equations, ...rules]
  const steps = ofMethodology(id, samples).flatMap((sample) => runOf(sample).steps)
  expect([...new Set(steps.map(({ equation }) => equation))].sort()).toEqual([...declared.map((of) => of.id)].sort())
  for (const { equation, rule, source, unit } of steps) {
    const of = declared.find((candidate) => candidate.id === equation)!
    expect([rule, source]).toEqual([of.rule, of.citation])
    if ('output' in of) expect(unit).toBe(of.output)
  }
})

test('every declaration says what a reader must know, and its constants are governed', () => {
  for (const methodology of methodologies) {
    const { citation, frame, deductions, uncertainty, parameters, pool } = methodology
    expect([citation, uncertainty, pool, ...Object.values(frame), ...deductions].every((text) => text.length > 3)).toBe(
      true,
    )
    for (const { key } of parameters) expect(parameterOf(key).authority, key).toBe('methodologyBoard')
    expect(methodology.currentVersion(initial)).toMatch(/^\d+\.\d+\.\d+$/)
  }
  expect(new Set(methodologies.map(({ pool }) => pool)).size).toBe(methodologies.length)
  const all = methodologies.flatMap(({ equations }) => equations)
  for (const equation of all) expect(all.find(({ id }) => id === equation.id)).toBe(equation)
})

test('the modules of EN 15804 are named for every input of a building', () => {
  const { inputs } = methodologyOf('hempLime')
  const building = inputs.filter(({ pointer }) => /^\/(billOfMaterials|emissionsKg|carbonation|samples)/.test(pointer))
  for (const { pointer, module } of building) expect(module, pointer).toMatch(/^[AB]\d/)
})

test('the same runs have the same bytes, here and wherever this test runs', () => {
  const digest = createHash('sha256')
  for (const sample of samples) digest.update(JSON.stringify(runOf(sample)))
  expect(digest.digest('hex')).toBe('6c5885ac9ef88e49ae02418be72b13490273abe6c634fa7e2ced75127e1e3800')
})

test('a run reads no parameter that its methodology does not declare, and carries the version of each it read', () => {
  for (const sample of samples) {
    const run = runOf(sample)
    const declared = methodologyOf(run.methodology).parameters.map(({ key }) => key)
    const keys = run.parameters.map(({ key }) => key)
    expect(declared).toEqual(expect.arrayContaining(keys))
    expect(keys).toEqual([...new Set(keys)].sort())
    for (const key of ['secretTrees.issuance.bufferShare', 'secretTrees.issuance.minimumUncertainty'])
      expect(keys, run.methodology).toContain(key)
    expect(run.parameters.every(({ version }) => version >= 1)).toBe(true)
  }
})

test('the versions a run names are those of its day', () => {
  const { bufferShare } = secretTrees.issuance
  const changed = parametersAt(
    [{ key: bufferShare.key, version: 7, value: '0.2', effectiveFrom: '2025-01-01T00:00:00Z' }],
    new Date('2026-01-01T00:00:00Z'),
  )
  const { parameters } = methodologyOf('hempLime').quantify(cottage, changed)
  expect(parameters).toContainEqual({ key: bufferShare.key, version: 7 })
})
