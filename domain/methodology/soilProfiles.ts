/** The gain of soil carbon at each point of a stratum, between equal masses of fine soil. */
import { exact } from '../decimal.ts'
import { refuse } from './inputReader.ts'
import { type Measure, measure, plus } from './measure.ts'
import { soilEquations } from './soilEquations.ts'
import type { ReadLayer, ReadPoint, ReadSoilStratum } from './soilInputs.ts'
import type { Trace } from './trace.ts'

/** A layer of a profile with what it holds. */
interface Layer {
  readonly layer: ReadLayer
  readonly mass: Measure<'t/ha'>
  readonly carbon: Measure<'tC/ha'>
}

const times = ['baseline', 'after'] as const

/** @returns by point. @throws METHODOLOGY_INPUT_INVALID when a profile does not reach the reference */
export function pointGains(
  trace: Trace,
  { stratum, points }: ReadSoilStratum,
  referenceDepthCm: number,
): readonly { readonly name: string; readonly value: Measure<'tC/ha'> }[] {
  const held = layersHeld(trace, stratum, points)
  const profiles = points.map((point) => ({
    point,
    baseline: point.baseline.map((layer) => held.get(layer)!),
    after: point.after.map((layer) => held.get(layer)!),
  }))
  const rows = profiles.flatMap(({ point, baseline, after }) => {
    const reference = referenceMass(point, baseline, referenceDepthCm)
    return [
      { name: `${point.point} baseline`, inputs: equalMassInputs(reference, baseline, `${point.pointer}/baseline`) },
      { name: `${point.point} after`, inputs: equalMassInputs(reference, after, `${point.pointer}/after`) },
    ]
  })
  const step = `${stratum}, carbon of equal masses`
  const equal = trace.applyEach(soilEquations.equalMass, step, rows, [
    'reference',
    'massAbove',
    'carbonAbove',
    'content',
  ]).each
  const gains = points.map(({ point }, index) => ({
    name: point,
    inputs: { baseline: equal[2 * index]!, after: equal[2 * index + 1]! },
  }))
  const { each } = trace.applyEach(soilEquations.gain, `${stratum}, gains of points`, gains, ['after', 'baseline'])
  return points.map(({ point }, index) => ({ name: point, value: each[index]! }))
}

/** Mass and carbon of every layer of a stratum. */
function layersHeld(trace: Trace, stratum: string, points: readonly ReadPoint[]): ReadonlyMap<ReadLayer, Layer> {
  const layers = points.flatMap((point) =>
    times.flatMap((time) =>
      point[time].map((layer) => ({ name: `${point.point} ${time} ${layer.topCm}-${layer.bottomCm} cm`, layer })),
    ),
  )
  const massRows = layers.map(({ name, layer }) => ({
    name,
    inputs: {
      bulkDensity: measure(layer.bulkDensity, 'g/cm3'),
      thickness: measure(exact(BigInt(layer.bottomCm - layer.topCm)), 'cm'),
      stones: measure(layer.coarse, '1'),
    },
  }))
  const varying = ['bulkDensity', 'thickness', 'stones'] as const
  const masses = trace.applyEach(soilEquations.mass, `${stratum}, masses of layers`, massRows, varying).each
  const carbonRows = layers.map(({ name, layer }, index) => ({
    name,
    inputs: { mass: masses[index]!, content: measure(layer.content, 'tC/t') },
  }))
  const step = `${stratum}, carbon of layers`
  const carbons = trace.applyEach(soilEquations.carbon, step, carbonRows, ['mass', 'content']).each
  return new Map(layers.map(({ layer }, index) => [layer, { layer, mass: masses[index]!, carbon: carbons[index]! }]))
}

/** The fine soil that lay above the reference depth at the beginning. */
function referenceMass({ pointer }: ReadPoint, layers: readonly Layer[], depthCm: number): Measure<'t/ha'> {
  if (!layers.some(({ layer }) => layer.bottomCm === depthCm)) {
    return refuse(`${pointer}/baseline`, `no layer ends at the reference depth of ${depthCm} cm`)
  }
  return layers
    .filter(({ layer }) => layer.bottomCm <= depthCm)
    .map(({ mass }) => mass)
    .reduce(plus)
}

/** The layer in which the reference mass ends, and what lies above it. */
function equalMassInputs(reference: Measure<'t/ha'>, layers: readonly Layer[], field: string) {
  let massAbove = measure(exact(0n), 't/ha')
  let carbonAbove = measure(exact(0n), 'tC/ha')
  for (const { layer, mass, carbon } of layers) {
    const withLayer = plus(massAbove, mass)
    if (withLayer.value.greaterThanOrEqualTo(reference.value)) {
      return { reference, massAbove, carbonAbove, content: measure(layer.content, 'tC/t') }
    }
    massAbove = withLayer
    carbonAbove = plus(carbonAbove, carbon)
  }
  return refuse(
    field,
    `its fine soil is lighter than the ${reference.value.toFixed()} t/ha of the reference; sample deeper`,
  )
}
