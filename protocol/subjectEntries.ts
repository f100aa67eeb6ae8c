/** Which entries of the audit log belong to the subject of a bundle. */
import { aboutEvent, aboutIntent } from './auditEntry.ts'
import { idOf } from './ids.ts'

export interface BundleSubject {
  readonly kind: 'allocation' | 'issuance' | 'retirement'
  /** Uuid of the case, or of the retirement. */
  readonly id: string
}

export interface SubjectEntries {
  /** What must have been told about the subject before its bundle can be: the name of the event, and its digest. */
  readonly required: readonly { readonly event: string; readonly about: string }[]
  /** Every digest that makes an entry one about the subject, the required ones among them. */
  readonly accepted: ReadonlySet<string>
}

/** A case was opened, concluded and settled, and its issuance became final; a retirement became final. */
export function subjectEntries({ kind, id }: BundleSubject): SubjectEntries {
  const told = (event: string, key: string) => ({ event, about: aboutEvent(event, key) })
  if (kind === 'retirement') return of([told('retirement.creditsRetired', id)], [`retirement/${id}`])
  const ending = kind === 'allocation' ? 'issuance.allocationMinted' : 'issuance.creditsIssued'
  const events = ['caseOpened', 'caseConcluded', 'caseSettled'].map((name) => told(`verification.${name}`, id))
  const rooms = kind === 'allocation' ? ['verification', 'allocation', 'hold'] : ['verification', 'issuance']
  return of(
    [...events, told(ending, idOf('case', id))],
    rooms.map((room) => `${room}/${id}`),
  )
}

function of(required: SubjectEntries['required'], intents: readonly string[]): SubjectEntries {
  return { required, accepted: new Set([...required.map(({ about }) => about), ...intents.map(aboutIntent)]) }
}
