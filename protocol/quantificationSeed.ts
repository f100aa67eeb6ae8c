import { keccak256, stringToBytes } from 'viem'
import { idOf } from './ids.ts'

/**
 * Seed of the simulation of a project's uncertainty, as decimal digits: the last 64 bits of keccak256 of `assay/seed/<id>/<vintage>`, with
 * the project's on-chain id. It follows from what is quantified, so that nobody can try seeds until one suits.
 */
export function quantificationSeed(projectId: string, vintage: number): string {
  const hash = keccak256(stringToBytes(`assay/seed/${idOf('project', projectId)}/${vintage}`))
  return BigInt(`0x${hash.slice(-16)}`).toString()
}
