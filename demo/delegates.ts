/** The two people of the sandbox who speak for the bodies that decide parameters. */
import { authorities } from '@assay/domain/parameters.ts'
import type { AssayClient } from '../sdk/typescript/client.ts'
import { registerParty } from './parties.ts'
import type { Credentials } from './sandbox.ts'

/** Registers both and grants each a mandate of every body. Idempotent by the name of the sandbox. */
export async function seedDelegates(operator: AssayClient, name: string): Promise<readonly [Credentials, Credentials]> {
  const delegate = async (number: 1 | 2) => {
    const key = `${name}-delegate-${number}`
    const credentials = await registerParty(
      operator,
      {
        name: `Sandbox delegate ${number}`,
        country: 'CH',
        type: 'person',
        roles: ['governance'],
        scopes: ['governance:read', 'governance:write'],
      },
      key,
    )
    for (const authority of authorities) {
      const mandate = {
        partyId: credentials.partyId,
        authority,
        reason: 'The sandbox lets two people decide for every body.',
      }
      await operator.post('/mandates', mandate, { idempotencyKey: `${key}-${authority}` })
    }
    return credentials
  }
  return Promise.all([delegate(1), delegate(2)])
}
