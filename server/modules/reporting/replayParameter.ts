import { parameterErrors } from '@assay/domain/parameterErrors.ts'
import type { ParameterVersion } from '@assay/domain/parameters.ts'
import { catalogue } from '@assay/domain/programmes/catalogue.ts'
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import { replayChange } from '@assay/domain/replay.ts'
import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { listVersions } from '../governance/index.ts'
import { pastComputations } from './pastComputations.ts'
import type { ReplayView } from './schema.ts'

/**
 * Whom a proposed value would have moved, and by how much, had it been in force: past allocations, refusals, issuances, conversions
 * and fees are repeated with the parameters of their day, held against what was recorded, and with the proposal. Changes nothing.
 * Errors: PARAMETER_UNKNOWN, PARAMETER_INVALID, REPLAY_NOT_REPEATABLE.
 */
export async function replayParameter(
  ctx: QueryContext,
  proposal: Pick<ParameterVersion, 'key' | 'value'> & { readonly limit: number },
): Promise<Static<typeof ReplayView>> {
  const history = await pastComputations(ctx, proposal.limit)
  const past = history.flatMap(({ computations }) => computations)
  const replay = replayChange(proposal, past, await listVersions(ctx.db), catalogue)
  return {
    key: proposal.key,
    computations: replay.computations,
    history: history.map(({ kind, computations, cut }) => ({ kind, computations: computations.length, cut })),
    changed: [...replay.changed],
    refused: replay.refused.map((one) => ({ ...one })),
    movements: replay.movements.map(({ unit, before, after, difference, ...who }) => ({
      ...who,
      unit,
      before: formatQuantity(quantity(before, unit)),
      after: formatQuantity(quantity(after, unit)),
      difference: formatQuantity(quantity(difference, unit)),
    })),
  }
}

/** A value written as JSON in a query. @throws PARAMETER_INVALID */
export function readProposed(key: string, text: string): ParameterVersion['value'] {
  try {
    return JSON.parse(text) as ParameterVersion['value']
  } catch (cause) {
    throw parameterErrors.PARAMETER_INVALID({ key, pointer: '', reason: 'the value is not JSON' }, { cause })
  }
}
