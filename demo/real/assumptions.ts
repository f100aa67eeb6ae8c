/** Governed data about goods and country of origin that no folder has: recorded as what they are, unless something better is known. */
import type { AssayClient } from '../../sdk/typescript/client.ts'

interface Assumption {
  readonly key: string
  readonly subject: string
  readonly value: string
}

/** Middling values: they neither favour nor dampen the allocation much. */
function assumptionsOf(country: string, hsCode: string): readonly Assumption[] {
  const goods = `HS:${hsCode.slice(0, 4)}`
  return [
    { key: 'volatilityRatio', subject: goods, value: '1' },
    { key: 'processingLevel', subject: goods, value: '1' },
    { key: 'worldTradeShare', subject: `${country}/${goods}`, value: '0.01' },
    { key: 'carbonRatio', subject: `${country}/${goods}`, value: '1' },
    { key: 'humanDevelopmentIndex', subject: country, value: '0.7' },
  ]
}

/** Records what is missing. Returns the keys that rest on an assumption of this or an earlier run. */
export async function recordAssumptions(
  governance: AssayClient,
  of: { readonly country: string; readonly hsCode: string; readonly day: string },
): Promise<readonly string[]> {
  const assumed: string[] = []
  for (const { key, subject, value } of assumptionsOf(of.country, of.hsCode)) {
    const known = await newest(governance, key, subject)
    if (known === null) await governance.post('/indicators', { key, subject, value, source, asOf: of.day })
    if (known === null || known.source === source) assumed.push(key)
  }
  return assumed
}

const source = 'Assumption of the demonstration; the folder has no such figure'

async function newest(client: AssayClient, key: string, subject: string): Promise<{ source: string } | null> {
  let last: { source: string } | null = null
  for await (const indicator of client.list<{ source: string }>('/indicators', { key, subject })) last = indicator
  return last
}
