import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
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
  /** What events and intents are about, one digest each: see `aboutEvent` and `aboutIntent`. */
  readonly about: readonly string[]
}

/** Digest that says which thing an event told of: its type and its key. Whoever knows the thing's id recognises it, nobody else does. */
export function aboutEvent(type: string, key: string): string {
  return bytesToHex(sha256(utf8ToBytes(`event/${type}/${key}`)))
}

/** Digest that says which thing an intent was for: the first two parts of its subject, `verification/<case>/opening` for instance. */
export function aboutIntent(subject: string): string {
  return bytesToHex(sha256(utf8ToBytes(`intent/${subject.split('/', 2).join('/')}`)))
}

/** Leaf of the audit log: RFC 9162 leaf hash over the canonical JSON of exactly these members. */
export function auditLeafHash(entry: AuditLogEntry): Hash {
  const { entryId, occurredAt, actor, party, action, inputCommitment, events, intents, about } = entry
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
      about,
    }),
  )
}
