import type { ParameterSet, ParameterVersion } from '@assay/domain/parameters.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import type { Api } from './api.ts'

interface ParameterPage {
  readonly items: readonly { readonly inForce: ParameterVersion }[]
  readonly nextCursor: string | null
}

/** The catalogue has far fewer pages; more would be a server that never ends its list. */
const pagesMost = 20

/**
 * The governed parameters in force at a moment, decoded and range-checked by this node's own copy of the catalogue: a value
 * outside its range stops the node instead of moving its verdict.
 */
export async function fetchParameters(api: Api, at: string): Promise<ParameterSet> {
  const versions: ParameterVersion[] = []
  let cursor: string | null = null
  for (let page = 0; page < pagesMost; page += 1) {
    const query = new URLSearchParams({ at, limit: '200', ...(cursor === null ? {} : { cursor }) })
    const answer = (await api.get(`/parameters?${query}`)) as ParameterPage
    versions.push(...answer.items.map(({ inForce }) => inForce))
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  return parametersAt(versions, new Date(at))
}
