/** Issuances of credits, one after the other, each a step at a time. */
import { idOf } from '@assay/protocol/ids.ts'
import { type IssuanceTerms, issuanceTermsHash } from '@assay/protocol/terms.ts'
import type { Hex } from 'viem'
import { hashOf, type PlayedCase } from './cases.ts'
import { call } from './send.ts'
import type { Play } from './surroundings.ts'

export interface PlayedIssue extends PlayedCase {
  readonly terms: IssuanceTerms
}

/** What a reorganisation took is begun anew. */
export async function issue(play: Play): Promise<void> {
  const { cases, issues, send, another } = play
  const of = issues.at(-1)
  const known = of === undefined ? 'issued' : await stateOf(play, of.caseId)
  if (of === undefined || known === 'issued') return begin(play)
  if (known === null) return cases.open(of)
  if (known === 'open') return cases.judge(of, true)
  await send('operator', call('CarbonCredit', 'issue', of.terms), { salt: another() })
}

async function begin({ cases, issues, project, landowner }: Play): Promise<void> {
  const caseId = hashOf(`issue ${issues.length}`)
  const terms: IssuanceTerms = {
    ...{ caseId, projectId: idOf('project', project), parcelId: idOf('parcel', project) },
    ...{ to: landowner.wallet, vintage: 20_253, netKg: 100n, bufferKg: 20n, methodologyHash: hashOf('rules') },
  }
  const judged = { caseId, claimKey: caseId, termsHash: issuanceTermsHash(terms), contractedQuantity: 120n }
  const played: PlayedIssue = { ...judged, programme: 'carbon', terms }
  issues.push(played)
  await cases.open(played)
}

/** A case that was closed, as after its deadline, is no longer of use: the next one begins. */
async function stateOf({ known }: Play, caseId: Hex): Promise<string | null> {
  const { rows } = await known().query<{ issued: boolean; state: string | null }>(
    `select exists (select from issuances_on_chain where on_chain_id = $1) as issued,
       (select state from cases_on_chain where on_chain_id = $1) as state`,
    [caseId],
  )
  const { issued, state } = rows[0]!
  return issued || state === 'closed' ? 'issued' : state
}
