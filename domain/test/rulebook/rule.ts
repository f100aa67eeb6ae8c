/**
 * The rulebook as a table: every public rule with a worked example. The reference page (docs/reference/rulebook.md) is emitted from
 * it, and every field of every example is spoiled by a test.
 */
import { type Exact, exact } from '../../decimal.ts'
import { type Quantity, quantity } from '../../quantity.ts'

/** What a field may be although it looks wrong. */
export type Odd = 'negative' | 'fraction' | 'missing' | 'null' | 'empty' | 'text'

export interface RuleExample {
  readonly name: string
  /** Below `domain/`, without its ending. */
  readonly file: string
  // A table of functions of every shape has no narrower type.
  readonly run: (...args: never[]) => unknown
  readonly args: readonly unknown[]
  /** By the path of a field (`0.signals.market`; entries of a list are `*`): what it takes, and why that is right. */
  readonly takes: Readonly<Record<string, readonly [Odd, string] | readonly (readonly [Odd, string])[]>>
}

export interface Section {
  /** Of domain.md. */
  readonly source: string
  readonly title: string
  readonly rules: readonly RuleExample[]
}

/** Fields that hold a name, a code or an identifier: any text is one, but not none. */
export const names: ReadonlySet<string> = new Set([
  ...['account', 'shares', 'from', 'to', 'market', 'owners', 'buyer', 'seller', 'goods', 'vesselImo', 'loadPort'],
  ...[
    'dischargePort',
    'originCountry',
    'productionSiteCountry',
    'hsCode',
    'tradeId',
    'shipmentId',
    'verifier',
    'exporter',
  ],
  ...['exportId', 'sovereign', 'region', 'country', 'entity', 'jurisdiction', 'nodeId', 'specialties', 'specialty'],
  ...[
    'interested',
    'source',
    'person',
    'involved',
    'approvers',
    'sector',
    'code',
    'name',
    'creditId',
    'holder',
    'project',
  ],
  ...['caseId', 'documentId', 'sha256', 'parser', 'duty', 'stratum', 'plot', 'tree', 'point', 'reliesOn', 'sources'],
])

/** What a dossier says although it looks wrong: evidence is never bad input, it disagrees. */
export function evidenceIn(path: string): RuleExample['takes'] {
  const told = (odd: Odd): readonly [Odd, string] => [
    odd,
    'evidence is taken as it was read; what is malformed disagrees',
  ]
  const any = [told('empty'), told('text'), told('negative')]
  return {
    [`${path}.custody.*.checkpoint`]: any,
    [`${path}.custody.*.at`]: [...any, ['null', 'the step has no time yet']],
    [`${path}.custody.*.documentId`]: ['null', 'no document proves the step'],
    ...evidenceOf(`${path}.documents.*`),
  }
}

/** The same of one document. */
export function evidenceOf(path: string): RuleExample['takes'] {
  const told = (odd: Odd): readonly [Odd, string] => [
    odd,
    'evidence is taken as it was read; what is malformed disagrees',
  ]
  const any = [told('empty'), told('text'), told('negative')]
  return {
    [`${path}.number`]: any,
    [`${path}.issuedOn`]: any,
    [`${path}.issuer.name`]: any,
    [`${path}.issuer.country`]: any,
    [`${path}.statements.*.value`]: any,
  }
}

/** A rule of `policy/<file>.ts` with the arguments of its example. */
export function rule<A extends readonly unknown[]>(
  file: string,
  run: (...args: A) => unknown,
  args: NoInfer<A>,
  takes: RuleExample['takes'] = {},
): RuleExample {
  return { name: run.name, file: file.includes('/') ? file : `policy/${file}`, run, args, takes }
}

export const d = (value: `${number}`): Exact => exact(value)
export const pt = (whole: number): Quantity<'PT'> => quantity(BigInt(whole) * 10n ** 18n, 'PT')
export const ft = (whole: number): Quantity<'FT'> => quantity(BigInt(whole) * 10n ** 18n, 'FT')
export const at = (day: string): Date => new Date(`${day}T00:00:00Z`)
