import type { ParameterSet, ParameterVersion } from '@assay/domain/parameters.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import type { AssayClient } from '@assay/sdk/client.ts'

/** The catalogue has far fewer; more would be a server that never ends its list. */
const parametersMost = 4_000

/**
 * The governed parameters in force at a moment, decoded and range-checked by this node's own copy of the catalogue: a value
 * outside its range stops the node instead of moving its verdict.
 */
export async function fetchParameters(api: AssayClient, at: string): Promise<ParameterSet> {
  const versions: ParameterVersion[] = []
  for await (const { inForce } of api.list<{ inForce: ParameterVersion }>('/parameters', { at, limit: 200 })) {
    versions.push(inForce)
    if (versions.length === parametersMost) break
  }
  return parametersAt(versions, new Date(at))
}
