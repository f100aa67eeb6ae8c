/** Inputs that a server claims against the cottage's bill of materials; everything else follows from them without a contradiction. */
import type { HempLimeInputs } from '@assay/domain/methodology/hempLimeInputs.ts'
import type { QuantificationSource } from '../measuredInputs.ts'
import { cottage, measured } from './cases.ts'

const lines = cottage.billOfMaterials
const [hurd, timber, binder] = lines as [(typeof lines)[number], (typeof lines)[number], (typeof lines)[number]]
const billed = (...billOfMaterials: HempLimeInputs['billOfMaterials']): HempLimeInputs => ({
  ...cottage,
  billOfMaterials,
})
const { sources } = measured('hempLime', cottage)
const [bill] = sources as [Extract<QuantificationSource, { building: string }>]
/** Of a document that holds something else. */
const another = '01950000-0000-7000-8000-000000000001'

type Lie = readonly [name: string, inputs: HempLimeInputs, sources: readonly QuantificationSource[] | undefined]
const lie = (...[name, inputs, named]: [string, HempLimeInputs, (readonly QuantificationSource[])?]): Lie => [
  name,
  inputs,
  named,
]

export const lies: readonly Lie[] = [
  lie('one gram more', billed({ ...hurd, massKg: '3500.001' }, timber, binder)),
  lie('a mass spelled otherwise', billed({ ...hurd, massKg: '3500.0' }, timber, binder)),
  lie('a line dropped', billed(hurd, timber)),
  lie('a line dropped behind the number of the bill', billed(hurd, timber), sources),
  lie('a line doubled', billed(hurd, hurd, timber, binder)),
  lie('a line that no document is named for', billed(hurd, timber, binder, hurd), sources),
  lie('two lines exchanged', billed(timber, hurd, binder)),
  lie('binder counted as hurd', billed(hurd, timber, { ...binder, material: 'hurd' })),
  lie('a line of another building', billed({ ...hurd, name: 'Barn, walls' }, timber, binder)),
  lie('a line without its building', billed({ ...hurd, name: 'walls' }, timber, binder)),
  lie('a moisture that no document states', billed({ ...hurd, moisturePercent: '1' }, timber, binder)),
  lie('a bill counted twice', billed(...lines, ...lines), [bill, bill]),
  lie('a document exchanged', cottage, [{ ...bill, documentId: another }]),
  lie('no document', cottage, []),
  lie('a bill named as an inventory', cottage, [{ documentId: bill.documentId, inventory: 'later' }]),
]
