/**
 * Whether the nodes that answered make up the consensus that a class of case asks for (domain.md 2.5 "Quorum", "Diversity"): enough
 * nodes, specialists where the class has them, and the share of the weight that agrees. A node weighs its reliability; a government
 * node so many times that. The tier matrix of 2.3 decides cases on chain; this is the profile that the design paper adds to it.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type CaseClass,
  caseClasses,
  fictraOracles,
  type OracleType,
  oracleTypes,
} from '../programmes/fictraOracles.ts'
import { fields, flag, list, oneOf, share, text } from '../shapes.ts'

export const quorumErrors = defineErrors({
  QUORUM_INPUT_INVALID: {
    status: 422,
    title: 'An answer of the quorum is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => quorumErrors.QUORUM_INPUT_INVALID(details))

export interface ClassAnswer {
  readonly nodeId: string
  readonly type: OracleType
  /** 0 to 1. */
  readonly reliability: Exact
  readonly specialist: boolean
  readonly agrees: boolean
}

export interface ClassQuorum {
  readonly met: boolean
  /** Of the weight, that agrees; 0 when nobody has any. */
  readonly agreement: Exact
  /** What is missing, by the names of the parameter. */
  readonly shortfalls: readonly ('minNodes' | 'specialists' | 'consensus')[]
}

const answersShape = list(
  fields<ClassAnswer>({
    nodeId: text,
    type: oneOf(oracleTypes),
    reliability: share,
    specialist: flag,
    agrees: flag,
  }),
)

/** The bound of a share belongs to it: nine tenths of the weight meet nine tenths. @throws QUORUM_INPUT_INVALID */
export function classQuorum(
  caseClass: CaseClass,
  answers: readonly ClassAnswer[],
  parameters: ParameterSet,
): ClassQuorum {
  check.all({ caseClass, answers }, { caseClass: oneOf(caseClasses), answers: answersShape })
  check.that(new Set(answers.map(({ nodeId }) => nodeId)).size === answers.length, 'answers', 'a node answers twice')
  const { consensus, minNodes, specialists } = parameters.get(fictraOracles.quorum)[caseClass]
  const government = parameters.get(fictraOracles.governmentWeight)
  const weightOf = ({ type, reliability }: ClassAnswer) =>
    type === 'government' ? reliability.times(government) : reliability
  const all = sum(answers.map(weightOf))
  const agreeing = sum(answers.filter(({ agrees }) => agrees).map(weightOf))
  const enough = {
    minNodes: answers.length >= minNodes,
    specialists: answers.filter(({ specialist }) => specialist).length >= specialists,
    // Without dividing, so that a share that does not end in decimals is met exactly.
    consensus: !all.isZero() && agreeing.greaterThanOrEqualTo(consensus.times(all)),
  }
  const shortfalls = (['minNodes', 'specialists', 'consensus'] as const).filter((name) => !enough[name])
  return { met: shortfalls.length === 0, agreement: all.isZero() ? exact(0n) : agreeing.div(all), shortfalls }
}
