import { canonicalBytes } from './canonicalJson.ts'
import { type Hash, leafHash } from './merkle.ts'

/** One line of the audit log as its leaf commits to it. Pseudonyms stand for actors; inputs and events are named, never quoted. */
export interface AuditLogEntry {
  readonly entryId: string
  /** ISO instant in UTC with milliseconds. */
  readonly occurredAt: string
  /** Pseudonym of the client; `system` for the machine room. */
  readonly actor: string
  /** Pseudonym of the party the client acted for. */
  readonly party: string | null
  /** `module.verb`. */
  readonly action: string
  /** HMAC-SHA256 of the input's digest under the actor's own key, which can be destroyed; null without an input. */
  readonly inputCommitment: string | null
  readonly events: readonly { readonly id: string; readonly type: string }[]
  readonly intents: readonly string[]
}

/** Leaf of the audit log: RFC 9162 leaf hash over the canonical JSON of exactly these members. */
export function auditLeafHash(entry: AuditLogEntry): Hash {
  const { entryId, occurredAt, actor, party, action, inputCommitment, events, intents } = entry
  return leafHash(
    canonicalBytes({
      entryId,
      occurredAt,
      actor,
      party,
      action,
      inputCommitment,
      events: events.map(({ id, type }) => ({ id, type })),
      intents,
    }),
  )
}
