/** What every part of the machine room works with. The composition root builds one per process. */
import type { ParameterSet } from '@assay/domain/parameters.ts'
import type { Kysely, Transaction } from 'kysely'
import type pg from 'pg'
import type { Config } from '../config.ts'
import type { Database } from '../generated/rows.ts'
import type { Actor, AuditSink, Goal, Module, Projection, Reaction, Timer } from '../module.ts'
import type { Clock } from '../ports/clock.ts'
import type { FileStore } from '../ports/files.ts'
import type { Signer } from '../ports/signer.ts'
import type { Chain } from './chain/chain.ts'
import type { RootLogger } from './log.ts'

/** Reads the governed parameters in force at a moment. Provided by the governance module at composition. */
export type LoadParameters = (db: Kysely<Database> | Transaction<Database>, at: Date) => Promise<ParameterSet>

export interface Machine {
  readonly config: Config
  readonly pool: pg.Pool
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly log: RootLogger
  readonly files: FileStore
  readonly signer: Signer
  readonly chain: Chain
  readonly modules: readonly Module[]
  readonly reactions: ReadonlyMap<string, readonly Reaction[]>
  readonly projections: ReadonlyMap<string, readonly Projection[]>
  readonly timers: ReadonlyMap<string, Timer>
  readonly goals: ReadonlyMap<string, Goal>
  readonly loadParameters: LoadParameters
  readonly auditSink: AuditSink | null
}

/** Who does something, and under which request. */
export interface Caller {
  readonly actor: Actor
  readonly requestId: string
}

/** The runtime itself: reactions, timers, consequences of final logs. */
export const systemActor: Actor = { clientId: 'system', partyId: null, roles: new Set(), scopes: new Set() }

/** Groups the modules' declarations by what triggers them. Two reactions of one name, or two timers, are refused. */
export function wireModules(
  modules: readonly Module[],
): Pick<Machine, 'modules' | 'reactions' | 'projections' | 'timers' | 'goals'> {
  const reactions = groupBy(
    modules.flatMap((module) => module.reactions),
    (reaction) => reaction.on,
  )
  const projections = groupBy(
    modules.flatMap((module) => module.projections),
    (row) => `${row.contract}.${row.eventName}`,
  )
  const timers = new Map<string, Timer>()
  const names = new Set<string>()
  for (const module of modules) {
    for (const { name } of [...module.reactions, ...(module.timers ?? [])]) {
      if (names.has(name)) throw new TypeError(`two reactions or timers are named ${name}`)
      names.add(name)
    }
    for (const timer of module.timers ?? []) timers.set(timer.name, timer)
  }
  const goals = new Map(
    modules.flatMap((module) =>
      (module.goals ?? []).map((row) => [`${row.contract}.${row.functionName}`, row] as const),
    ),
  )
  return { modules, reactions, projections, timers, goals }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
