/**
 * Issuance terms from what a case is about: the same numbers on the server that opens it, on every node that signs their hash,
 * and in the offline verifier. Nobody takes them from anybody.
 */
import { formatExact } from '@assay/domain/decimal.ts'
import type { Dossier } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import {
  type AllocationMarket,
  type AllocationMetrics,
  strategicValueOf,
} from '@assay/domain/policy/allocationFactors.ts'
import { assessCase } from '@assay/domain/policy/caseAssessment.ts'
import { allocationInputs } from '@assay/domain/policy/ftAllocation.ts'
import { parseQuantity } from '@assay/domain/quantity.ts'
import { type Address, getAddress } from 'viem'
import type { JsonValue } from './canonicalJson.ts'
import { deliveryParameters, quantificationParameters } from './caseParameters.ts'
import { idOf } from './ids.ts'
import type { QuantificationSource } from './measuredInputs.ts'
import { type AllocationTerms, type IssuanceTerms, methodologyHash, parametersHash } from './terms.ts'

/** What an allocation depends on besides the dossier: register facts and governed data. */
export interface AllocationBasis {
  /** Whose money lies in escrow for this delivery, and for whom. */
  readonly buyer: Address
  readonly seller: Address
  readonly sovereign: Address
  readonly metrics: AllocationMetrics
  readonly market: AllocationMarket
}

/**
 * Terms of the Foundation Token a delivery earns its sovereign. The eligible share follows from the trust in the dossier.
 * @param parameters in force when the case was opened. @throws what `assessCase` and `allocationInputs` throw
 */
export function allocationTermsOf(dossier: Dossier, basis: AllocationBasis, parameters: ParameterSet): AllocationTerms {
  const { contracted } = dossier
  const { trust } = assessCase(dossier, parameters)
  const inputs = allocationInputs(
    {
      valuePt: parseQuantity(contracted.valuePt, 'PT', 'valuePt'),
      category: contracted.category,
      trustBand: trust.band,
    },
    // Which goods are strategic is no datum but a rule: whatever the basis states, the table of the day decides.
    { ...basis.metrics, strategicValue: formatExact(strategicValueOf(contracted.hsCode, parameters)) },
    basis.market,
    parameters,
  )
  return {
    caseId: idOf('case', dossier.caseId),
    buyer: getAddress(basis.buyer),
    seller: getAddress(basis.seller),
    sovereign: getAddress(basis.sovereign),
    ...inputs,
    parametersHash: parametersHash(parameters.versions(deliveryParameters)),
  }
}

/** What an issuance depends on: one quantification, and where its credits go. */
export interface IssuanceBasis {
  /** Uuids. */
  readonly caseId: string
  readonly projectId: string
  readonly parcelId: string
  readonly to: Address
  /** Year x 10 + quarter. */
  readonly vintage: number
  readonly netKg: bigint
  readonly bufferKg: bigint
  readonly methodologyId: string
  readonly methodologyVersion: string
  readonly inputs: JsonValue
  readonly sources: readonly QuantificationSource[]
}

/** Terms of the credits a quantification earns its project. @param parameters the quantification was computed with. */
export function issuanceTermsOf(basis: IssuanceBasis, parameters: ParameterSet): IssuanceTerms {
  return {
    caseId: idOf('case', basis.caseId),
    projectId: idOf('project', basis.projectId),
    parcelId: idOf('parcel', basis.parcelId),
    to: getAddress(basis.to),
    vintage: basis.vintage,
    netKg: basis.netKg,
    bufferKg: basis.bufferKg,
    methodologyHash: methodologyHash({
      methodologyId: basis.methodologyId,
      version: basis.methodologyVersion,
      inputs: basis.inputs,
      sources: basis.sources as unknown as JsonValue,
      parametersHash: parametersHash(parameters.versions(quantificationParameters(basis.methodologyId))),
    }),
  }
}
