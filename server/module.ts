/**
 * The contract between the modules and the machine room. A module is data: routes, reactions and projections that the
 * composition root (`app.ts`) hands to the runtime. Modules import this file and `ports/`, never the runtime.
 */

import type { ParameterSet } from '@assay/domain/parameters.ts'
import type { UsedVersion } from '@assay/domain/recording.ts'
import type { Role, Scope } from '@assay/domain/roles.ts'
import type { RpcBlock, RpcReceipt } from '@assay/protocol/receipts.ts'
import type { Kysely, Transaction } from 'kysely'
import type { Static, TSchema } from 'typebox'
import type { Abi, Address, ContractEventName, DecodeEventLogReturnType, Hex } from 'viem'
import type { abis } from '../contracts/generated/abis.ts'
import type { Database } from './generated/rows.ts'
import type { FileStore } from './ports/files.ts'
import type { Signer } from './ports/signer.ts'
import type { SendingWallet } from './wallets.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

// ---------------------------------------------------------------------------------------------------------------- actors

/** Who asks. A machine client always acts for one party; `system` is the runtime itself (reactions, jobs). */
export interface Actor {
  readonly clientId: string
  readonly partyId: string | null
  readonly roles: ReadonlySet<Role>
  readonly scopes: ReadonlySet<Scope>
  /** A frozen party reads what is its own and commands nothing. */
  readonly frozen?: boolean
}

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

// -------------------------------------------------------------------------------------------------------------- contexts

/** What a question needs. Reads the database; changes nothing. */
export interface QueryContext {
  readonly db: Kysely<Database> | Transaction<Database>
  readonly now: Date
  readonly actor: Actor
  readonly requestId: string
  readonly log: Logger
  /** The governed parameters in force at a moment; a past one repeats a past computation. */
  parametersAt(at: Date): Promise<ParameterSet>
  readonly files: FileStore
  readonly chain: ChainView
  readonly records: Records
  /** Where the public reaches this installation, without a slash at the end: for links in certificates. */
  readonly publicUrl: string
}

/** What a command needs: everything it does happens in one transaction, or not at all. */
export interface CommandContext extends QueryContext {
  readonly db: Transaction<Database>
  /** The governed parameters in force at `now`. A question that needs them asks `parametersAt`; most need none. */
  readonly parameters: ParameterSet
  /** Versions this command has read so far, of its own moment and of others: what its result is stored with. */
  parametersUsed(): readonly UsedVersion[]
  readonly signer: Signer
  /** A fresh identifier (UUIDv7: sortable by time). */
  newId(): string
  /** Records an event in this transaction; its reactions run after commit, at least once, each in its own transaction.
   *  `at` delays the reactions (a deadline); `key` makes a later emit with the same key a no-op. */
  emit<Data extends Json>(event: EventOf<Data>, options?: { at?: Date; key?: string }): Promise<void>
  /** Records a chain transaction in this transaction; the submitter sends it exactly once. Returns the intent's id.
   *  The same intent (same from, contract, calldata and salt) is recorded once, whoever asks how often. */
  intend<C extends ContractName>(intent: Intent<C>): Promise<string>
}

/** Read-only view of the chain. Facts come from projections; this is for quotes, simulations and addresses. */
export interface ChainView {
  readonly chainId: number
  address(contract: ContractName): Address
  /** eth_call against the latest block. */
  read(contract: ContractName, functionName: string, args: readonly unknown[]): Promise<unknown>
  /** The EIP-712 domain of a contract of ours. */
  domain(contract: ContractName): { name: string; version: string; chainId: number; verifyingContract: Address }
  /** A block's header and receipts as JSON-RPC gives them: what a receipt proof is made of. For jobs, not for requests. */
  block(number: bigint): Promise<{ readonly header: RpcBlock; readonly receipts: readonly RpcReceipt[] }>
}

/** What the machine room has on record. Modules ask it here and never read its tables: those may change with the machine. */
export interface Records {
  /** The newest block that no reorganisation can take back; null before the first. */
  finalBlock(): Promise<{ readonly number: bigint; readonly timestamp: Date } | null>
  /** Indexed logs of one event, oldest first. `subject` is its first indexed member; no block after `upTo` counts. */
  logs(of: {
    readonly contract: ContractName
    readonly eventName: string
    readonly subject?: Hex
    readonly upTo?: bigint
  }): Promise<readonly LogRecord[]>
  /** Intents of this installation, oldest first. The transaction is the newest one sent; null before the first. */
  intents(of: { readonly ids?: readonly string[]; readonly subject?: string }): Promise<readonly IntentRecord[]>
}

/** Where a log stands. */
export interface LogRecord {
  readonly blockNumber: bigint
  readonly logIndex: number
  readonly transactionHash: Hex
}

export interface IntentRecord {
  readonly intentId: string
  readonly failed: boolean
  /** What it was sent for is so for good, by somebody else's transaction. */
  readonly overtaken: boolean
  readonly transactionHash: Hex | null
}

// ---------------------------------------------------------------------------------------------------------------- events

export interface EventOf<Data extends Json> {
  readonly type: string
  readonly data: Data
}

/** Declares an event type once: `export const tradeRegistered = defineEvent<{ tradeId: string }>('assets.tradeRegistered')`. */
export interface EventType<Data extends Json> {
  (data: Data): EventOf<Data>
  readonly type: string
}

export function defineEvent<Data extends Json>(type: string): EventType<Data> {
  return Object.assign((data: Data): EventOf<Data> => ({ type, data }), { type })
}

/** A consequence. Runs at least once after the event commits; the runtime runs it in one transaction with a marker row, so
 *  its effect happens once. It must not do I/O of its own. */
export interface Reaction {
  readonly name: string
  readonly on: string
  run(context: CommandContext, data: never, event: { id: string; occurredAt: Date }): Promise<void>
}

export function reaction<Data extends Json>(
  name: string,
  on: EventType<Data>,
  run: (context: CommandContext, data: Data, event: { id: string; occurredAt: Date }) => Promise<void>,
): Reaction {
  return { name, on: on.type, run: run as Reaction['run'] }
}

// ----------------------------------------------------------------------------------------------------------------- chain

export type ContractName = keyof typeof abis

export interface Intent<C extends ContractName = ContractName> {
  /** The wallet that sends: of a party, or of the installation by the role it holds; `operator` sends what anybody may send. */
  readonly from: Address | SendingWallet
  readonly contract: C
  readonly functionName: string
  readonly args: readonly unknown[]
  /** Sets apart two intents with equal calldata; leave it out whenever the calldata carries an id of its own. */
  readonly salt?: string
  /** True for a call that means something else in a later state: when it reverts, the intent fails and is not tried again. */
  readonly once?: true
  /** What this is for: shown in lists and given back in `chain.intentFailed`. */
  readonly subject: string
}

/** Whether what a call is sent for is so already, whoever brought it about: asked when the call is refused, of the state of the
 *  contracts at one block. A call whose id nobody else may use needs none: `Already…` and `…Exists` say as much. */
export interface Goal {
  readonly contract: ContractName
  readonly functionName: string
  isReached(read: ChainView['read'], args: readonly unknown[], error: string): Promise<boolean>
}

export function goal<Args extends readonly unknown[]>(of: {
  contract: ContractName
  functionName: string
  isReached: (read: ChainView['read'], args: Args, error: string) => Promise<boolean>
}): Goal {
  return of as unknown as Goal
}

/** The runtime emits this when a transaction was included and reverted, or can never be sent. */
export const intentFailed = defineEvent<{
  intentId: string
  subject: string
  contract: string
  functionName: string
  error: string
}>('chain.intentFailed')

export interface ChainLog<A extends Abi = Abi, E extends ContractEventName<A> = ContractEventName<A>> {
  readonly contract: ContractName
  readonly eventName: E
  readonly args: DecodeEventLogReturnType<A, E>['args']
  readonly address: Address
  readonly blockNumber: bigint
  readonly blockTimestamp: Date
  readonly transactionHash: Hex
  readonly logIndex: number
}

/** While projecting a log only projection tables may be written: tables that a migration passed to `chain_projection('name')`,
 *  whose rows are undone when the block is reorganised away. */
export interface ProjectionContext {
  readonly db: Transaction<Database>
  readonly log: Logger
}

export interface Projection {
  readonly contract: ContractName
  readonly eventName: string
  /** At inclusion: the fact as chain state shows it now. Undone exactly if its block goes away. */
  project?(context: ProjectionContext, log: never): Promise<void>
  /** When the block is final by the network's policy: runs once, as a command; consequences (emit, intend, lifecycle moves) go here. */
  whenFinal?(context: CommandContext, log: never): Promise<void>
}

export function projection<C extends ContractName, E extends ContractEventName<(typeof abis)[C]>>(of: {
  contract: C
  eventName: E
  project?: (context: ProjectionContext, log: ChainLog<(typeof abis)[C], E>) => Promise<void>
  whenFinal?: (context: CommandContext, log: ChainLog<(typeof abis)[C], E>) => Promise<void>
}): Projection {
  return of as unknown as Projection
}

// ---------------------------------------------------------------------------------------------------------------- routes

export interface Access {
  /** Any one of these roles suffices. */
  readonly roles: readonly Role[]
  readonly scope: Scope
  /** The parties the target belongs to; the actor must be one of them unless it has a role of `anyOwner`. Returning null
   *  means the target does not exist. Both cases answer 404, so nobody learns of what is not theirs. */
  readonly owners?: (context: QueryContext, input: never) => Promise<readonly string[] | null>
  readonly anyOwner?: readonly Role[]
}

export interface RouteInput<P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly params: Static<P>
  readonly query: Static<Q>
  readonly body: Static<B>
  /** Set when the route `accepts` bytes instead of a JSON body. */
  readonly bytes?: Uint8Array
  readonly mediaType?: string
  /** What the reader of a page is used to (`server/pages/locale.ts`); set for routes that produce HTML. */
  readonly locale?: string
}

export interface Route {
  readonly operationId: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /api/v1, with {curly} parameters as in OpenAPI. */
  readonly path: string
  /** True for a page outside /api/v1; `path` is then the whole path. */
  readonly root?: true
  readonly summary: string
  readonly description?: string
  readonly access: Access | 'public'
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly accepts?: {
    readonly mediaTypes: readonly string[]
    readonly limitBytes: number
    /** Those of `mediaTypes` that this very query allows; all of them when it is left out. */
    readonly mediaTypesFor?: (query: never) => readonly string[]
  }
  readonly produces?: string
  readonly response: TSchema
  readonly status?: number
  /** True for a question whose asking is a fact of its own: it runs as a command does, and who asked stands in the audit log. */
  readonly audited?: true
  /** Codes of `defineErrors` this route can answer besides the common ones. */
  readonly errors?: readonly string[]
  /** GET handlers receive a QueryContext, audited ones a CommandContext; all others a CommandContext in one transaction with the
   *  idempotency record. */
  handle(context: never, input: never): Promise<unknown>
}

export function query<P extends TSchema, Q extends TSchema, R extends TSchema>(
  of: Omit<Route, 'handle' | 'method' | 'access'> & {
    access:
      | 'public'
      | (Omit<Access, 'owners'> & {
          owners?: (context: QueryContext, input: RouteInput<P, Q, TSchema>) => Promise<readonly string[] | null>
        })
    params?: P
    query?: Q
    response: R
    handle: (context: QueryContext, input: RouteInput<P, Q, TSchema>) => Promise<Static<R> | Uint8Array>
  },
): Route {
  return { ...of, method: 'GET' } as unknown as Route
}

/** A question that is recorded: what it shows is private, so who was shown it is a fact. */
export function auditedQuery<P extends TSchema, Q extends TSchema, R extends TSchema>(
  of: Omit<Route, 'handle' | 'method' | 'access' | 'audited'> & {
    access: Omit<Access, 'owners'> & {
      owners: (context: QueryContext, input: RouteInput<P, Q, TSchema>) => Promise<readonly string[] | null>
    }
    params?: P
    query?: Q
    response: R
    handle: (context: CommandContext, input: RouteInput<P, Q, TSchema>) => Promise<Static<R> | Uint8Array>
  },
): Route {
  return { ...of, method: 'GET', audited: true } as unknown as Route
}

export function command<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
  of: Omit<Route, 'handle' | 'method' | 'access'> & {
    method?: 'POST' | 'PUT' | 'DELETE'
    access:
      | 'public'
      | (Omit<Access, 'owners'> & {
          owners?: (context: QueryContext, input: RouteInput<P, Q, B>) => Promise<readonly string[] | null>
        })
    params?: P
    query?: Q
    body?: B
    response: R
    handle: (context: CommandContext, input: RouteInput<P, Q, B>) => Promise<Static<R>>
  },
): Route {
  return { method: 'POST', status: 201, ...of } as unknown as Route
}

// --------------------------------------------------------------------------------------------------------------- modules

/** Something that has to be looked at from time to time (a sequencer, a queue that opens with the clock). Runs in one
 *  transaction, by one process at a time, at most every `everySeconds`. */
export interface Timer {
  readonly name: string
  readonly everySeconds: number
  run(context: CommandContext): Promise<void>
}

export interface Module {
  readonly name: string
  readonly routes: readonly Route[]
  readonly reactions: readonly Reaction[]
  readonly projections: readonly Projection[]
  readonly timers?: readonly Timer[]
  readonly goals?: readonly Goal[]
  readonly parts?: readonly Part[]
}

/** Something of the product that `/readyz` tells of. What other people run is told, and is no reason to call the product unready. */
export interface Part {
  readonly name: string
  /** One line for people, without secrets. */
  look(context: QueryContext): Promise<string>
}

/** What the runtime knows of a command that is about to commit; `context` tells who and when. */
export interface AuditEntry {
  /** `module.verb`, or the name of the reaction, timer or projection. */
  readonly action: string
  /** SHA-256 of the command's input as JSON; null when it has none. */
  readonly inputHash: string | null
  /** Events recorded, with the key that says of what they tell. */
  readonly events: readonly { readonly id: string; readonly type: string; readonly key: string | null }[]
  /** Chain intents recorded. */
  readonly intents: readonly { readonly id: string; readonly subject: string }[]
}

/** Appends to the audit log in the command's own transaction. Reporting provides it, the composition root installs it. */
export type AuditSink = (context: CommandContext, entry: AuditEntry) => Promise<void>
